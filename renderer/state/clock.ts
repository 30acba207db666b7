/** Clock maths: which instant the screen stands for, computed between the host's words about it. Epoch milliseconds. */
import type { Clock, RunInfo } from '#contract/contract.ts';
import { playedTo } from '#contract/playing.ts';

/** Host and page on one machine differ by scheduling only; differences below this are no difference of clocks. */
const SAME_CLOCK_MS = 1_500;
export const DAY_MS = 86_400_000;

/** How far the host's wall clock is ahead of the page's; `clock` has just been told. */
export function skewOf(clock: Clock, pageNow: number): number {
  const skew = clock.wall - pageNow;
  return Math.abs(skew) < SAME_CLOCK_MS ? 0 : skew;
}

/** The run's newest possible instant: the wall's, or for a run with its own clock its newest observation; 0 while it has none. */
export function liveEdge(run: RunInfo | null, clock: Clock | null, hostNow: number): number {
  if (run?.clock !== 'data') return hostNow;
  return Math.max(run.to ?? 0, clock?.mode === 'live' ? clock.at : 0);
}

/** The instant that `clock` stands for at `hostNow`; never beyond `edge`. */
export function instantAt(clock: Clock, edge: number, hostNow: number): number {
  if (clock.mode === 'live') return edge;
  return Math.min(edge, playedTo(clock, hostNow));
}
