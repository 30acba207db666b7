import { expect, test } from 'vitest';
import { lookingAt } from './lookingAt.ts';

test('the camera stands back against the way it looks, and high enough to look down on the place', () => {
  const north = lookingAt({ lon: 0, lat: 0, height: 9000, heading: 0, pitch: -45 }, 121.5, 31.2, 1000);
  expect(north.lon).toBeCloseTo(121.5, 9);
  expect((31.2 - north.lat) * 110_870).toBeCloseTo(707.1, 0);
  expect(north).toMatchObject({ heading: 0, pitch: -45 });
  expect(north.height).toBeCloseTo(707.1, 0);
  const east = lookingAt({ lon: 0, lat: 0, height: 9000, heading: 90, pitch: -90 }, 121.5, 31.2, 500);
  expect([east.lon, east.lat]).toEqual([expect.closeTo(121.5, 9), expect.closeTo(31.2, 9)]);
  expect(lookingAt({ lon: 0, lat: 0, height: 9000, heading: 0, pitch: -3 }, 121.5, 31.2, 1000).pitch).toBe(-25);
});
