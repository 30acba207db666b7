/** What a place is charted with: its district and the whole city, where their values can be compared with its own. */
import { indicatorAt, placesId, type Indicator } from '#contract/catalogue.ts';
import { areaUnits, unitOf } from '../../state/forms.ts';

export interface Companion { unit: 'district' | 'city'; places: string }

/** In order of size. A sum over an area is not comparable with what is summed; what is not combined has no value by area. */
export function companionsOf(reported: Indicator, places: string): Companion[] {
  const unit = unitOf(places);
  const isPossible = reported.aggregation !== 'none' && indicatorAt(reported, unit) === indicatorAt(reported, 'city');
  if (!isPossible || unit === 'city' || reported.spatial_unit === 'city') return [];
  const isInDistrict = unit !== 'district' && areaUnits(reported).includes('district');
  return [...(isInDistrict ? [{ unit: 'district' as const, places: placesId(reported.code, 'district') }] : []), { unit: 'city', places: placesId(reported.code, 'city') }];
}
