/** Beside the name of an area the value whose colour lies on it. */
import { isMeasured } from '#layers/places.ts';
import type { Labels } from './labels/labels.ts';
import type { Shown } from './slots.ts';

const UNITS = ['district', 'town'] as const;

/** Of the uppermost layer of each unit; areas that nothing is measured of keep their name alone. */
export function writeAreaValues(labels: Labels, shown: readonly (Shown | null)[]): void {
  for (const unit of UNITS) {
    const top = shown.findLast((one) => one?.frame && (one.form === 'choropleth' || one.form === 'buildings') && one.layer.places.unit === unit);
    const frame = top?.frame;
    labels.setValues(unit, frame ? (index, language) => (index < frame.values.length && isMeasured(frame, index) ? top.layer.write(frame.values[index]!, language) : '') : null);
  }
}
