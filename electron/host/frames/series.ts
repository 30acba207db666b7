/** One place over time, as a chart shows it. */
import type { Columns } from '#contract/columns.ts';
import { SILENT_AFTER_PERIODS, STATUS } from '#layers/frame.ts';
import type { Run } from '../run.ts';
import type { RunStore, Series } from '../store/store.ts';
import { silentAfterMs } from './picture.ts';
import type { PlaceSet, Subjects } from './subjects.ts';
import { sweepPictures } from './sweepPictures.ts';
import type { Turns } from './turns.ts';

const MOST_POINTS = 5000;
/** Points of a series that is computed rather than read. */
const COMPUTED_POINTS = 400;

interface Points {
  times: number[];
  values: number[];
  status: number[];
}

/**
 * [from, to] in epoch ms. Columns: times f64, values f64, status u8, in time order. A site that nobody stands behind is
 * read as observed, with a silent entry where each silence began; everything else is computed by the same pictures as frames.
 */
export async function seriesOf(
  { run, store, subjects, turns }: { run: Pick<Run, 'now'>; store: RunStore; subjects: Subjects; turns: Turns },
  set: PlaceSet,
  index: number,
  { from, to }: { from: number; to: number },
): Promise<Columns> {
  const { indicator, minCount } = set.subject;
  if (set.unit === 'sites' && minCount === null) {
    return columnsOf(withSilences(store.series(indicator.code, index, from, to), silentAfterMs(indicator), to));
  }
  const points: Points = { times: [], values: [], status: [] };
  const step = Math.max(indicator.update_period_s * 1000, Math.ceil((to - from) / COMPUTED_POINTS), 1);
  const instants: number[] = [];
  // Later than now the newest would be looked at more often than people may be.
  const until = minCount === null ? to : Math.min(to, run.now());
  for (let instant = Math.ceil(from / step) * step; instant <= until; instant += step) instants.push(instant);
  await sweepPictures({ store, subjects, turns }, set, instants, {
    when: 'soon',
    isWanted: () => true,
    visit: (instant, picture) => {
      const status = picture.status[index];
      if (status === STATUS.never || (status === STATUS.silent && points.status.at(-1) !== STATUS.measured && points.status.at(-1) !== STATUS.suppressed)) return;
      points.times.push(instant);
      points.values.push(picture.values[index]);
      points.status.push(status);
    },
  });
  return columnsOf(points);
}

function columnsOf({ times, values, status }: Points): Columns {
  return { times: Float64Array.from(times), values: Float64Array.from(values), status: Uint8Array.from(status) };
}

function withSilences({ times, values }: Series, silentAfter: number, until: number): Points {
  const points: Points = { times: [], values: [], status: [] };
  const add = (time: number, value: number, status: number): void => {
    points.times.push(time);
    points.values.push(value);
    points.status.push(status);
  };
  for (const i of thinned(values)) {
    const time = times[i];
    add(time, values[i], STATUS.measured);
    // History may be stored in coarser steps: a gap is one only beside the gaps around it.
    const next = times[i + 1] ?? until;
    const usual = Math.max(time - (times[i - 1] ?? time), (times[i + 2] ?? 0) - (times[i + 1] ?? 0));
    const silent = Math.max(silentAfter, SILENT_AFTER_PERIODS * usual);
    if (next - time > silent) add(time + silent, NaN, STATUS.silent);
  }
  return points;
}

/** Indices to keep of a series that is too long: the lowest and highest of equal stretches, so that peaks stay. */
function thinned(values: Float64Array): Iterable<number> {
  const n = values.length;
  // A silence may add an entry after each.
  if (2 * n <= MOST_POINTS) return values.keys();
  const stretches = Math.floor(MOST_POINTS / 4);
  const kept = new Set<number>();
  for (let s = 0; s < stretches; s++) {
    const begin = Math.floor((s * n) / stretches);
    const end = Math.floor(((s + 1) * n) / stretches);
    let low = begin;
    let high = begin;
    for (let i = begin + 1; i < end; i++) {
      if (values[i] < values[low]) low = i;
      if (values[i] > values[high]) high = i;
    }
    kept.add(Math.min(low, high)).add(Math.max(low, high));
  }
  return kept;
}
