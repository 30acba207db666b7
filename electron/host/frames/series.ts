/** One place over time, as a chart shows it. */
import { indicatorAt } from '#contract/catalogue.ts';
import type { Columns } from '#contract/columns.ts';
import { exceedanceOf, type Exceedance } from '#contract/exceedance.ts';
import { SILENT_AFTER_PERIODS, STATUS } from '#layers/frame.ts';
import type { RunHistory } from '../store/reading.ts';
import type { Series } from '../store/store.ts';
import { unwanted, type Past } from './past.ts';
import { silentAfterMs } from './picture.ts';
import { foldedTo, type Points } from './seriesPoints.ts';
import type { PlaceSet, Subjects } from './subjects.ts';
import { sweepPictures } from './sweepPictures.ts';
import type { Turns } from './turns.ts';

const MOST_POINTS = 5000;
/** Points of a series that is computed rather than read. */
const COMPUTED_POINTS = 400;

/**
 * [from, to] in epoch ms. Columns: see `series.get`. A site that nobody stands behind is read as observed, with a silent entry where
 * each silence began; everything else is computed by the same pictures as frames, a value of which holds until the next.
 * Throws `Refusal` where it is not wanted any more.
 */
export async function seriesOf(
  { run, store, subjects, turns }: { run: Pick<Past, 'now'>; store: RunHistory; subjects: Subjects; turns: Turns },
  set: PlaceSet,
  index: number,
  { from, to }: { from: number; to: number },
  isWanted: () => boolean = () => true,
): Promise<{ exceedance: Exceedance; columns: Columns }> {
  const { indicator, minCount } = set.subject;
  const asShown = indicatorAt(indicator, set.unit);
  const told = { from, to: Math.max(from, Math.min(to, run.now())) };
  if (set.unit === 'sites' && minCount === null) {
    // The word before the range holds into it.
    const before = silentAfterMs(indicator);
    const points = withSilences(store.series(indicator.code, index, from - before, to), before, to);
    return { exceedance: exceedanceOf(points, asShown, told), columns: columnsOf(foldedTo(since(points, from), MOST_POINTS)) };
  }
  const points: Points = { times: [], values: [], status: [], low: [], mean: [], high: [], words: [], isBand: false };
  const step = Math.max(indicator.update_period_s * 1000, Math.ceil((to - from) / COMPUTED_POINTS), 1);
  const instants: number[] = [];
  // Later than now the newest would be looked at more often than people may be.
  const until = minCount === null ? to : told.to;
  for (let instant = Math.ceil(from / step) * step; instant <= until; instant += step) instants.push(instant);
  const isDone = await sweepPictures({ store, subjects, turns }, set, instants, {
    when: 'soon',
    isWanted,
    visit: (instant, picture) => {
      const status = picture.status[index];
      if (status === STATUS.never || (status === STATUS.silent && points.status.at(-1) !== STATUS.measured && points.status.at(-1) !== STATUS.suppressed)) return;
      points.times.push(instant);
      points.values.push(picture.values[index]);
      points.status.push(status);
    },
  });
  if (!isDone) throw unwanted();
  return { exceedance: exceedanceOf(points, asShown, told), columns: columnsOf(points) };
}

function columnsOf({ times, values, status, low, mean, high, isBand }: Points): Columns {
  return {
    times: Float64Array.from(times), values: Float64Array.from(values), status: Uint8Array.from(status),
    ...(isBand && { low: Float64Array.from(low), mean: Float64Array.from(mean), high: Float64Array.from(high) }),
  };
}

/** Without what lies before `from`. */
function since(points: Points, from: number): Points {
  const first = points.times.findIndex((time) => time >= from);
  const cut = <T>(column: T[]): T[] => (first < 0 ? [] : column.slice(first));
  const { times, values, status, low, mean, high, words, isBand } = points;
  return { times: cut(times), values: cut(values), status: cut(status), low: cut(low), mean: cut(mean), high: cut(high), words: cut(words), isBand };
}

function withSilences({ times, values, band }: Series, silentAfter: number, until: number): Points {
  const points: Points = { times: [], values: [], status: [], low: [], mean: [], high: [], words: [], isBand: band !== undefined };
  const add = (time: number, value: number, status: number, low: number, mean: number, high: number, words: number): void => {
    points.times.push(time);
    points.values.push(value);
    points.status.push(status);
    points.low.push(low);
    points.mean.push(mean);
    points.high.push(high);
    points.words.push(words);
  };
  for (let i = 0; i < times.length; i++) {
    const time = times[i];
    add(time, values[i], STATUS.measured, band?.lowest[i] ?? values[i], band?.mean[i] ?? values[i], band?.highest[i] ?? values[i], band?.words[i] ?? 1);
    // History may be stored in coarser steps: a gap is one only beside the gaps around it.
    const next = times[i + 1] ?? until;
    const usual = Math.max(time - (times[i - 1] ?? time), (times[i + 2] ?? 0) - (times[i + 1] ?? 0));
    const silent = Math.max(silentAfter, SILENT_AFTER_PERIODS * usual);
    if (next - time > silent) add(time + silent, NaN, STATUS.silent, NaN, NaN, NaN, 0);
  }
  return points;
}
