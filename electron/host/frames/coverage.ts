/**
 * Which part of the expected was heard. A bucket expects every indicator that is always active and has sites; an indicator
 * was heard where one of its sampled sites spoke within the bucket or within one spacing before it, the spacing being the
 * indicator's period or, where history was filled in coarser steps, that step. The share is of indicators, each counting alike.
 */
import type { Catalogue } from '#contract/catalogue.ts';
import type { Columns } from '#contract/columns.ts';
import type { Run } from '../run.ts';
import type { Subjects } from './subjects.ts';
import { SLICE_MS, type Turns } from './turns.ts';

/** Buckets of equal length of [from, to), epoch ms. Columns: times f64 (their beginnings), share f32, 0…1; 0 after `now`. */
export async function coverageOf(
  { run, catalogue, subjects, turns }: { run: Run; catalogue: Catalogue; subjects: Subjects; turns: Turns },
  { from, to, buckets }: { from: number; to: number; buckets: number },
): Promise<Columns> {
  const length = Math.max(0, to - from) / buckets;
  const times = Float64Array.from({ length: buckets }, (_, i) => from + i * length);
  const share = new Float32Array(buckets);
  const extent = run.store.extent();
  const due = catalogue.indicators.filter(({ active, code }) => active === 'always' && run.sites(code).sites.length > 0);
  if (!extent || due.length === 0) return { times, share };
  const now = run.now();
  let sliceEnds = 0;
  for (const { code, update_period_s: period } of due) {
    for (let i = 0; i < buckets; i++) {
      if (performance.now() >= sliceEnds) {
        await turns.take('soon');
        sliceEnds = performance.now() + SLICE_MS;
      }
      const begins = times[i];
      const ends = begins + length;
      if (begins > now) break;
      const spacing = Math.max(period * 1000, subjects.heard.cadenceAt(code, Math.min(ends, now)));
      if (begins - spacing > extent.to || ends < extent.from) continue;
      if (subjects.heard.wasHeard(code, Math.max(begins - spacing, extent.from - 1), ends)) share[i] += 1 / due.length;
    }
  }
  return { times, share: share.map((sum) => Math.min(1, sum)) };
}
