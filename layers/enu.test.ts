import { Cartesian3, Matrix4, Transforms } from '@cesium/engine';
import { describe, expect, it } from 'vitest';
import { curvature, earthOf, enuFrame, enuOf, lonLatOf } from './enu.ts';

const frame = enuFrame(121.47, 31.23);

describe('east, north, up', () => {
  it('is the frame that Cesium means', () => {
    const theirs = Transforms.eastNorthUpToFixedFrame(Cartesian3.fromDegrees(121.47, 31.23));
    Matrix4.toArray(theirs).forEach((value, i) => expect(frame.toEarth[i]!).toBeCloseTo(value, 7));
    const there = Cartesian3.fromDegrees(121.9, 31.6, 250);
    const ours = earthOf(121.9, 31.6, 250);
    expect(Math.hypot(there.x - ours[0], there.y - ours[1], there.z - ours[2])).toBeLessThan(1e-6);
  });
  it('comes back to the same place within a micrometre, 100 km around', () => {
    for (const [lon, lat, height] of [[121.47, 31.23, 0], [120.6, 30.5, 12], [122.3, 32, 632]] as const) {
      const back = lonLatOf(frame, ...enuOf(frame, lon, lat, height));
      expect(back[0]).toBeCloseTo(lon, 11);
      expect(back[1]).toBeCloseTo(lat, 11);
      expect(back[2]).toBeCloseTo(height, 5);
    }
  });
  it('knows how far the ground falls away', () => {
    const { x: rx, y: ry } = curvature(frame);
    for (const [lon, lat] of [[121.9, 31.23], [121.47, 31.6], [121.1, 30.9]] as const) {
      const [x, y, z] = enuOf(frame, lon, lat);
      expect(z + (x * x) / (2 * rx) + (y * y) / (2 * ry)).toBeCloseTo(0, 0);
    }
  });
});
