import { describe, expect, it } from 'vitest';
import { BATCH, createWorld, MINUTE, START, type Profile } from './world.ts';

const SITES = 3000;
const MINUTES = 240;

/** Bits a difference of two successive values of a site, in tenths. */
function entropy(profile: Profile): { bits: number; missing: number; flagged: number; sorted: boolean } {
  const world = createWorld(SITES, { profile });
  const last = new Float64Array(SITES).fill(NaN);
  const seen = new Map<number, number>();
  let [n, flagged, words, sorted] = [0, 0, 0, true];
  for (let k = 0; k < MINUTES; k++) {
    const { sites, times, values, quality } = world.minute();
    for (let i = 0; i < sites.length; i++) {
      if (i > 0 && (times[i] < times[i - 1] || (times[i] === times[i - 1] && sites[i] <= sites[i - 1]))) sorted = false;
      if (times[i] < START + k * MINUTE || times[i] >= START + (k + 1) * MINUTE) sorted = false;
      if (quality[i] !== 0) flagged++;
      words++;
      const difference = Math.round((values[i] - last[sites[i]]) * 10);
      last[sites[i]] = values[i];
      if (Number.isNaN(difference)) continue;
      seen.set(difference, (seen.get(difference) ?? 0) + 1);
      n++;
    }
  }
  let bits = 0;
  for (const count of seen.values()) bits -= (count / n) * Math.log2(count / n);
  return { bits, missing: 1 - words / (SITES * MINUTES), flagged: flagged / words, sorted };
}

describe('the bench’s observations', () => {
  it.each<[Profile, number]>([['pm', 5.04], ['temp', 1.89]])('%s: are as hard to pack as they are said to be, and come by second and site', (profile, bits) => {
    const found = entropy(profile);
    expect(Math.abs(found.bits - bits)).toBeLessThan(0.08);
    expect(found.missing).toBeGreaterThan(0.012);
    expect(found.missing).toBeLessThan(0.02);
    expect(Math.abs(found.flagged - 0.005)).toBeLessThan(0.0006);
    expect(found.sorted).toBe(true);
  });

  it('are the same in every run, whether they are taken by the minute or in batches', () => {
    const one = createWorld(SITES);
    const batches = createWorld(SITES).take(3 * BATCH);
    const sites = [one, one, one, one, one, one, one, one, one, one, one].flatMap((world) => [...world.minute().sites]);
    expect(batches.flatMap((batch) => [...batch.sites])).toStrictEqual(sites.slice(0, 3 * BATCH));
  });
});
