import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { random } from '#fixtures/city/plane/random.ts';
import type { AreaQuery, AreaSeries } from './area.ts';
import { openStore } from './openStore.ts';
import type { RunStore } from './store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = 24 * 850 * DAY;
const SITES = 5;
let folder: string;
let store: RunStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-area-'));
  store = openStore(path.join(folder, 'run.sqlite'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const valueOf = (n: number, site: number): number => ((n * 7919 + site * 131) % 400) / 10;

/** A word of every site every two minutes of two days. */
function sayTwoDays(): void {
  const sites = Array.from({ length: SITES }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
  const words = Array.from({ length: 2 * 720 * SITES }, (_, i) => ({ n: Math.floor(i / SITES), site: i % SITES }));
  store.append({
    feed: 'f', cursors: {}, known: START, sites: [{ indicator: 'MW06', source: '', sites }],
    batches: [{
      indicator: 'MW06', sites: Uint32Array.from(words, ({ site }) => site), times: Float64Array.from(words, ({ n, site }) => START + n * 2 * MINUTE + site), values: Float64Array.from(words, ({ n, site }) => valueOf(n, site)),
      quality: new Uint8Array(words.length), counts: null,
    }],
  });
}
function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
const area = (query: Partial<AreaQuery> = {}): AreaSeries => finish(store.area('MW06', { sites: Uint32Array.of(1, 2, 4), from: START, to: START + 2 * DAY, stepMs: HOUR, above: [20], ...query }));
const thinFirstDay = (): void => {
  while (finish(store.upkeep({ mergeBefore: START + 2 * DAY, dropBefore: null, thin: [{ stepMs: 15 * MINUTE, before: START + DAY }] })));
};

it('gives of thinned history the same mean, lowest, highest and count as of all its words', () => {
  sayTwoDays();
  const all = area();
  expect(all.counts[0]).toBe(90);
  thinFirstDay();
  expect(store.resolutions('MW06', START, START + 2 * DAY).map(({ stepMs }) => stepMs)).toEqual([15 * MINUTE, null]);
  const thinned = area();
  expect(thinned.counts).toEqual(all.counts);
  expect([thinned.least, thinned.most]).toEqual([all.least, all.most]);
  // A step's mean is kept to a hundredth: a tenth of the values' own step.
  for (const [i, mean] of all.mean.entries()) expect(Math.abs(thinned.mean[i] - mean), `hour ${i}`).toBeLessThan(0.006);
});

it('counts what is above in whole steps of thinned history, by their last words', () => {
  sayTwoDays();
  thinFirstDay();
  const { above: [above], counts } = area({ sites: Uint32Array.of(0) });
  const lastWords = [7, 14, 22, 29];
  const inStep = [8, 7, 8, 7];
  expect(above[0]).toBe(lastWords.reduce((sum, n, i) => sum + (valueOf(n, 0) >= 20 ? inStep[i] : 0), 0));
  expect(counts[0]).toBe(30);
});

it('sums up in the kernel what it sums up word by word, whatever is said', () => {
  const names = Array.from({ length: 1500 }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
  const say = (indicator: string, n: number, first: boolean): void => {
    const pick = random(n, indicator);
    const words = Array.from({ length: 1500 }, (_, site) => site).filter(() => pick() > 0.03);
    // Small steps, leaps that fit no byte, values that fit no decimal.
    const value = (site: number): number => {
      const near = Math.round(300 + 200 * Math.sin(n / 9 + site) + 9 * pick()) / 10;
      return indicator === 'MW06' || pick() < 0.99 ? near : pick() < 0.7 ? near + 900 : near + 1 / 3;
    };
    store.append({
      feed: 'f', cursors: {}, known: START, sites: first ? [{ indicator, source: '', sites: names }] : [],
      batches: [{
        indicator, sites: Uint32Array.from(words), times: Float64Array.from(words, (site) => START + n * MINUTE + ((site * 7) % 60) * 1000 + (pick() < 0.1 ? 1000 : 0)), values: Float64Array.from(words, value), quality: new Uint8Array(words.length), counts: null,
      }],
    });
  };
  for (const indicator of ['MW06', 'MW07']) for (let n = 0; n < 95; n++) say(indicator, n, n === 0);
  while (finish(store.upkeep({ mergeBefore: START + 90 * MINUTE, dropBefore: null })));
  const some = Uint32Array.from({ length: 700 }, (_, i) => 500 + i);
  const thin = Uint32Array.from({ length: 60 }, (_, i) => i * 29);
  for (const indicator of ['MW06', 'MW07']) {
    for (const sites of [some, thin, Uint32Array.of(1400)]) {
      for (const [from, to, stepMs] of [[0, 95, 1], [7.5, 61.3, 4], [31, 32, 0.1], [0, 90, 90], [-30, 200, 0.75]] as const) {
        const query = { sites, from: START + Math.round(from * MINUTE), to: START + Math.round(to * MINUTE), stepMs: stepMs * MINUTE, above: [20, 33.3] };
        // For percentiles each word is looked at.
        const [sums, words] = [false, true].map((percentiles) => finish(store.area(indicator, { ...query, percentiles })));
        const { p10, p50, p90, ...each } = words;
        expect(sums).toEqual({ ...each, p10: null, p50: null, p90: null });
        expect([p10, p50, p90].every((column) => column!.length === sums.counts.length)).toBe(true);
      }
    }
  }
});
