/** Outlines with fewer corners. */
import type { Point } from './geometry.ts';

/** Corners are weighed within runs of so many, so that the time grows with their number only. */
const RUN = 256;

/** The ring (open) with those corners that keep it within `metres` of itself: Douglas and Peucker's way, run by run. */
export function thinned(ring: readonly Point[], metres: number): Point[] {
  const kept: Point[] = [];
  const last = ring.length - 1;
  for (let from = 0; from < last; from += RUN) {
    kept.push(ring[from]);
    keep(ring, from, Math.min(from + RUN, last), metres, kept);
  }
  kept.push(ring[last]);
  return kept.length >= 3 ? kept : ring.slice();
}

/** Pushes what is kept strictly between two corners. */
function keep(ring: readonly Point[], from: number, to: number, metres: number, kept: Point[]): void {
  let farthest = -1;
  let most = metres;
  for (let i = from + 1; i < to; i++) {
    const distance = distanceTo(ring[from], ring[to], ring[i]);
    if (distance > most) [farthest, most] = [i, distance];
  }
  if (farthest < 0) return;
  keep(ring, from, farthest, metres, kept);
  kept.push(ring[farthest]);
  keep(ring, farthest, to, metres, kept);
}

function distanceTo([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
