import { describe, expect, it } from 'vitest';
import { addressedIn } from './address.ts';

describe('what a page’s address says of where to look', () => {
  it('is a view and an instant', () => {
    expect(addressedIn('#view=121.5,31.23,2500,-20,-35.5&at=2026-07-14T16:00+08:00')).toStrictEqual({
      camera: { lon: 121.5, lat: 31.23, height: 2500, heading: -20, pitch: -35.5 },
      at: Date.parse('2026-07-14T08:00:00Z'),
    });
  });

  it('is nothing where it cannot be read', () => {
    for (const hash of ['', '#', '#view=', '#view=121,31', '#view=121,31,1000,0,', '#view=121,31,1000,0,45', '#view=121,131,1000,0,-45', '#view=a,b,c,d,e', '#at=yesterday', '#at=2026-07-14T16:00', '#at=2026-13-41T16:00Z', '#at=1926-07-14T16:00Z', '#%E0%A4%A']) {
      expect(addressedIn(hash), hash).toStrictEqual({});
    }
  });
});
