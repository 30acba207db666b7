/** What sites of a tile said together, by steps of time, without unfolding them: for charts of areas. */
import { contradicted } from './contradicted.ts';
import { layTile, reachBehind } from './kernel/tileThere.ts';
import { listSites } from './siteWords.ts';
import type { Unsqueeze } from './squeeze.ts';

/** What is summed up, and what was so far. Columns have an entry a step. */
export interface StepSums {
  /** Epoch ms: [from, to), in steps from `from` on. */
  from: number;
  to: number;
  stepMs: number;
  counts: Uint32Array;
  sums: Float64Array;
  /** NaN where nothing was said yet. */
  least: Float64Array;
  most: Float64Array;
  /** Of each threshold how many values are at or above it. */
  thresholds: readonly number[];
  above: readonly Uint32Array[];
}

/** Steps of one tile, at most: more of them are no chart. */
const MOST_STEPS = 16_384;
/** As sums.as has them: doubles, and behind them whole numbers. */
const [SUM, COUNT, LEAST, LESS_MOST, ABOVE] = [0, 1, 2, 3, 8];

/**
 * Adds all words of a tile of [t0, t1] (epoch ms) that these sites (rising) said. False, with nothing added, where that cannot be done so: without a kernel, of a tile
 * that it is not made for, in steps that are no whole ms. Throws where the bytes are no tile.
 */
export function addSums(body: Uint8Array, { t0, t1 }: { t0: number; t1: number }, sites: Uint32Array, into: StepSums, unsqueeze: Unsqueeze): boolean {
  const { from, to, stepMs, thresholds } = into;
  const first = Math.floor(Math.max(0, t0 - from) / stepMs);
  const steps = Math.floor((Math.min(t1, to - 1) - from) / stepMs) - first + 1;
  if (steps > MOST_STEPS || ![t0, from, to, stepMs].every((ms) => Number.isSafeInteger(ms))) return false;
  const there = layTile(body, unsqueeze, true);
  if (there === null || there.odd.places.length > 0) return false;
  const { many } = listSites(there, sites);
  const { loops, n, m, at } = there;
  const above = (at.free + 4 * m + 15) & ~15;
  const size = (32 + 4 * thresholds.length + 15) & ~15;
  const toSums = (above + 8 * thresholds.length + 15) & ~15;
  const { f64, u32 } = reachBehind(there, toSums + size * Math.max(0, steps) - at.free);
  f64.set(thresholds, above / 8);
  for (let i = 0; i < steps; i++) {
    const [place, count] = [(toSums + size * i) / 8, into.counts[first + i]];
    f64[place + SUM] = into.sums[first + i];
    f64[place + COUNT] = count;
    f64[place + LEAST] = count === 0 ? Infinity : into.least[first + i];
    f64[place + LESS_MOST] = count === 0 ? Infinity : -into.most[first + i];
    for (let k = 0; k < thresholds.length; k++) u32[2 * place + ABOVE + k] = into.above[k][first + i];
  }
  const failed = loops.sumsOf(
    at.free, many, at.starts, BigInt(there.unit), BigInt(there.stride), at.bases, at.places, at.missed, at.apart,
    at.plain, n - m, there.width, at.firsts, there.scale, there.escapes > 0 ? at.escapes : 0,
    BigInt(t0 - from), BigInt(to - from), BigInt(stepMs), BigInt(first), Math.max(0, steps), above, thresholds.length, toSums, size,
  );
  if (failed < 0) contradicted();
  for (let i = 0; i < steps; i++) {
    const place = (toSums + size * i) / 8;
    const count = f64[place + COUNT];
    if (count === 0) continue;
    into.sums[first + i] = f64[place + SUM];
    into.counts[first + i] = count;
    into.least[first + i] = f64[place + LEAST];
    into.most[first + i] = -f64[place + LESS_MOST];
    for (let k = 0; k < thresholds.length; k++) into.above[k][first + i] = u32[2 * place + ABOVE + k];
  }
  return true;
}
