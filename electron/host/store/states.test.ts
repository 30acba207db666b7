import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { hash32 } from '#fixtures/city/plane/random.ts';
import { openStore } from './openStore.ts';

const START = Date.UTC(2026, 10, 21, 12);
/** More than are taken in one turn, and more batches than are taken together. */
const SITES = 70_000;
const BATCHES = 300;
const WORDS = 150;

it('gives the last word of each of very many sites, also where batches disagree about an instant', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-states-'));
  const store = openStore(path.join(folder, 'live.sqlite'));
  try {
    const sites = Array.from({ length: SITES }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
    store.append({ feed: 'f', cursors: {}, known: START, sites: [{ indicator: 'MW06', source: '', sites }], batches: [] });
    const said: { site: number; time: number; value: number }[] = [];
    for (let k = 0; k < BATCHES; k++) {
      // A few sites speak often, and of the same instants, in every third batch once; both edges of every turn are among the others.
      const words = Array.from({ length: WORDS }, (_, i) => {
        const h = hash32(k, i);
        const site = [h % 50, 8191 + (h % 3), 65_535 + (h % 3), SITES - 1, h % SITES][h % 5];
        return { site, time: START + ((h >>> 8) % 40) * 10_000, value: (k * WORDS + i) / 10 };
      }).filter(({ site }, i, all) => k % 3 > 0 || all.findIndex((each) => each.site === site) === i);
      said.push(...words);
      store.append({
        feed: 'f', cursors: {}, known: START, sites: [], batches: [{
          indicator: 'MW06', sites: Uint32Array.from(words, ({ site }) => site), times: Float64Array.from(words, ({ time }) => time), values: Float64Array.from(words, ({ value }) => value), quality: new Uint8Array(words.length), counts: null,
        }],
      });
    }
    for (const time of [START, START + 123_456, START + 250_000, START + 1_000_000]) {
      const last = new Map<number, { time: number; value: number }>();
      for (const word of said) if (word.time <= time && word.time >= (last.get(word.site)?.time ?? 0)) last.set(word.site, word);
      const state = store.stateAt('MW06', time, 1_200_000);
      const wrong = sites.findIndex((_, site) => !Object.is(state.times[site], last.get(site)?.time ?? NaN) || !Object.is(state.values[site], last.get(site)?.value ?? NaN));
      expect([wrong, state.values[wrong], last.get(wrong)]).toStrictEqual([-1, undefined, undefined]);
      expect(state.validUntil).toBe(said.reduce((next, word) => (word.time > time && word.time < next ? word.time : next), Math.min(...Array.from(last.values(), (word) => word.time + 1_200_001))));
    }
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
});
