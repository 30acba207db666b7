/** Where a playing clock stands, for both sides of the wire. */
import type { Clock } from './contract.ts';

/** The shortest range that can be looped, ms. */
export const SHORTEST_LOOP_MS = 1000;

/**
 * The instant that a replay has come to when the host's clock reads `now`, epoch ms; not held back by any edge. One that
 * plays into the end of its loop goes on at its beginning; one that was put behind it plays on.
 */
export function playedTo({ at, wall, rate, loop }: Pick<Clock, 'at' | 'wall' | 'rate' | 'loop'>, now: number): number {
  const time = at + (now - wall) * rate;
  return loops({ at, rate, loop }) && time >= loop!.to ? loop!.from + ((time - loop!.to) % (loop!.to - loop!.from)) : time;
}

/** Whether a clock will come to the end of its loop. */
export function loops({ at, rate, loop }: Pick<Clock, 'at' | 'rate' | 'loop'>): boolean {
  return loop !== null && rate > 0 && at < loop.to;
}
