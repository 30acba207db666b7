/**
 * The clock of one session, as pure functions: what it looks at, and when. `now` is the host's wall clock, `edge` where
 * the run's own clock stands (`Run.now()`); all epoch milliseconds. A replay that reaches the edge becomes live, nothing
 * else does; `live` of a run with its own clock means its newest, which the page never words as live.
 */
import type { Clock } from '#contract/contract.ts';
import { loops, playedTo } from '#contract/playing.ts';
import type { RunConfig } from './config.ts';

export type ClockKind = RunConfig['clock'];
/** What a clock keeps whatever it is set to. */
type Kept = Pick<Clock, 'loop' | 'asKnown'>;
const NOTHING_KEPT: Kept = { loop: null, asKnown: false };

/** The newest: moving with the wall, or standing at a data clock's newest observation. */
export function liveClock(kind: ClockKind, now: number, edge: number, { loop, asKnown }: Kept = NOTHING_KEPT): Clock {
  return { mode: 'live', at: edge, wall: now, rate: kind === 'wall' ? 1 : 0, loop, asKnown };
}

/** The instant that `clock` shows when the host's clock reads `now`. Never beyond the edge, never before the epoch. */
export function instantOf(clock: Clock, now: number, edge: number): number {
  if (clock.mode === 'live') return edge;
  return Math.max(0, Math.min(playedTo(clock, now), edge));
}

/** A past instant, going on at the pace it had; at or beyond the edge it is live. */
export function seekClock(clock: Clock, kind: ClockKind, time: number, now: number, edge: number): Clock {
  if (time >= edge) return liveClock(kind, now, edge, clock);
  return { ...clock, mode: 'replay', at: time, wall: now, rate: clock.mode === 'replay' ? clock.rate : 0 };
}

/** Plays from where it stands. Live can be held (0) or slowed down, which makes it a replay; it cannot be outrun. */
export function playClock(clock: Clock, kind: ClockKind, rate: number, now: number, edge: number): Clock {
  if (clock.mode === 'live' && rate >= 1) return liveClock(kind, now, edge, clock);
  const at = instantOf(clock, now, edge);
  if (rate > 0 && at >= edge && (rate >= 1 || kind === 'data')) return liveClock(kind, now, edge, clock);
  return { ...clock, mode: 'replay', at, wall: now, rate };
}

/** The same instant and pace, with another loop or another way of knowing. */
export function changeClock(clock: Clock, change: Partial<Kept>, now: number, edge: number): Clock {
  return { ...clock, at: instantOf(clock, now, edge), wall: now, ...change };
}

/** The same clock, or live where a playing replay has caught up with the edge. */
export function settleClock(clock: Clock, kind: ClockKind, now: number, edge: number): Clock {
  if (clock.mode === 'live' || clock.rate <= 0 || loops(clock)) return clock;
  return playedTo(clock, now) >= edge ? liveClock(kind, now, edge, clock) : clock;
}
