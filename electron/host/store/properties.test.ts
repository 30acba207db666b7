/** What a store promises whatever the order in which the world speaks: the same words, the same answers, to the byte. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from './openStore.ts';
import type { Batch, RunStore, State } from './store.ts';

let folder: string;
let stores: RunStore[] = [];
let files = 0;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-properties-'))));
afterEach(() => {
  for (const store of stores) store.close();
  stores = [];
  rmSync(folder, { recursive: true });
});

const START = Date.UTC(2026, 10, 21, 12, 52); // eight minutes before an hour's edge
const SITES = 5;
const names = Array.from({ length: SITES }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
const track = (store: RunStore): RunStore => (stores.push(store), store);
const fresh = (): RunStore => {
  const store = track(openStore(path.join(folder, `${files++}.sqlite`)));
  store.append({ feed: 'f', cursors: {}, known: START, sites: [{ indicator: 'MW06', source: '', sites: names }], batches: [] });
  return store;
};

interface Seen { site: number; time: number; value: number; quality: number; count: number | null }
const batchOf = (seen: Seen[]): Batch => ({
  indicator: 'MW06', sites: Uint32Array.from(seen, (o) => o.site), times: Float64Array.from(seen, (o) => o.time), values: Float64Array.from(seen, (o) => o.value),
  quality: Uint8Array.from(seen, (o) => o.quality), counts: seen.every((o) => o.count === null) ? null : Uint32Array.from(seen, (o) => o.count ?? 0xffffffff),
});

/** Most speak once a minute, on a second of their own; some in odd milliseconds, some hours later. */
const seenArbitrary: fc.Arbitrary<Seen> = fc.record({
  site: fc.nat(SITES - 1),
  time: fc.oneof(
    { weight: 8, arbitrary: fc.nat(90).map((minute) => START + minute * 60_000) },
    { weight: 2, arbitrary: fc.nat(5_400_000).map((ms) => START + ms) },
    { weight: 1, arbitrary: fc.nat(40).map((hours) => START + hours * 3_600_000 - 1) },
  ),
  value: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -2000, max: 2000 }).map((i) => i / 10) }, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(-0, 0, 1e308, 5e-324, 0.1 + 0.2, 2 ** 53)),
  quality: fc.constantFrom(0, 0, 0, 0, 3, 255),
  count: fc.option(fc.nat(4_000_000_000), { nil: null }),
});
const words = fc.uniqueArray(seenArbitrary, { minLength: 1, maxLength: 70, selector: (o) => `${o.site} ${o.time}` });

/** How the words travel: which of them twice, in which order, cut into which batches; what the store does in between. */
interface Way { twice: number[]; order: number[]; cuts: number[]; between: number[] }
const way: fc.Arbitrary<Way> = fc.record({
  twice: fc.array(fc.nat(69), { maxLength: 30 }),
  order: fc.array(fc.nat(1_000_000), { minLength: 100, maxLength: 100 }),
  cuts: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 8 }),
  between: fc.array(fc.nat(9), { minLength: 1, maxLength: 10 }),
});

const finish = (work: Generator<void, boolean>): boolean => {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
};

/** Delivers; returns the store, which may have been opened anew. */
function deliver(seen: Seen[], { twice, order, cuts, between }: Way): RunStore {
  let store = fresh();
  const sent = [...seen, ...twice.map((i) => seen[i % seen.length])].map((o, i) => ({ o, at: order[i % order.length] })).toSorted((a, b) => a.at - b.at).map(({ o }) => o);
  for (let i = 0, step = 0; i < sent.length; step++) {
    const n = cuts[step % cuts.length];
    store.append({ feed: 'f', cursors: { at: String(i) }, known: START + step * 1000, sites: [], batches: [batchOf(sent.slice(i, i + n))] });
    i += n;
    const does = between[step % between.length];
    if (does === 1) finish(store.upkeep({ mergeBefore: Infinity, dropBefore: null }));
    if (does === 2) while (finish(store.upkeep({ mergeBefore: Infinity, dropBefore: null })));
    if (does === 3) store.upkeep({ mergeBefore: Infinity, dropBefore: null }).next();
    if (does === 4) {
      store.close();
      store = track(openStore(store.file));
    }
  }
  return store;
}

const bytes = (state: State): string => [state.values, state.times, state.quality, state.counts].map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('hex')).join(' ');

/** Every instant at which an answer may change, and the one before it. */
const instantsOf = (seen: Seen[], horizonMs: number): number[] =>
  [...new Set(seen.flatMap(({ time }) => [time - 1, time, time + horizonMs, time + horizonMs + 1]))].toSorted((a, b) => a - b);

it('answers the same for every instant, to the byte, whatever the order, the repetition and the lateness of what came', { timeout: 60_000 }, () => {
  fc.assert(fc.property(words, way, way, fc.integer({ min: 60_000, max: 7_200_000 }), (seen, one, other, horizonMs) => {
    const [a, b] = [deliver(seen, one), deliver(seen, other)];
    for (const time of [...instantsOf(seen, horizonMs), Infinity]) {
      const horizon = time === Infinity ? Infinity : horizonMs;
      const state = a.stateAt('MW06', time, horizon);
      expect(bytes(b.stateAt('MW06', time, horizon))).toBe(bytes(state));
      for (let site = 0; site < SITES; site++) {
        const last = seen.filter((o) => o.site === site && o.time <= time && (time === Infinity || o.time >= time - horizonMs)).toSorted((x, y) => y.time - x.time)[0];
        expect(state.times[site]).toBe(last?.time ?? NaN);
        expect(state.values[site]).toBe(last?.value ?? NaN);
      }
    }
    expect(bytes(b.newest('MW06'))).toBe(bytes(a.newest('MW06')));
    for (let site = 0; site < SITES; site++) expect(b.series('MW06', site, 0, 8e15)).toStrictEqual(a.series('MW06', site, 0, 8e15));
    expect(b.extent()).toStrictEqual(a.extent());
  }), { numRuns: 60 });
});

it('takes the last word where one (site, time) was said differently, however it was merged, repeated or opened anew in between', { timeout: 60_000 }, () => {
  fc.assert(fc.property(words, fc.array(fc.tuple(fc.nat(69), fc.integer({ min: -500, max: 500 })), { minLength: 1, maxLength: 40 }), way, (seen, corrections, { between, cuts }) => {
    let store = fresh();
    const said = new Map<string, Seen>();
    const sent = [...seen, ...corrections.map(([i, tenths]) => ({ ...seen[i % seen.length], value: tenths / 10, quality: tenths & 7 }))];
    for (let i = 0, step = 0; i < sent.length; step++) {
      const batch = sent.slice(i, (i += cuts[step % cuts.length]));
      for (const o of batch) said.set(`${o.site} ${o.time}`, o);
      store.append({ feed: 'f', cursors: {}, known: START + step * 1000, sites: [], batches: [batchOf(batch)] });
      const does = between[step % between.length];
      if (does === 1 || does === 2) while (finish(store.upkeep({ mergeBefore: Infinity, dropBefore: null })));
      if (does === 4) {
        store.close();
        store = track(openStore(store.file));
      }
    }
    for (const { site, time, value, quality, count } of said.values()) {
      const state = store.stateAt('MW06', time, 0);
      expect([state.times[site], state.values[site], state.quality[site], state.counts[site]]).toStrictEqual([time, value, quality, count ?? 0xffffffff]);
    }
  }), { numRuns: 60 });
});
