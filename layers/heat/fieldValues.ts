/** What a frame gives to a field: for each site its value in spans of the scale, how fresh it is, and whether it has fallen silent. */
import { freshness } from '../age.ts';
import type { IndicatorFrame } from '../frame.ts';
import { isMeasured, isWithheld } from '../places.ts';
import type { FieldValues } from './kernel.ts';
import { inSpans, type FieldPaint } from './paint.ts';

/** Of a frame what a field is made of. */
export type FieldColumns = Pick<IndicatorFrame, 'values' | 'ages' | 'status'>;

export function fieldValues(frame: FieldColumns, periodSeconds: number, paint: FieldPaint): FieldValues {
  const count = frame.values.length;
  const [values, fresh, silent] = [new Float32Array(count).fill(NaN), new Float32Array(count), new Uint8Array(count)];
  for (let i = 0; i < count; i++) {
    if (isMeasured(frame, i)) {
      values[i] = inSpans(frame.values[i]!, paint);
      fresh[i] = freshness(frame.ages[i]!, periodSeconds);
    } else if (isWithheld(frame, i)) silent[i] = 1;
  }
  return { values, freshness: fresh, silent };
}
