/** Whether the earth itself stands between two points. Pure. */
import { earthOf, enuFrame, lonLatOf } from '#layers/enu.ts';
import type { Position } from './geodesy.ts';

const STEPS = 400;

/** Where the straight line between two points first runs below the ellipsoid; null where it never does. */
export function groundBetween(from: Position, to: Position): Position | null {
  const frame = enuFrame(from.lon, from.lat);
  const m = frame.fromEarth;
  const [x, y, z] = earthOf(to.lon, to.lat, to.height);
  const end = [0, 1, 2].map((k) => m[k] * x + m[k + 4] * y + m[k + 8] * z + m[k + 12]);
  for (let k = 1; k < STEPS; k++) {
    const t = k / STEPS;
    const [lon, lat, height] = lonLatOf(frame, end[0] * t, end[1] * t, from.height + (end[2] - from.height) * t);
    if (height < 0) return { lon, lat, height: 0 };
  }
  return null;
}
