import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openStore } from '../store/openStore.ts';
import type { RunStore } from '../store/store.ts';
import { openHeads } from './heads.ts';
import { keepUp } from './keepUp.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
let folder: string;
let store: RunStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-keep-'));
  store = openStore(path.join(folder, 'run.sqlite'));
  const site = { id: 'x', zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 };
  store.append({ feed: 'f', cursors: {}, known: NOW, sites: [{ indicator: 'MW06', source: '', sites: [site] }], batches: [] });
  for (let i = 0; i < 300; i++) {
    const times = Float64Array.of(NOW - i * HOUR);
    store.append({ feed: 'f', cursors: {}, known: NOW, sites: [], batches: [{ indicator: 'MW06', sites: Uint32Array.of(0), times, values: Float64Array.of(i), quality: new Uint8Array(1), counts: null }] });
  }
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});
const start = (fullMs: number | null): { stop(): void; dropped(): number; faults: string[] } => {
  let dropped = 0;
  const faults: string[] = [];
  const upkeep = keepUp({ store, heads: openHeads(store), now: () => NOW, retention: { fullMs, steps: [], knownMs: null, budgetBytes: null }, log: (_, sentence) => faults.push(sentence), dropped: () => dropped++, everyMs: 5 });
  return { stop: upkeep.stop, dropped: () => dropped, faults };
};

it('drops by itself what is older than the run keeps, and tells it', async () => {
  const { stop, dropped } = start(7 * 24 * HOUR);
  await vi.waitFor(() => expect(store.extent()).toStrictEqual({ from: NOW - 7 * 24 * HOUR, to: NOW }), { timeout: 5000, interval: 5 });
  expect(dropped()).toBeGreaterThan(0);
  stop();
});

it('drops nothing in a run that keeps all, and ends in silence when the run is closed', async () => {
  const { stop, faults } = start(null);
  await new Promise((resolve) => setImmediate(resolve));
  stop();
  await new Promise((resolve) => setImmediate(resolve));
  expect(store.extent()?.from).toBe(NOW - 299 * HOUR);
  expect(faults).toStrictEqual([]);
});

it('ends in silence also in the middle of a piece', async () => {
  let pieces = 0;
  const upkeep = store.upkeep.bind(store);
  vi.spyOn(store, 'upkeep').mockImplementation(function* (...given) {
    pieces++;
    yield;
    return yield* upkeep(...given);
  });
  const { stop, faults } = start(null);
  await vi.waitFor(() => expect(pieces).toBe(1), { timeout: 5000, interval: 0 });
  stop();
  await new Promise((resolve) => setImmediate(resolve));
  expect(faults).toStrictEqual([]);
});

it('thins what is older than the run keeps in full, and tells nothing of it as lost', async () => {
  const upkeep = keepUp({
    store, heads: openHeads(store), now: () => NOW, retention: { fullMs: 3 * 24 * HOUR, steps: [{ stepMs: HOUR / 4, keptMs: 60 * 24 * HOUR }], knownMs: null, budgetBytes: null },
    log: () => undefined, dropped: () => undefined, everyMs: 5,
  });
  await vi.waitFor(() => expect(store.resolutions('MW06', 0, 8e15).map(({ stepMs }) => stepMs)).toContain(HOUR / 4), { timeout: 5000, interval: 5 });
  upkeep.stop();
  expect(store.series('MW06', 0, 0, 8e15).band?.words.reduce((sum, words) => sum + words, 0)).toBe(300);
});

it('tells that the budget is nearly used, keeps to it by thinning and dropping the oldest, and leaves the last day', { timeout: 30_000 }, async () => {
  for (let i = 0; i < 1500; i++) {
    const times = Float64Array.from({ length: 20 }, (_, k) => NOW - 30 * 24 * HOUR + (i * 20 + k) * 30_000);
    store.append({ feed: 'f', cursors: {}, known: NOW, sites: [], batches: [{ indicator: 'MW06', sites: new Uint32Array(20), times, values: times.map((time) => Math.sin(time) * 1e9), quality: new Uint8Array(20), counts: null }] });
  }
  const told: string[] = [];
  const percents: number[] = [];
  const budgetBytes = 300_000;
  expect(store.storage().used).toBeGreaterThan(budgetBytes);
  const upkeep = keepUp({
    store, heads: openHeads(store), now: () => NOW, retention: { fullMs: null, steps: [], knownMs: null, budgetBytes },
    log: (level, sentence) => told.push(`${level} ${sentence}`), dropped: () => undefined, used: (percent) => percents.push(percent), everyMs: 5,
  });
  await vi.waitFor(() => expect(store.storage().used).toBeLessThan(0.95 * budgetBytes), { timeout: 20_000, interval: 20 });
  upkeep.stop();
  expect(told.filter((sentence) => /^warn .* has used \d+ % of the 0 MB/.test(sentence))).toHaveLength(1);
  expect(percents[0]).toBeGreaterThan(95);
  expect(store.extent()!.to).toBe(NOW);
  expect(store.series('MW06', 0, NOW - 23 * HOUR, NOW).times).toHaveLength(24);
});
