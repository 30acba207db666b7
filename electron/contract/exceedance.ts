/** How long a value stood at each threshold or beyond it: "hours above". */
import { LEVELS, passes, type Indicator, type Level } from './catalogue.ts';

export interface Exceedance {
  /** How long there was a value at all, ms: neither silent nor withheld. */
  known: number;
  /** Of that, at the threshold of each level or beyond it, ms; levels without a threshold are left out. */
  reached: Partial<Record<Level, number>>;
}

/**
 * Of entries in time order, epoch ms: each value holds until the next entry, the last until `to`. NaN: nothing is known until the next.
 * What lies outside [from, to] does not count.
 */
export function exceedanceOf({ times, values }: { times: ArrayLike<number>; values: ArrayLike<number> }, { thresholds }: Pick<Indicator, 'thresholds'>, { from, to }: { from: number; to: number }): Exceedance {
  const levels = LEVELS.filter((level) => thresholds[level] !== null);
  const found: Exceedance = { known: 0, reached: Object.fromEntries(levels.map((level) => [level, 0])) };
  for (let i = 0; i < times.length; i++) {
    const lasts = Math.min(to, times[i + 1] ?? to) - Math.max(from, times[i]!);
    if (lasts <= 0 || !Number.isFinite(values[i])) continue;
    found.known += lasts;
    for (const level of levels) if (passes(values[i]!, thresholds.op, thresholds[level]!)) found.reached[level]! += lasts;
  }
  return found;
}
