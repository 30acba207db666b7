/**
 * Which part of the expected was heard. A bucket expects every indicator that is always active and has sites, but not yet one
 * whose first word came within a period after the record begins: nothing of it is missing before. An indicator was heard
 * where one of its sampled sites spoke within the bucket or within one spacing before it, the spacing being the indicator's
 * period or, where history was filled in coarser steps, that step. The share is of indicators, each counting alike.
 *
 * Over long ranges it is found from fewer: every so many-th indicator, and of each bucket its middle.
 */
import type { Catalogue } from '#contract/catalogue.ts';
import type { Columns } from '#contract/columns.ts';
import { BLOCK_MS } from './heard.ts';
import type { Past } from './past.ts';
import { lookedAt, nextStep, PEOPLE_STEP_MS } from './privacy.ts';
import type { Subjects } from './subjects.ts';
import type { Turns } from './turns.ts';

/** Blocks of the record that one answer reads at most, of all indicators together. */
const MOST_BLOCKS = 1200;
/** Steps that history is stored in, s. */
const USUAL_STEPS_S = [10, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800];
/** History counts as stored in coarser steps from so many live periods on. */
const COARSER = 1.5;

interface Tools { run: Past; catalogue: Catalogue; subjects: Subjects; turns: Turns }

/**
 * Buckets of equal length of [from, to), epoch ms. Columns: times f64 (their beginnings), share f32, 0…1; 0 after `now`; step f32, seconds
 * between stored values of `indicator` where coarser than live, else 0. Where `isWanted` says no, the rest is 0.
 */
export async function coverageOf(
  tools: Tools,
  { from, to, buckets, indicator }: { from: number; to: number; buckets: number; indicator?: string | undefined },
  isWanted: () => boolean = () => true,
): Promise<Columns> {
  const { run, catalogue, subjects, turns } = tools;
  const length = Math.max(0, to - from) / buckets;
  const times = Float64Array.from({ length: buckets }, (_, i) => from + i * length);
  const share = new Float32Array(buckets);
  const step = new Float32Array(buckets);
  const expected = new Uint32Array(buckets);
  const stored = run.store.extent();
  const all = catalogue.indicators.filter(({ active, code }) => active === 'always' && run.sites(code).sites.length > 0);
  if (!stored || all.length === 0) return { times, share, step };
  // Outwards: the first or newest word may be about a person.
  const extent = { from: Math.floor(stored.from / PEOPLE_STEP_MS) * PEOPLE_STEP_MS, to: nextStep(stored.to) };
  const now = run.now();
  const readFrom = Math.max(from, extent.from);
  const readTo = Math.min(to, extent.to, now);
  const blocks = Math.min(buckets, Math.max(1, Math.ceil((readTo - readFrom) / BLOCK_MS)));
  const every = Math.max(1, Math.ceil((blocks * all.length) / MOST_BLOCKS));
  const due = all.filter((_, i) => i % every === 0);
  // Whole blocks lie between two looks: those are not read.
  const isThin = length > BLOCK_MS;
  const { goOn } = turns.slices('soon', isWanted);
  for (const { code, update_period_s } of due) {
    const period = update_period_s * 1000;
    const subject = subjects.of(code);
    if (!isThin) for (const _ of subjects.heard.prepare(code, Math.max(extent.from, Math.min(from, extent.from + period)), Math.min(to, now))) if (!(await goOn())) return { times, share, step };
    const first = subjects.heard.firstIn(code, extent.from - 1, extent.from + period) ?? extent.from;
    for (let i = 0; i < buckets; i++) {
      if (!(await goOn())) return { times, share, step };
      if (times[i] > now) break;
      const begins = lookedAt(subject, isThin ? times[i] + length / 2 : times[i]);
      const ends = lookedAt(subject, Math.min(isThin ? begins + period : times[i] + length, now + 1));
      if (begins >= extent.from && ends <= first) continue;
      expected[i]++;
      const spacing = Math.max(period, subjects.heard.cadenceAt(code, Math.min(ends, now)));
      if (begins - spacing > extent.to || ends < extent.from) continue;
      if (subjects.heard.firstIn(code, Math.max(lookedAt(subject, begins - spacing), extent.from - 1), ends) !== null) share[i]++;
    }
  }
  if (indicator !== undefined) await fillSteps(tools, { indicator, times, length, extent: { from: readFrom, to: readTo } }, step, goOn);
  return { times, share: share.map((heard, i) => (expected[i] > 0 ? heard / expected[i] : 0)), step };
}

/** It is found from a few sites: told as the usual step nearest to it, so that nobody's own rhythm shows. */
function nearestStep(seconds: number): number {
  return USUAL_STEPS_S.reduce((best, step) => (Math.abs(Math.log(step / seconds)) < Math.abs(Math.log(best / seconds)) ? step : best));
}

async function fillSteps(
  { subjects }: Tools,
  { indicator, times, length, extent }: { indicator: string; times: Float64Array; length: number; extent: { from: number; to: number } },
  step: Float32Array,
  goOn: () => Promise<boolean>,
): Promise<void> {
  const { update_period_s } = subjects.of(indicator).indicator;
  for (let i = 0; i < times.length; i++) {
    const middle = times[i] + length / 2;
    if (middle < extent.from || middle > extent.to) continue;
    if (!(await goOn())) return;
    const cadence = subjects.heard.cadenceAt(indicator, middle) / 1000;
    if (cadence >= COARSER * update_period_s) step[i] = nearestStep(cadence);
  }
}
