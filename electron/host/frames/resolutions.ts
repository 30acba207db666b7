/** Where history is no longer kept as it came, for a screen that shows how fine the past is. */
import type { Stretch } from '#contract/contract.ts';
import type { RunStore } from '../store/store.ts';
import type { Subject } from './picture.ts';

/**
 * Thinned stretches that overlap [from, to], epoch ms; rising. Of people a stretch goes on over what lies between it and the next of its
 * step, so that it tells how history is kept and not on which days somebody was counted.
 */
export function thinnedStretches(store: Pick<RunStore, 'resolutions'>, { indicator, minCount }: Pick<Subject, 'indicator' | 'minCount'>, { from, to }: { from: number; to: number }): Stretch[] {
  const found: Stretch[] = [];
  for (const { from: begin, until, stepMs } of store.resolutions(indicator.code, from, to)) {
    if (stepMs === null) continue;
    const last = found.at(-1);
    if (minCount !== null && last?.step === stepMs / 1000) last.until = until;
    else found.push({ from: begin, until, step: stepMs / 1000 });
  }
  return found;
}
