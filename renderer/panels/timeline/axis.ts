/** Where things stand on the timeline: pixels ↔ instants, and which hours are written. Pure. */
import { DAY_MS } from '../../state/clock.ts';
import { isMidnightInZone, roundUpInZone } from '../../format/time.ts';

export interface Axis {
  from: number;
  to: number;
  /** Pixels of the canvas that the window covers. */
  left: number;
  right: number;
}

export function xOf({ from, to, left, right }: Axis, time: number): number {
  return left + ((time - from) / (to - from)) * (right - left);
}

/** The instant under a pixel, kept inside the window. */
export function timeAt({ from, to, left, right }: Axis, x: number): number {
  return Math.min(to, Math.max(from, from + ((x - left) / (right - left)) * (to - from)));
}

export interface HourTick { time: number; kind: 'midnight' | 'labelled' | 'plain' }

const HOUR = 3_600_000;
const STEPS = [HOUR / 4, HOUR / 2, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY_MS];

/** Ticks at whole hours of the city's clock; labels at least `apart` pixels from each other. */
export function hourTicks(axis: Axis, apart = 64): HourTick[] {
  const perPixel = (axis.to - axis.from) / (axis.right - axis.left);
  const labelled = STEPS.find((step) => step / perPixel >= apart) ?? DAY_MS;
  const plain = STEPS.find((step) => step / perPixel >= 10) ?? labelled;
  const ticks: HourTick[] = [];
  for (let time = roundUpInZone(axis.from, plain); time <= axis.to; time += plain) {
    const kind = isMidnightInZone(time) ? 'midnight' : roundUpInZone(time, labelled) === time ? 'labelled' : 'plain';
    ticks.push({ time, kind });
  }
  return ticks;
}

/**
 * Below this share a stretch counts as a gap: what reports once a day is still "heard" in an outage of an hour, so an
 * outage never falls to zero.
 */
const GAP_SHARE = 0.5;

/** Runs of buckets in which most of what was due did not come: what the timeline hatches. `[from, to)` in epoch ms. */
export function gapsIn(times: ArrayLike<number>, share: ArrayLike<number>, bucket: number, extent: { from: number; to: number }): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  for (let i = 0; i < share.length; i++) {
    const from = Math.max(times[i]!, extent.from);
    const to = Math.min(times[i]! + bucket, extent.to);
    if (share[i]! >= GAP_SHARE || to <= from) continue;
    const last = gaps.at(-1);
    if (last && last.to >= from) last.to = to;
    else gaps.push({ from, to });
  }
  return gaps;
}

/** Neighbouring buckets with the same share to the tenth, drawn in one piece so that no seams show. `[first, end)`. */
export function evenRuns(share: ArrayLike<number>): { first: number; end: number; share: number }[] {
  const runs: { first: number; end: number; share: number }[] = [];
  for (let i = 0; i < share.length; i++) {
    const tenths = Math.round(share[i]! * 10) / 10;
    const last = runs.at(-1);
    if (last?.share === tenths) last.end = i + 1;
    else runs.push({ first: i, end: i + 1, share: tenths });
  }
  return runs;
}
