/** In which order what was missed is told. Pure. */
import { LEVELS } from '#contract/catalogue.ts';
import type { TimelineMoment } from '#contract/contract.ts';

const rank = (moment: TimelineMoment): number => (moment.kind === 'gap' ? -0.5 : moment.level === null ? -1 : LEVELS.indexOf(moment.level));

/** The gravest level first, then gaps, then what is normal again; of the same kind the newest first. */
export function inOrderOfWeight(moments: readonly TimelineMoment[]): TimelineMoment[] {
  return moments.toSorted((a, b) => rank(b) - rank(a) || b.time - a.time);
}
