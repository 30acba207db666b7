/** Where along the timeline the record is coarser than it reports live: because it was thinned, or because it came so. Pure. */
import type { Stretch } from '#contract/contract.ts';
import type { Coverage } from './record.ts';

/** [from, until) in epoch ms, `step` in seconds. */
export interface Coarse extends Stretch {
  /** Thinned here: the lowest, mean and highest of each step are kept beside its last value. */
  isThinned: boolean;
}

/** In order of time, apart. What was thinned is known; of the rest the step is measured, bucket by bucket. */
export function coarseOf(stretches: readonly Stretch[], coverage: Coverage | null): Coarse[] {
  const found: Coarse[] = stretches.map((stretch) => ({ ...stretch, isThinned: true }));
  const isThinnedAt = (time: number): boolean => stretches.some(({ from, until }) => time >= from && time < until);
  if (coverage) {
    const bucket = (coverage.to - coverage.from) / coverage.step.length;
    let last: Coarse | null = null;
    for (const [i, step] of coverage.step.entries()) {
      const from = coverage.from + i * bucket;
      if (!(step > 0) || isThinnedAt(from + bucket / 2)) last = null;
      else if (last && sameStep(last.step, step)) last.until = from + bucket;
      else found.push((last = { from, until: from + bucket, step, isThinned: false }));
    }
  }
  return found.toSorted((a, b) => a.from - b.from);
}

/** Within a quarter it is the same step: it is measured, not stated. */
export function sameStep(one: number, other: number): boolean {
  return one === other || (one > 0 && other > 0 && Math.abs(one - other) <= 0.25 * Math.min(one, other));
}

export function coarseAt(coarse: readonly Coarse[], time: number): Coarse | null {
  return coarse.find(({ from, until }) => time >= from && time < until) ?? null;
}
