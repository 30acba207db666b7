/** B − A of two frames, place by place. */
import { NEVER, STATUS, type IndicatorFrame } from '../frame.ts';

/** What is worse hides the other: a value that is withheld on one side must not follow from the other. */
const GRAVEST = [STATUS.suppressed, STATUS.never, STATUS.silent, STATUS.measured] as const;

/** Of frames of equal length, in the same order of places; the rest of it is `b`'s. NaN where either is not measured. */
export function frameDifference(a: IndicatorFrame, b: IndicatorFrame): IndicatorFrame {
  const count = Math.min(a.values.length, b.values.length);
  const values = new Float32Array(count).fill(NaN);
  const ages = new Uint32Array(count).fill(NEVER);
  const status = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    status[i] = GRAVEST.find((one) => a.status[i] === one || b.status[i] === one) ?? STATUS.never;
    // Neither digits nor age of what is withheld.
    if (status[i] === STATUS.suppressed || status[i] === STATUS.never) continue;
    ages[i] = Math.max(a.ages[i]!, b.ages[i]!);
    if (status[i] === STATUS.measured) values[i] = b.values[i]! - a.values[i]!;
  }
  return { ...b, values, ages, status };
}
