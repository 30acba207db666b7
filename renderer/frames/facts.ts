/** What the legend says of a frame: how many places are measured, silent, withheld, and how old the picture is. */
import { FADES_AFTER_PERIODS } from '#layers/age.ts';
import { STATUS } from '#layers/frame.ts';
import type { DrawnFacts } from '../state/store.ts';
import type { Shown } from './desk.ts';

export function drawnFacts({ frame, time }: Shown, periodSeconds: number): DrawnFacts {
  const counts = [0, 0, 0, 0];
  const ages: number[] = [];
  const older = Math.round((time - frame.time) / 1000);
  for (let i = 0; i < frame.status.length; i++) {
    const status = frame.status[i]!;
    counts[status]!++;
    if (status === STATUS.measured) ages.push(Math.max(0, frame.ages[i]! + older));
  }
  const sorted = Uint32Array.from(ages).toSorted();
  return {
    places: frame.places,
    time,
    sequence: frame.sequence,
    measured: counts[STATUS.measured]!,
    silent: counts[STATUS.silent]!,
    never: counts[STATUS.never]!,
    suppressed: counts[STATUS.suppressed]!,
    fading: ages.filter((age) => age > FADES_AFTER_PERIODS * periodSeconds).length,
    medianAge: sorted[sorted.length >> 1] ?? null,
  };
}
