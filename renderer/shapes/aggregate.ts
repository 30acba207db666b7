/** An indicator inside a shape, in numbers: over the sites or areas that lie in it, out of the frame that is on the screen. Pure. */
import { LEVELS, passes, type Indicator, type Level } from '#contract/catalogue.ts';
import { STATUS, type IndicatorFrame } from '#layers/frame.ts';

export interface Aggregate {
  /** Places inside, by what the frame says of them. */
  n: number;
  measured: number;
  silent: number;
  never: number;
  suppressed: number;
  /** Of the measured; null where none is. */
  figures: { min: number; mean: number; p10: number; p50: number; p90: number; max: number; sum: number } | null;
  /** Of the measured, how many are at each threshold or beyond it. */
  reached: { level: Level; cutoff: number; count: number }[];
}

/** `inside`: indexes of the frame's places; what of them the frame does not know counts as never. */
export function aggregateOf(frame: Pick<IndicatorFrame, 'values' | 'status'>, inside: ArrayLike<number>, { thresholds }: Pick<Indicator, 'thresholds'>): Aggregate {
  const values = new Float64Array(inside.length);
  const tally = { measured: 0, silent: 0, never: 0, suppressed: 0 };
  let sum = 0;
  for (let k = 0; k < inside.length; k++) {
    const at = inside[k];
    const [status, value] = [frame.status[at], frame.values[at]];
    if (status === STATUS.measured && Number.isFinite(value)) {
      values[tally.measured++] = value;
      sum += value;
    } else if (status === STATUS.silent) tally.silent++;
    else if (status === STATUS.suppressed) tally.suppressed++;
    else tally.never++;
  }
  const known = values.subarray(0, tally.measured).toSorted();
  const cutoffs = LEVELS.flatMap((level) => (thresholds[level] === null ? [] : [{ level, cutoff: thresholds[level] }]));
  return {
    n: inside.length,
    ...tally,
    figures: known.length === 0 ? null : {
      min: known[0], mean: sum / known.length, p10: quantile(known, 0.1), p50: quantile(known, 0.5), p90: quantile(known, 0.9), max: known[known.length - 1], sum,
    },
    reached: cutoffs.map(({ level, cutoff }) => ({ level, cutoff, count: known.reduce((count, value) => count + (passes(value, thresholds.op, cutoff) ? 1 : 0), 0) })),
  };
}

/** Between the two values about it, as most statistics programs do it (type 7); `sorted` rises and is not empty. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const next = sorted[Math.min(low + 1, sorted.length - 1)];
  return sorted[low] + (next - sorted[low]) * (at - low);
}
