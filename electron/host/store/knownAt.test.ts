/** "As known at": at every second, what a plain list of arrivals would have said then. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from './openStore.ts';
import type { Batch, RunStore } from './store.ts';

let folder: string;
let stores: RunStore[] = [];
let files = 0;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-known-'))));
afterEach(() => {
  for (const store of stores) store.close();
  stores = [];
  rmSync(folder, { recursive: true });
});

const START = Date.UTC(2026, 10, 21, 12, 52);
const SITES = 4;
const names = Array.from({ length: SITES }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
const track = (store: RunStore): RunStore => (stores.push(store), store);

interface Seen { site: number; time: number; value: number; quality: number; count: number | null }
interface Delivery { after: number; seen: Seen[] }
const batchOf = (seen: Seen[]): Batch => ({
  indicator: 'MW06', sites: Uint32Array.from(seen, (o) => o.site), times: Float64Array.from(seen, (o) => o.time), values: Float64Array.from(seen, (o) => o.value),
  quality: Uint8Array.from(seen, (o) => o.quality), counts: seen.every((o) => o.count === null) ? null : Uint32Array.from(seen, (o) => o.count ?? 0xffffffff),
});

/** Few times and sites, so that corrections and repetitions are ordinary; times as they are observed, before and long before they are known. */
const seenArbitrary: fc.Arbitrary<Seen> = fc.record({
  site: fc.nat(SITES - 1),
  time: fc.nat(20).map((step) => START + step * 37_000),
  value: fc.oneof(fc.integer({ min: -200, max: 200 }).map((i) => i / 10), fc.constantFrom(-0, 1e308, 0.1 + 0.2)),
  quality: fc.constantFrom(0, 0, 3),
  count: fc.option(fc.nat(9), { nil: null }),
});
/** Seconds between two deliveries: often none, sometimes minutes. */
const deliveries: fc.Arbitrary<Delivery[]> = fc.array(
  fc.record({ after: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(200)), seen: fc.array(seenArbitrary, { minLength: 1, maxLength: 12 }) }), { minLength: 1, maxLength: 10 });

const finish = (work: Generator<void, boolean>): boolean => {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
};

it('says at every second what was known then, also after merging and opening anew', { timeout: 120_000 }, () => {
  fc.assert(fc.property(deliveries, fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }), fc.integer({ min: 37_000, max: 900_000 }), (given, between, horizonMs) => {
    let store = track(openStore(path.join(folder, `${files++}.sqlite`)));
    store.append({ feed: 'f', cursors: {}, known: START - 60_000, sites: [{ indicator: 'MW06', source: '', sites: names }], batches: [] });
    const arrived: { known: number; o: Seen }[] = [];
    let known = START;
    given.forEach(({ after, seen }, step) => {
      known += after * 1000;
      for (const o of seen) arrived.push({ known, o });
      store.append({ feed: 'f', cursors: {}, known, sites: [], batches: [batchOf(seen)] });
      const does = between[step % between.length];
      if (does === 1) while (finish(store.upkeep({ mergeBefore: Infinity, dropBefore: null })));
      if (does === 2) store.upkeep({ mergeBefore: Infinity, dropBefore: null }).next();
      if (does === 3) {
        store.close();
        store = track(openStore(store.file));
      }
    });
    const moments = new Set(arrived.flatMap((a) => [a.known - 1000, a.known, a.known + 1000]));
    const instants = new Set(arrived.flatMap(({ o }) => [o.time - 1, o.time, o.time + horizonMs + 1]));
    for (const knownAt of moments) {
      const then = arrived.filter((a) => a.known <= knownAt);
      for (const time of instants) {
        const state = store.stateAt('MW06', time, horizonMs, knownAt);
        for (let site = 0; site < SITES; site++) {
          let last: Seen | undefined;
          for (const { o } of then) if (o.site === site && o.time <= time && o.time >= time - horizonMs && (!last || o.time >= last.time)) last = o;
          const got = [state.times[site], state.values[site], state.quality[site], state.counts[site]];
          expect(got, `site ${site} at ${time} as known at ${knownAt}`).toStrictEqual([last?.time ?? NaN, last?.value ?? NaN, last?.quality ?? 0, last?.count ?? 0xffffffff]);
        }
      }
    }
    // What is known now is what was known at the end.
    for (const time of instants) expect(store.stateAt('MW06', time, horizonMs, known)).toMatchObject({ values: store.stateAt('MW06', time, horizonMs).values });
  }), { numRuns: 60 });
});

const said = (site: number, time: number): Batch => batchOf([{ site, time, value: 1, quality: 0, count: null }]);

it('does not lead into a block what came after it had begun and was asked about', () => {
  const store = track(openStore(path.join(folder, 'led.sqlite')));
  const edge = Date.UTC(2026, 10, 21, 13);
  store.append({ feed: 'f', cursors: {}, known: edge + 2000, sites: [{ indicator: 'MW06', source: '', sites: names }], batches: [said(0, edge + 1000)] });
  store.append({ feed: 'f', cursors: {}, known: edge + 600_000, sites: [], batches: [said(1, edge - 480_000)] });
  while (finish(store.upkeep({ mergeBefore: Infinity, dropBefore: null })));
  expect(store.stateAt('MW06', edge + 400_000, 1_200_000, edge + 500_000).times[1]).toBeNaN();
  expect(store.stateAt('MW06', edge + 400_000, 1_200_000, edge + 600_000).times[1]).toBe(edge - 480_000);
});

it('knows in the same second what came in it, and nothing a second earlier', () => {
  const store = track(openStore(path.join(folder, 'one.sqlite')));
  store.append({ feed: 'f', cursors: {}, known: START + 5400, sites: [{ indicator: 'MW06', source: '', sites: names }], batches: [batchOf([{ site: 0, time: START, value: 1, quality: 0, count: null }])] });
  expect(store.stateAt('MW06', START, 1000, START + 6000).values[0]).toBe(1);
  expect(store.stateAt('MW06', START, 1000, START + 4000).values[0]).toBeNaN();
});
