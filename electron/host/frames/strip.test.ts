import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { runConfigSchema } from '../config.ts';
import { openRun } from '../openRun.ts';
import type { Run } from '../run.ts';
import { bareCity } from './areas.ts';
import { openStrips, type Strips } from './strip.ts';
import { openSubjects, type Subjects } from './subjects.ts';
import { SLICE_MS, takeTurns } from './turns.ts';

const STEP = 900_000;
const NOW = 2000 * 86_400_000;
const DAY = { from: NOW - 86_400_000, to: NOW, step: STEP, now: NOW };
const catalogue = loadCatalogue();
let folder: string;
let run: Run;
let subjects: Subjects;
let strips: Strips;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-strip-'));
  const config = runConfigSchema.parse({ id: 'run', title: { zh: '', en: '' }, provenance: 'generated', city: 'none', feeds: [] });
  run = openRun({ config, dataDir: folder, catalogue, now: () => NOW, random: () => 0, log: () => undefined });
  subjects = openSubjects(run, catalogue, bareCity('none'), () => NOW);
  strips = openStrips(run.store, subjects, takeTurns());
  run.store.append({
    feed: 'f', cursors: {}, known: NOW, batches: [],
    sites: [{ indicator: 'MW06', source: 's', sites: [{ id: 'a', zh: '', en: '', lon: 0, lat: 0, district: 0, town: 0, halfSizeM: 0 }] }],
  });
  for (let time = DAY.from; time <= NOW; time += STEP) say(time, time / STEP);
});
afterEach(async () => {
  await run.close();
  rmSync(folder, { recursive: true });
});

/** As a run's listener would: stored, then forgotten. */
function say(time: number, value: number): void {
  run.store.append({
    feed: 'f', cursors: {}, known: NOW, sites: [],
    batches: [{ indicator: 'MW06', sites: Uint32Array.of(0), times: Float64Array.of(time), values: Float64Array.of(value), quality: new Uint8Array(1), counts: null }],
  });
  subjects.forget(new Set(['MW06']), time, time);
  strips.forget(new Set(['MW06']), time, time);
}

it('computes each step once, then only what is new or has changed', async () => {
  const sweep = vi.spyOn(run.store, 'sweep');
  const asked = (): number[] => sweep.mock.calls.flatMap(([, instants]) => instants);
  const first = await strips.get('MW06', DAY);
  expect(first.times).toHaveLength(97);
  expect([...first.values]).toEqual([...first.times].map((time) => time / STEP));
  expect(asked().length).toBeGreaterThanOrEqual(97);
  sweep.mockClear();
  expect((await strips.get('MW06', DAY)).values).toEqual(first.values);
  expect(asked()).toEqual([]);
  const later = await strips.get('MW06', { ...DAY, to: NOW + 2 * STEP, now: NOW + STEP });
  expect(later.times).toHaveLength(98);
  expect(asked()).toEqual([NOW + STEP]);
  sweep.mockClear();
  say(NOW - 10 * STEP, -1);
  expect((await strips.get('MW06', DAY)).values[86]).toBe(-1);
  expect(Math.min(...asked())).toBe(NOW - 10 * STEP);
});

it('keeps what was computed while data came, but for what the data changed', async () => {
  const pending = strips.get('MW06', DAY);
  await Promise.resolve();
  say(NOW, 77);
  await pending;
  const sweep = vi.spyOn(run.store, 'sweep');
  expect((await strips.get('MW06', DAY)).values[96]).toBe(77);
  expect(sweep.mock.calls.flatMap(([, instants]) => instants)).toEqual([NOW]);
});

it('keeps a few lengths of step, whatever is asked for, and of those the ones last asked for', async () => {
  const sweep = vi.spyOn(run.store, 'sweep');
  const asks = async (step: number): Promise<boolean> => {
    sweep.mockClear();
    await strips.get('MW06', { ...DAY, step });
    return sweep.mock.calls.some(([, instants]) => instants.length > 0);
  };
  expect(await asks(STEP)).toBe(true);
  for (let k = 1; k <= 50; k++) {
    expect(await asks(STEP + k * 60_000)).toBe(true);
    expect(await asks(STEP), 'the one that is asked for again and again is kept').toBe(false);
  }
  expect(await asks(STEP + 50 * 60_000)).toBe(false);
  expect(await asks(STEP + 60_000), 'the first of the others has gone').toBe(true);
});

it('leaves the event loop to others while a whole day is computed', async () => {
  let rounds = 0;
  const count = (): void => {
    rounds++;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  // Every look at the clock takes a millisecond: a slice is a few instants, however quick the machine.
  let clock = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => ++clock);
  const { sweep } = run.store;
  vi.spyOn(run.store, 'sweep').mockImplementation((...asked) => {
    rounds = 0;
    return sweep(...asked);
  });
  const { times } = await strips.get('MW06', { ...DAY, step: 60_000 });
  clearImmediate(timer);
  expect(times).toHaveLength(1441);
  expect(rounds).toBeGreaterThan(1441 / (SLICE_MS + 1));
});
