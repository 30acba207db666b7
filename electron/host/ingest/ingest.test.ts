import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ObservationsMessage, Site, SitesMessage } from '#contract/observation.ts';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import type { Delivery } from '../feeds/feed.ts';
import { openStore } from '../store/openStore.ts';
import type { RunStore } from '../store/store.ts';
import { openHeads, type Heads } from './heads.ts';
import { openIngest, type Committed, type Ingest } from './ingest.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
let folder: string;
let store: RunStore;
let ingest: Ingest;
let heads: Heads;
const open = (): void => {
  store = openStore(path.join(folder, 'run.sqlite'));
  heads = openHeads(store);
  ingest = openIngest({ store, catalogue: loadCatalogue(), window: () => ({ from: NOW - 3_600_000, to: NOW + 60_000 }), now: () => NOW });
};
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-ingest-'));
  open();
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const deliver = (delivery: Partial<Delivery>, feed = 'f'): Committed => {
  const committed = ingest.deliver(feed, { messages: [], rejects: [], cursors: {}, ...delivery });
  for (const batch of committed.batches) heads.take(batch);
  return committed;
};
const place = (id: string, more: Partial<Site> = {}): Site => ({ id, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0, ...more });
const sites = (places: Site[], more: Partial<SitesMessage> = {}): SitesMessage => ({ kind: 'sites', indicator: 'MW06', source: 's', sites: places, ...more });
const observations = (names: string[] | Uint32Array, values: number[], more: Partial<ObservationsMessage> = {}): ObservationsMessage => ({
  kind: 'observations', indicator: 'MW06', sites: names, times: Float64Array.from(values, () => NOW), values: Float64Array.from(values), quality: new Uint8Array(values.length), counts: null, ...more,
});
const counted = (): Record<string, number> => Object.fromEntries(ingest.rejects.list().map(({ reason, count }) => [reason, count]));

it('keeps sites that can be on a map, and counts the others by reason', () => {
  const bad = [place('a', { lon: 0, lat: 0 }), place('b', { lon: NaN }), place('c', { lat: 90.1 }), place('d', { lon: -181 }), place('e', { lat: Infinity })];
  deliver({ messages: [sites([place('x'), ...bad, place('y')])] });
  expect(store.siteList('MW06').sites.map(({ id }) => id)).toStrictEqual(['x', 'y']);
  expect(counted()).toStrictEqual({ 'bad-position': 4, 'no-position': 1 });
});

it('knows sites announced in the same delivery, one feed’s positions apart from another’s', () => {
  deliver({ messages: [sites([place('x'), place('y')], { positional: true }), observations(Uint32Array.of(1), [5])] }, 'one');
  deliver({ messages: [sites([place('y'), place('z')], { positional: true }), observations(Uint32Array.of(0, 1, 2), [6, 7, 8])] }, 'two');
  deliver({ messages: [observations(Uint32Array.of(0), [9])] }, 'one');
  expect([...heads.of('MW06').values]).toStrictEqual([9, 6, 7]);
  expect(counted()).toStrictEqual({ 'unknown-site': 1 });
  deliver({ messages: [observations(Uint32Array.of(0), [1])] }, 'three');
  expect(counted()).toStrictEqual({ 'unknown-site': 2 });
});

it('lets no message change what another indicator holds', () => {
  deliver({ messages: [sites([place('x')]), sites([place('x')], { indicator: 'MW05' }), observations(['x'], [1]), observations(['x'], [2], { indicator: 'MW05' }), observations(['x', 'x'], [3, 4], { indicator: 'nonsense' })] });
  expect([heads.of('MW06').values[0], heads.of('MW05').values[0]]).toStrictEqual([1, 2]);
  expect(counted()).toStrictEqual({ 'unknown-indicator': 2 });
  expect(store.indicators()).toStrictEqual(['MW05', 'MW06']);
});

it('keeps nothing of a delivery that cannot be written, and goes on with the next', () => {
  deliver({ messages: [sites([place('x')])], cursors: { live: '1' } });
  const wrong = observations(['x'], [1], { times: Float64Array.of(NOW + 0.5) });
  expect(() => deliver({ messages: [sites([place('y')], { positional: true }), wrong], cursors: { live: '2' } })).toThrow(RangeError);
  expect(store.cursor('f', 'live')).toBe('1');
  deliver({ messages: [sites([place('z')]), observations(['z', 'y'], [3, 4])], cursors: { live: '2' } });
  expect(store.siteList('MW06').sites.map(({ id }) => id)).toStrictEqual(['x', 'z']);
  expect([...heads.of('MW06').values]).toStrictEqual([NaN, 3]);
});

it('keeps exactly the observations that are right, and heads that a restart would find', () => {
  const entry = fc.record({
    site: fc.constantFrom('x', 'y', 'nobody', '__proto__', 'constructor'),
    time: fc.oneof(fc.nat(100).map((s) => NOW - s * 1000), fc.constantFrom(0, NaN, Infinity, -1, NOW + 60_000, NOW + 60_001, NOW - 3_600_000, NOW - 3_600_001, 4.1e12)),
    value: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(NaN, Infinity, -Infinity, 1e308, -0)),
  });
  deliver({ messages: [sites([place('x'), place('y')])] });
  const isRight = ({ site, time, value }: { site: string; time: number; value: number }): boolean =>
    (site === 'x' || site === 'y') && Number.isFinite(value) && time >= NOW - 3_600_000 && time <= NOW + 60_000;
  fc.assert(fc.property(fc.array(entry, { maxLength: 50 }), (entries) => {
    const before = Object.values(counted()).reduce((sum, n) => sum + n, 0);
    const { received, rejected } = deliver({ messages: [observations(entries.map((e) => e.site), entries.map((e) => e.value), { times: Float64Array.from(entries, (e) => e.time) })] });
    expect(received).toBe(entries.length);
    expect(rejected).toBe(entries.filter((e) => !isRight(e)).length);
    expect(Object.values(counted()).reduce((sum, n) => sum + n, 0) - before).toBe(rejected);
    const { values, times } = store.stateAt('MW06', Infinity, Infinity);
    expect({ values: heads.of('MW06').values, times: heads.of('MW06').times }).toStrictEqual({ values, times });
  }), { numRuns: 80 });
  const kept = heads.of('MW06');
  heads.keep('MW06');
  store.close();
  open();
  expect(heads.of('MW06')).toMatchObject({ values: kept.values, times: kept.times, counts: kept.counts });
});

it('refuses columns that differ in length', () => {
  deliver({ messages: [sites([place('x')])] });
  deliver({ messages: [observations(['x', 'x'], [1]), observations(['x'], [1], { counts: new Uint32Array(2) })] });
  expect(counted()).toStrictEqual({ 'not-a-message': 3 });
});
