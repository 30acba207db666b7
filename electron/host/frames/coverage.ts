/**
 * Which part of the expected was heard. A bucket expects every indicator that is always active and has sites, but not yet one
 * whose first word came within a period after the record begins: nothing of it is missing before. An indicator was heard
 * where one of its sampled sites spoke within the bucket or within one spacing before it, the spacing being the indicator's
 * period or, where history was filled in coarser steps, that step. The share is of indicators, each counting alike.
 */
import type { Catalogue } from '#contract/catalogue.ts';
import type { Columns } from '#contract/columns.ts';
import type { Run } from '../run.ts';
import { lookedAt, nextStep, PEOPLE_STEP_MS } from './privacy.ts';
import type { Subjects } from './subjects.ts';
import type { Turns } from './turns.ts';

/** Buckets of equal length of [from, to), epoch ms. Columns: times f64 (their beginnings), share f32, 0…1; 0 after `now`. */
export async function coverageOf(
  { run, catalogue, subjects, turns }: { run: Run; catalogue: Catalogue; subjects: Subjects; turns: Turns },
  { from, to, buckets }: { from: number; to: number; buckets: number },
): Promise<Columns> {
  const length = Math.max(0, to - from) / buckets;
  const times = Float64Array.from({ length: buckets }, (_, i) => from + i * length);
  const share = new Float32Array(buckets);
  const expected = new Uint32Array(buckets);
  const stored = run.store.extent();
  const due = catalogue.indicators.filter(({ active, code }) => active === 'always' && run.sites(code).sites.length > 0);
  if (!stored || due.length === 0) return { times, share };
  // Outwards: the first or newest word may be about a person.
  const extent = { from: Math.floor(stored.from / PEOPLE_STEP_MS) * PEOPLE_STEP_MS, to: nextStep(stored.to) };
  const now = run.now();
  const { goOn } = turns.slices('soon');
  for (const { code, update_period_s } of due) {
    const period = update_period_s * 1000;
    const subject = subjects.of(code);
    for (const _ of subjects.heard.prepare(code, Math.max(extent.from, Math.min(from, extent.from + period)), Math.min(to, now))) await goOn();
    const first = subjects.heard.firstIn(code, extent.from - 1, extent.from + period) ?? extent.from;
    for (let i = 0; i < buckets; i++) {
      await goOn();
      if (times[i] > now) break;
      const begins = lookedAt(subject, times[i]);
      const ends = lookedAt(subject, Math.min(times[i] + length, now + 1));
      if (begins >= extent.from && ends <= first) continue;
      expected[i]++;
      const spacing = Math.max(period, subjects.heard.cadenceAt(code, Math.min(ends, now)));
      if (begins - spacing > extent.to || ends < extent.from) continue;
      if (subjects.heard.firstIn(code, Math.max(lookedAt(subject, begins - spacing), extent.from - 1), ends) !== null) share[i]++;
    }
  }
  return { times, share: share.map((heard, i) => (expected[i] > 0 ? heard / expected[i] : 0)) };
}
