/** The lines of a chart on one axis of time. Pure. */
import uPlot from 'uplot';

export interface Points {
  times: ArrayLike<number>;
  values: ArrayLike<number>;
  /** Where entries may stand for several words: of all of them. */
  low?: ArrayLike<number>;
  mean?: ArrayLike<number>;
  high?: ArrayLike<number>;
}

/** Between what an entry's words lay. */
export interface Band { times: ArrayLike<number>; low: ArrayLike<number>; high: ArrayLike<number> }

/** The band of a line; null where each entry is one word, or all of an entry's words were alike. */
export function bandOf({ times, low, high }: Points): Band | null {
  return low && high && Array.from(low).some((value, i) => value < high[i]!) ? { times, low, high } : null;
}

/** What is usual at these hours of the week, and of how many weeks that is known. */
export interface Baseline { times: Float64Array; mean: Float64Array; low: Float64Array; high: Float64Array; weeks: number }

/** Columns for the chart: seconds, and the mean of what each entry stands for, null where nothing is known. */
export function chartData({ times, values, mean = values }: Points): [number[], (number | null)[]] {
  return [Array.from(times, (time) => time / 1000), Array.from(mean, (value) => (Number.isFinite(value) ? value : null))];
}

/** All lines over all their instants: undefined where a line has no instant, so that it goes straight on there. Then the baseline's mean, low, high; the band's low, high. */
export function joined(lines: readonly Points[], baseline: Baseline | null, band: Band | null): uPlot.AlignedData {
  const tables: [number[], ...(number | null)[][]][] = lines.map((line) => chartData(line));
  if (baseline) {
    const [times, mean] = chartData({ times: baseline.times, values: baseline.mean });
    tables.push([times, mean, chartData({ times: baseline.times, values: baseline.low })[1], chartData({ times: baseline.times, values: baseline.high })[1]]);
  }
  if (band) tables.push([chartData({ times: band.times, values: band.low })[0], ...[band.low, band.high].map((values) => chartData({ times: band.times, values })[1])]);
  return tables.length === 1 ? (tables[0] as uPlot.AlignedData) : uPlot.join(tables as uPlot.AlignedData[]);
}

/** The entry nearest to `index` at which `column` has something; null where that is far away. */
export function nearest(column: ArrayLike<number | null | undefined>, index: number, within = 40): number | null {
  for (let away = 0; away <= within; away++) {
    if (column[index - away] != null) return index - away;
    if (column[index + away] != null) return index + away;
    // A known gap is not bridged.
    if (column[index - away] === null || column[index + away] === null) return null;
  }
  return null;
}
