/** An indicator's sites rolled up to areas, by the aggregation that the catalogue states. */
import type { Indicator } from '#contract/catalogue.ts';
import { NOT_STATED } from '#contract/observation.ts';
import type { State } from '../store/store.ts';
import { peopleBehind } from './privacy.ts';

/** One entry an area. */
export interface Rolled {
  /** NaN where no site reports. */
  values: Float64Array;
  /** People behind the value: the sum, or for a maximum or minimum those of the one site that gives it. */
  people: Float64Array;
  /** Phenomenon time of the newest word, of reporting sites where there are any; NaN where none ever came. */
  newest: Float64Array;
  /** Sites that report now / that exist. */
  reporting: Uint32Array;
  total: Uint32Array;
}

/**
 * Sites last heard before `heardSince` (epoch ms) are silent and do not count. `areaOf` is each site's area, -1 for none;
 * null puts all into one. Ratios are weighted by the counts behind them (not stated = 1, all of them 0 = unweighted); lengths of segments are not
 * known yet, so a length-weighted mean is a mean. `none` gives a value only where there is a single site.
 */
export function rollUp(indicator: Indicator, state: State, heardSince: number, areaOf: Int32Array | null, areas: number): Rolled {
  const rolled: Rolled = {
    values: new Float64Array(areas).fill(NaN),
    people: new Float64Array(areas),
    newest: new Float64Array(areas).fill(NaN),
    reporting: new Uint32Array(areas),
    total: new Uint32Array(areas),
  };
  const { values, people, newest, reporting, total } = rolled;
  const how = indicator.aggregation;
  const weighted = how === 'ratio_of_sums' || how === 'sum_then_ratio';
  const weights = new Float64Array(areas);
  const plain = new Float64Array(areas);
  for (let i = 0; i < state.values.length; i++) {
    const area = areaOf ? areaOf[i] : 0;
    if (area < 0) continue;
    total[area]++;
    const time = state.times[i];
    const value = state.values[i];
    if (!Number.isFinite(value)) continue;
    const reports = time >= heardSince;
    // A silent area tells when it was last heard; a reporting one how fresh what it shows is.
    const isFirst = reports && reporting[area] === 0;
    if (isFirst || ((reports || reporting[area] === 0) && !(newest[area] >= time))) newest[area] = time;
    if (!reports) continue;
    reporting[area]++;
    const count = state.counts[i];
    const behind = peopleBehind(indicator, value, count);
    if (how === 'max' || how === 'min') {
      if (isFirst || (how === 'max' ? value > values[area] : value < values[area])) {
        values[area] = value;
        people[area] = behind;
      }
      continue;
    }
    const weight = weighted && count !== NOT_STATED ? count : 1;
    values[area] = (isFirst ? 0 : values[area]) + value * (how === 'sum' ? 1 : weight);
    weights[area] += weight;
    plain[area] += value;
    people[area] += behind;
  }
  if (how === 'max' || how === 'min' || how === 'sum') return rolled;
  for (let area = 0; area < areas; area++) {
    if (reporting[area] === 0) continue;
    const n = reporting[area];
    if (how === 'none' && total[area] > 1) values[area] = NaN;
    else values[area] = weights[area] > 0 ? values[area] / weights[area] : plain[area] / n;
  }
  return rolled;
}
