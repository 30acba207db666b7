import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { STATUS } from '#layers/frame.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { runConfigSchema } from '../config.ts';
import { openRun } from '../openRun.ts';
import type { Run } from '../run.ts';
import { bareCity } from './areas.ts';
import { thinnedStretches } from './resolutions.ts';
import { seriesOf } from './series.ts';
import { openSubjects, type Subjects } from './subjects.ts';
import { takeTurns } from './turns.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 24 * 850 * DAY;
const catalogue = loadCatalogue();
let folder: string;
let run: Run;
let subjects: Subjects;
/** Water in an underpass: blue at 10 cm, and silent after three minutes. */
const CODE = 'MW06';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-series-'));
  const config = runConfigSchema.parse({ id: 'run', title: { zh: '', en: '' }, provenance: 'generated', city: 'none', feeds: [] });
  run = openRun({ config, dataDir: folder, catalogue, now: () => NOW, random: () => 0, log: () => undefined });
  subjects = openSubjects(run, catalogue, bareCity('none'), () => NOW);
});
afterEach(async () => {
  await run.close();
  rmSync(folder, { recursive: true });
});

function say(indicator: string, words: { time: number; value: number }[]): void {
  run.store.append({
    feed: 'f', cursors: {}, known: NOW, sites: [{ indicator, source: 's', sites: [{ id: 'a', zh: '', en: '', lon: 0, lat: 0, district: 0, town: 0, halfSizeM: 0 }] }],
    batches: [{ indicator, sites: new Uint32Array(words.length), times: Float64Array.from(words, ({ time }) => time), values: Float64Array.from(words, ({ value }) => value), quality: new Uint8Array(words.length), counts: null }],
  });
}
/** A word a minute of [from, to). */
const minutes = (from: number, to: number, value: (minute: number) => number): { time: number; value: number }[] =>
  Array.from({ length: (to - from) / MINUTE }, (_, i) => ({ time: from + i * MINUTE, value: value(i) }));
function thin(before: number): void {
  for (;;) {
    const work = run.store.upkeep({ mergeBefore: NOW, dropBefore: null, thin: [{ stepMs: 15 * MINUTE, before }] });
    let step = work.next();
    while (!step.done) step = work.next();
    if (!step.value) return;
  }
}
const ask = (from: number, to: number, code = CODE) => seriesOf({ run, store: run.store, subjects, turns: takeTurns() }, subjects.resolve(code), 0, { from, to });

it('tells of thinned history the last word of each step, with the lowest, mean and highest; what came is its own', async () => {
  const from = NOW - 2 * DAY;
  say(CODE, minutes(from, NOW, (minute) => minute % 15));
  expect((await ask(from, NOW - DAY)).columns.low).toBeUndefined();
  thin(NOW - DAY);
  const { columns: { times, values, low, mean, high } } = await ask(from, NOW);
  expect([times[0], values[0], low[0], mean[0], high[0]]).toEqual([from + 14 * MINUTE, 14, 0, 7, 14]);
  expect(times).toHaveLength(96 + 1440);
  const last = times.length - 1;
  expect([values[last], low[last], mean[last], high[last]]).toEqual([14, 14, 14, 14]);
});

it('folds a long range, and keeps its extremes and its silence', async () => {
  const from = NOW - 6 * DAY;
  const words = minutes(from, NOW, (minute) => (minute === 5000 ? 99 : 1));
  say(CODE, words.filter(({ time }) => time < from + DAY || time >= from + DAY + HOUR));
  const { columns: { times, high, status }, exceedance } = await ask(from, NOW);
  expect(times.length).toBeLessThanOrEqual(5000);
  expect(Math.max(...high.filter(Number.isFinite))).toBe(99);
  expect([...times].filter((_, i) => status[i] === STATUS.silent)).toEqual([from + DAY + 2 * MINUTE]);
  expect(exceedance.reached.blue, 'counted before folding').toBe(MINUTE);
});

it('counts how long a site was at each threshold: not while it was silent, and on from a word before the range', async () => {
  const from = NOW - 4 * HOUR;
  say(CODE, [...minutes(from - MINUTE, from + HOUR, () => 12), ...minutes(from + 2 * HOUR, NOW, () => 0)]);
  const { exceedance } = await ask(from + 30_000, NOW);
  // Three minutes after its last word it is silent.
  const known = HOUR - 30_000 + 2 * MINUTE + 2 * HOUR;
  expect(exceedance.known).toBe(known);
  expect(exceedance.reached.blue).toBe(HOUR - 30_000 + 2 * MINUTE);
  expect((await ask(NOW - HOUR, NOW + HOUR)).exceedance.known, 'not beyond now').toBe(HOUR);
});

it('counts the city’s own value, as its chart shows it', async () => {
  say(CODE, minutes(NOW - 3 * HOUR, NOW, (minute) => (minute < 60 ? 12 : 0)));
  const { exceedance, columns } = await ask(NOW - 3 * HOUR, NOW, `${CODE}/city`);
  expect(columns.low).toBeUndefined();
  expect(exceedance).toMatchObject({ known: 3 * HOUR, reached: { blue: HOUR } });
});

it('tells where history is thinned; of people how, and not on which days there was somebody', () => {
  const days = [8, 7, 5].map((ago) => NOW - ago * DAY);
  const words = days.flatMap((day) => minutes(day, day + HOUR, () => 3));
  say(CODE, words);
  say('LI01', words);
  thin(NOW - 2 * DAY);
  const told = (code: string) => thinnedStretches(run.store, subjects.of(code), { from: 0, to: NOW });
  expect(told(CODE)).toEqual([{ from: days[0], until: days[1]! + DAY, step: 900 }, { from: days[2], until: days[2]! + DAY, step: 900 }]);
  expect(told('LI01')).toEqual([{ from: days[0], until: days[2]! + DAY, step: 900 }]);
});
