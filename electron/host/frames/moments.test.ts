import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { runConfigSchema } from '../config.ts';
import { openRun } from '../openRun.ts';
import type { Run } from '../run.ts';
import { bareCity } from './areas.ts';
import { baselineOf } from './baseline.ts';
import { coverageOf } from './coverage.ts';
import { missedSince, momentsOf, nextMoment, type MomentTools } from './moments.ts';
import { frameBeside } from './step.ts';
import { openSubjects } from './subjects.ts';
import { takeTurns } from './turns.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;
/** A Thursday at 08:00 in the city. */
const NOW = 2800 * 7 * 24 * HOUR;
const catalogue = { ...loadCatalogue() };
/** Rain of an hour: blue from 30 mm. People: calls by town. */
const RAIN = 'MW01';
const CALLS = 'PS01';
let folder: string;
let run: Run;
let tools: MomentTools;
const always = (): boolean => true;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-moments-'));
  const config = runConfigSchema.parse({ id: 'run', title: { zh: '', en: '' }, provenance: 'generated', city: 'none', feeds: [] });
  run = openRun({ config, dataDir: folder, catalogue, now: () => NOW, random: () => 0, log: () => undefined });
  tools = { run, store: run.store, catalogue, subjects: openSubjects(run, catalogue, bareCity('none'), () => NOW), turns: takeTurns() };
  const site = { id: 'a', zh: '', en: '', lon: 0, lat: 0, district: 0, town: 0, halfSizeM: 0 };
  const sites = [RAIN, CALLS].map((indicator) => ({ indicator, source: 's', sites: [site] }));
  run.store.append({ feed: 'f', cursors: {}, known: NOW, batches: [], sites });
});
afterEach(async () => {
  await run.close();
  rmSync(folder, { recursive: true });
});

function say(indicator: string, from: number, to: number, step: number, value: (time: number) => number): void {
  const times = Float64Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
  run.store.append({
    feed: 'f', cursors: {}, known: NOW, sites: [],
    batches: [{ indicator, sites: new Uint32Array(times.length), times, values: times.map(value), quality: new Uint8Array(times.length), counts: null }],
  });
  tools.subjects.forget(new Set([indicator]), from, to);
}
/** Two hours of rain in a day, the second heavier, and an hour without any word. */
const rainy = (time: number): number => (time >= NOW - 5 * HOUR && time < NOW - 4 * HOUR ? 60 : time >= NOW - 6 * HOUR && time < NOW - 5 * HOUR ? 35 : 1);
function aDay(): void {
  say(RAIN, NOW - 24 * HOUR, NOW - 12 * HOUR, MINUTE, rainy);
  say(RAIN, NOW - 11 * HOUR, NOW, MINUTE, rainy);
}

it('finds every change of level to the second, and the gap', async () => {
  aDay();
  const { moments, cut } = await momentsOf(tools, RAIN, { from: NOW - 24 * HOUR, to: NOW }, always);
  expect(cut).toBe(false);
  const changes = moments.filter(({ kind }) => kind === 'level');
  expect(changes).toEqual([
    { kind: 'level', indicator: RAIN, time: NOW - 6 * HOUR, before: null, level: 'blue' },
    { kind: 'level', indicator: RAIN, time: NOW - 5 * HOUR, before: 'blue', level: 'yellow' },
    { kind: 'level', indicator: RAIN, time: NOW - 4 * HOUR, before: 'yellow', level: null },
  ]);
  const gaps = moments.filter(({ kind }) => kind === 'gap');
  expect(gaps).toHaveLength(1);
  expect(Math.abs(gaps[0].time - (NOW - 12 * HOUR))).toBeLessThanOrEqual(15 * MINUTE);
});

async function walk(at: number, direction: 'on' | 'back'): Promise<number[]> {
  const seen: number[] = [];
  for (let next = await nextMoment(tools, RAIN, at, direction, always); next; next = await nextMoment(tools, RAIN, next.time, direction, always)) seen.push(next.time);
  return seen;
}

it('goes from moment to moment, on and back, and ends where the record does', async () => {
  aDay();
  const on = await walk(NOW - 24 * HOUR, 'on');
  expect(on).toHaveLength(4);
  expect(on.slice(1)).toEqual([NOW - 6 * HOUR, NOW - 5 * HOUR, NOW - 4 * HOUR]);
  expect(await walk(NOW, 'back')).toEqual(on.toReversed());
});

it('tells what was missed of every indicator since a moment, and nothing from before', async () => {
  aDay();
  const { moments } = await missedSince(tools, NOW - 5.5 * HOUR, always);
  expect(moments.map((moment) => (moment.kind === 'level' ? moment.level : 'gap'))).toEqual(['yellow', null]);
  expect((await missedSince(tools, NOW - HOUR, always)).moments).toEqual([]);
});

it('gives up what is not wanted any more', async () => {
  aDay();
  await expect(momentsOf(tools, RAIN, { from: NOW - 24 * HOUR, to: NOW }, () => false)).rejects.toThrow('taken the place');
});

it('steps from frame to frame; of people from step to step, whatever they said', () => {
  aDay();
  say(CALLS, NOW - 2 * HOUR, NOW, 17 * MINUTE, () => 3);
  const rain = tools.subjects.resolve(RAIN);
  const at = NOW - HOUR + 12_345;
  expect(frameBeside(tools.subjects, rain, at, 'on', NOW)).toBe(NOW - HOUR + MINUTE);
  expect(frameBeside(tools.subjects, rain, at, 'back', NOW)).toBe(NOW - HOUR - MINUTE);
  expect(frameBeside(tools.subjects, rain, NOW - 1, 'on', NOW)).toBeNull();
  expect(frameBeside(tools.subjects, rain, NOW - 30 * 24 * HOUR, 'back', NOW)).toBeNull();
  // Many words within a second are one step.
  say(RAIN, NOW - HOUR + 61_000, NOW - HOUR + 61_900, 30, () => 2);
  expect(frameBeside(tools.subjects, rain, NOW - HOUR + 60_500, 'on', NOW)).toBe(NOW - HOUR + 61_000);
  expect(frameBeside(tools.subjects, rain, NOW - HOUR + 61_000, 'on', NOW)).toBe(NOW - HOUR + 62_000);
  expect(frameBeside(tools.subjects, rain, NOW - HOUR + 62_000, 'back', NOW)).toBe(NOW - HOUR + 61_000);
  const calls = tools.subjects.resolve(`${CALLS}/town`);
  expect(frameBeside(tools.subjects, calls, at, 'on', NOW)).toBe(NOW - HOUR + 20_000);
  expect(frameBeside(tools.subjects, calls, at, 'back', NOW)).toBe(NOW - HOUR);
});

it('says how coarsely history is stored', async () => {
  const period = tools.subjects.of(RAIN).indicator.update_period_s * 1000;
  say(RAIN, NOW - 12 * HOUR, NOW - 6 * HOUR - 1, 15 * MINUTE, () => 1);
  say(RAIN, NOW - 6 * HOUR, NOW, period, () => 1);
  const { step } = await coverageOf(tools, { from: NOW - 12 * HOUR, to: NOW, buckets: 12, indicator: RAIN });
  expect(Array.from(step.subarray(0, 5))).toEqual([900, 900, 900, 900, 900]);
  expect(Array.from(step.subarray(7))).toEqual([0, 0, 0, 0, 0]);
});

it('knows what is usual at an hour of the week, and over how many weeks', async () => {
  const week = (time: number): number => Math.round((NOW - time) / WEEK);
  say(RAIN, NOW - 4 * WEEK, NOW, HOUR, (time) => 10 * (new Date(time).getUTCHours() + 1) + week(time));
  const { weeks, columns } = await baselineOf(tools, tools.subjects.resolve(RAIN), 0, { from: NOW - 6 * HOUR, to: NOW }, always);
  expect(weeks).toBe(4);
  expect([...columns.times]).toEqual(Array.from({ length: 7 }, (_, i) => NOW - (6 - i) * HOUR));
  // Midnight UTC: 10 + the number of weeks ago, 1…4.
  expect(columns.mean[6]).toBeCloseTo(12.5, 6);
  expect(columns.low[6]).toBeCloseTo(11.3, 6);
  expect(columns.high[6]).toBeCloseTo(13.7, 6);
  await expect(baselineOf(tools, tools.subjects.resolve(RAIN), 0, { from: NOW - 2 * WEEK, to: NOW }, always)).rejects.toThrow('eight days');
});
