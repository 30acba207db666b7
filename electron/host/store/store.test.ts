import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './openStore.ts';
import type { Batch, RunStore, SiteList, State } from './store.ts';

let folder: string;
let stores: RunStore[] = [];
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-store-'))));
afterEach(() => {
  for (const store of stores) store.close();
  stores = [];
  rmSync(folder, { recursive: true });
});
let files = 0;
const fresh = (): RunStore => {
  const store = openStore(path.join(folder, `${files++}.sqlite`));
  stores.push(store);
  return store;
};

const START = Date.UTC(2026, 10, 21, 12, 52); // eight minutes before a span's edge
const sitesOf = (n: number, indicator = 'MW06'): SiteList => ({
  indicator, source: 'test',
  sites: Array.from({ length: n }, (_, i) => ({ id: `s${i}`, zh: `点${i}`, en: `Site ${i}`, lon: 121 + i / 1000, lat: 31, district: 310101, town: 0, halfSizeM: 0 })),
});

interface Seen { site: number; time: number; value: number; quality: number; count: number | null }
const batchOf = (seen: Seen[], indicator = 'MW06'): Batch => ({
  indicator,
  sites: Uint32Array.from(seen, (o) => o.site),
  times: Float64Array.from(seen, (o) => o.time),
  values: Float64Array.from(seen, (o) => o.value),
  quality: Uint8Array.from(seen, (o) => o.quality),
  counts: seen.every((o) => o.count === null) ? null : Uint32Array.from(seen, (o) => o.count ?? 0xffffffff),
});
const append = (store: RunStore, batches: Batch[], cursors: Record<string, string> = {}): void =>
  store.append({ feed: 'f', cursors, known: START, sites: [], batches });

const SITES = 6;
const seenArbitrary = fc.record({
  site: fc.nat(SITES - 1),
  time: fc.nat(40).map((step) => START + step * 37_011),
  value: fc.oneof(fc.integer({ min: -2000, max: 2000 }).map((i) => i / 10), fc.double({ noNaN: true }), fc.constantFrom(-0, 1e308, 5e-324, 0.1 + 0.2)),
  quality: fc.constantFrom(0, 0, 0, 3),
  count: fc.option(fc.nat(4_000_000_000), { nil: null }),
});
const deliveries = fc.array(fc.array(seenArbitrary, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 8 });

/** The plainest meaning of a store: a list in the order of arrival. */
function lastSaid(all: Seen[], site: number, time: number, horizonMs: number): Seen | undefined {
  let best: Seen | undefined;
  for (const o of all) if (o.site === site && o.time <= time && (horizonMs === Infinity || o.time >= time - horizonMs) && (!best || o.time >= best.time)) best = o;
  return best;
}

const timesOf = (store: RunStore, sites: number[], from: number, to: number): Float64Array[] => {
  const reading = store.timesOf('MW06', sites, from, to);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
};
/** Each state is valid until the next is taken. */
function* swept(store: RunStore, instants: number[], horizonMs: number): Generator<State> {
  for (const state of store.sweep('MW06', instants, horizonMs)) if (state) yield state;
}

function expectState(store: RunStore, all: Seen[], time: number, horizonMs: number, state = store.stateAt('MW06', time, horizonMs)): void {
  for (let site = 0; site < SITES; site++) {
    const said = lastSaid(all, site, time, horizonMs);
    const got = { value: state.values[site], time: state.times[site], quality: state.quality[site], count: state.counts[site] };
    expect(got).toStrictEqual({ value: said?.value ?? NaN, time: said?.time ?? NaN, quality: said?.quality ?? 0, count: said?.count ?? 0xffffffff });
  }
}

describe('what was stored', () => {
  it('comes back as from a plain list, for every site, instant, horizon and step of a sweep', () => {
    fc.assert(fc.property(deliveries, fc.integer({ min: 60_000, max: 2_000_000 }), (batches, horizonMs) => {
      const store = fresh();
      store.append({ feed: 'f', cursors: {}, known: START, sites: [sitesOf(SITES)], batches: [] });
      for (const seen of batches) append(store, [batchOf(seen)]);
      const all = batches.flat();
      const instants = Array.from({ length: 24 }, (_, i) => START - 50_000 + i * 71_000);
      for (const time of [...instants, Infinity]) expectState(store, all, time, time === Infinity ? Infinity : horizonMs);
      let step = 0;
      for (const state of swept(store, instants, horizonMs)) expectState(store, all, instants[step++], horizonMs, state);
      expect(step).toBe(instants.length);
      for (let site = 0; site < SITES; site++) {
        const series = store.series('MW06', site, START + 100_000, START + 1_000_000);
        const times = [...new Set(all.filter((o) => o.site === site && o.time >= START + 100_000 && o.time <= START + 1_000_000).map((o) => o.time))].toSorted((a, b) => a - b);
        expect([...series.times]).toStrictEqual(times);
        expect(timesOf(store, [site, 0], START + 100_000, START + 1_000_000)[0]).toStrictEqual(series.times);
        expect([...series.values]).toStrictEqual(times.map((time) => lastSaid(all, site, time, 0)!.value));
        expect([...series.counts]).toStrictEqual(times.map((time) => lastSaid(all, site, time, 0)!.count ?? 0xffffffff));
      }
    }), { numRuns: 40 });
  });

  it('holds for every instant between validFrom and validUntil', () => {
    fc.assert(fc.property(deliveries, fc.integer({ min: 60_000, max: 900_000 }), fc.nat(1_600_000), (batches, horizonMs, after) => {
      const store = fresh();
      store.append({ feed: 'f', cursors: {}, known: START, sites: [sitesOf(SITES)], batches: batches.map((seen) => batchOf(seen)) });
      const time = START + after;
      const [state] = swept(store, [time], horizonMs);
      const [, later] = swept(store, [time - 300_000, time], horizonMs);
      for (const { validFrom, validUntil } of [state, later]) {
        expect(validFrom).toBeLessThanOrEqual(time);
        expect(validUntil).toBeGreaterThan(time);
        for (const other of [validFrom, (validFrom + time) / 2, validUntil - 1, (validUntil + time) / 2]) {
          if (other > 0 && other < 8e15) expectState(store, batches.flat(), other, horizonMs, state);
        }
      }
    }), { numRuns: 40 });
  });

  it('does not depend on the order of arrival where no two speak of the same site and time', () => {
    fc.assert(fc.property(fc.uniqueArray(seenArbitrary, { minLength: 2, maxLength: 60, selector: (o) => `${o.site} ${o.time}` }), fc.infiniteStream(fc.nat()), (seen, order) => {
      const forwards = fresh();
      const shuffled = fresh();
      const mixed = seen.map((o) => ({ o, at: order.next().value as number })).toSorted((a, b) => a.at - b.at).map(({ o }) => o);
      for (const [store, all] of [[forwards, seen], [shuffled, mixed]] as const) {
        store.append({ feed: 'f', cursors: {}, known: START, sites: [sitesOf(SITES)], batches: [] });
        for (let i = 0; i < all.length; i += 7) append(store, [batchOf(all.slice(i, i + 7))]);
      }
      for (const time of [START + 500_000, START + 900_000, Infinity]) {
        const { validFrom: _, ...state } = shuffled.stateAt('MW06', time, 600_000);
        expect(forwards.stateAt('MW06', time, 600_000)).toMatchObject(state);
      }
      for (let site = 0; site < SITES; site++) expect(shuffled.series('MW06', site, 0, 8e15)).toStrictEqual(forwards.series('MW06', site, 0, 8e15));
    }), { numRuns: 40 });
  });
});

const minute = (k: number, values: number[]): Batch => batchOf(values.map((value, site) => ({ site, time: START + k * 60_000 + site * 1000, value, quality: 0, count: null })));

describe('appending', () => {
  it('twice changes nothing: neither answers nor, once it is put away, what is kept', () => {
    const store = fresh();
    const delivery = { feed: 'f', cursors: { live: '7' }, known: START, sites: [sitesOf(3)], batches: [minute(0, [1, 2, 3]), minute(1, [4, 5, 6])] };
    store.append(delivery);
    const before = [store.stateAt('MW06', Infinity, Infinity), store.series('MW06', 1, 0, 8e15), store.extent()];
    store.append(delivery);
    store.append(delivery);
    expect([store.stateAt('MW06', Infinity, Infinity), store.series('MW06', 1, 0, 8e15), store.extent()]).toStrictEqual(before);
    const work = store.upkeep({ mergeBefore: Infinity, dropBefore: null });
    while (!work.next().done);
    store.close();
    const db = new Database(store.file);
    expect(db.prepare('SELECT (SELECT total(n) FROM journal) + (SELECT total(n) FROM tile)').pluck().get()).toBe(6);
    db.close();
  });

  it('numbers sites once and for all, also over a restart; announcing again changes names and place only', () => {
    const store = fresh();
    store.append({ feed: 'f', cursors: {}, known: START, sites: [sitesOf(3)], batches: [minute(0, [1, 2, 3])] });
    store.close();
    const again = openStore(store.file);
    stores.push(again);
    const moved = { ...sitesOf(3).sites[1], en: 'Renamed', lon: 120.5 };
    again.append({ feed: 'f', cursors: {}, known: START, sites: [{ indicator: 'MW06', source: 'elsewhere', sites: [{ ...moved, id: 'new' }, moved] }], batches: [] });
    const list = again.siteList('MW06');
    expect(list.sites.map((site) => site.id)).toStrictEqual(['s0', 's1', 's2', 'new']);
    expect(list.sites[1]).toStrictEqual(moved);
    expect(list.source).toBe('elsewhere');
    expect([...again.stateAt('MW06', Infinity, Infinity).values]).toStrictEqual([1, 2, 3, NaN]);
  });

  it('keeps cursors and a feed’s own order of sites in the same transaction as the data', () => {
    const store = fresh();
    store.append({ feed: 'f', cursors: { live: '7' }, known: START, sites: [sitesOf(3)], orders: [{ indicator: 'MW06', dense: Uint32Array.of(2, 0) }], batches: [] });
    expect(() => append(store, [minute(0, [1, 2, 3, 4])], { live: '8' })).toThrow(/never announced/);
    store.close();
    const again = openStore(store.file);
    stores.push(again);
    expect(again.cursor('f', 'live')).toBe('7');
    expect(again.cursor('other', 'live')).toBeNull();
    expect([...again.siteOrder('f', 'MW06')!]).toStrictEqual([2, 0]);
    expect(again.siteOrder('f', 'MW05')).toBeNull();
    expect(again.extent()).toBeNull();
  });

  it('answers emptily where it knows nothing', () => {
    const store = fresh();
    expect(store.indicators()).toStrictEqual([]);
    expect(store.siteList('MW06').sites).toStrictEqual([]);
    expect(store.stateAt('MW06', START, 1000).values).toHaveLength(0);
    expect([...swept(store, [1, 2], 1000)]).toHaveLength(2);
    expect(store.series('MW06', 0, 0, START).times).toHaveLength(0);
  });
});
