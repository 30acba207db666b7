/** What is usual: the same hours of the week over the weeks before, as far as there is any record of them. */
import type { Columns } from '#contract/columns.ts';
import { Refusal } from '#contract/server.ts';
import type { RunHistory } from '../store/reading.ts';
import { unwanted, type Past } from './past.ts';
import type { PlaceSet, Subjects } from './subjects.ts';
import { sweepPictures } from './sweepPictures.ts';
import type { Turns } from './turns.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const WEEKS = 15;
/** A longer range is the same week again and again. */
const MOST_HOURS = 8 * 24 + 2;

export interface Baseline { weeks: number; columns: Columns }

/**
 * At each whole hour around [from, to] (epoch ms): mean, 10th and 90th percentile of what was measured at that hour of the week
 * in each of up to 15 weeks before. NaN where fewer than two weeks have a value. Throws `Refusal` for more than eight days.
 */
export async function baselineOf(
  { run, store, subjects, turns }: { run: Pick<Past, 'now'>; store: RunHistory; subjects: Subjects; turns: Turns },
  set: PlaceSet,
  index: number,
  { from, to }: { from: number; to: number },
  isWanted: () => boolean,
): Promise<Baseline> {
  const first = Math.floor(from / HOUR_MS) * HOUR_MS;
  const hours = Math.ceil((to - first) / HOUR_MS) + 1;
  if (hours > MOST_HOURS) throw new Refusal('too-large', 'A baseline is of eight days at most.', 'Ask for a shorter range.');
  const found: number[][] = Array.from({ length: hours }, () => []);
  const extent = store.extent();
  let weeks = 0;
  for (let week = WEEKS; week >= 1; week--) {
    const instants = found.map((_, hour) => first + hour * HOUR_MS - week * WEEK_MS).filter((instant) => extent !== null && instant >= extent.from && instant <= Math.min(extent.to, run.now()));
    let isAny = false;
    const isDone = await sweepPictures({ store, subjects, turns }, set, instants, {
      when: 'later',
      isWanted,
      visit(instant, { values }) {
        const value = values[index];
        if (!Number.isFinite(value)) return;
        isAny = true;
        found[Math.round((instant + week * WEEK_MS - first) / HOUR_MS)].push(value);
      },
    });
    if (!isDone) throw unwanted();
    if (isAny) weeks++;
  }
  const sorted = found.map((values) => values.toSorted((a, b) => a - b));
  const column = (of: (values: number[]) => number): Float64Array => Float64Array.from(sorted, (values) => (values.length < 2 ? NaN : of(values)));
  return {
    weeks,
    columns: {
      times: Float64Array.from(found, (_, hour) => first + hour * HOUR_MS),
      mean: column((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
      low: column((values) => quantile(values, 0.1)),
      high: column((values) => quantile(values, 0.9)),
    },
  };
}

/** Between the two nearest of rising values. */
function quantile(sorted: number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]) * (at - below);
}
