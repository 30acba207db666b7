/** Real threads on a real run file: the same answers as the host's own, while it goes on storing. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { runConfigSchema } from '../config.ts';
import { openAnswers, type Answers, type ArgsOf, type Question } from '../frames/answers.ts';
import { loadCityAreas, type CityAreas } from '../frames/areas.ts';
import { openFrames, type RunFrames } from '../frames/runFrames.ts';
import { openSubjects } from '../frames/subjects.ts';
import { takeTurns } from '../frames/turns.ts';
import { openRun } from '../openRun.ts';
import type { Run } from '../run.ts';
import { openStore } from '../store/openStore.ts';
import { writeTestCity } from '../testing/city.ts';
import { mountRefused, runFiles } from '../testing/runFile.ts';
import type { FromThread, ThreadOrder } from './messages.ts';
import { openReaders, type Readers, type RunReaders } from './readers.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const NOW = 2800 * WEEK;
const SITES = 300;
const catalogue = loadCatalogue();
const names = Array.from({ length: SITES }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: (i % 40) / 10, lat: (i % 20) / 10, district: 0, town: 0, halfSizeM: 0 }));
const dense = Uint32Array.from(names, (_, i) => i);

const { smallDisk } = runFiles();
let folder: string;
let areas: CityAreas;
let run: Run;
let readers: Readers;
let frames: RunFrames;
let told: RunReaders;
let holder: Database.Database | undefined;
const shut = vi.fn<(why: string) => void>();
const errors: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-readers-'));
  writeTestCity(path.join(folder, 'two'));
  areas = loadCityAreas(path.join(folder, 'two'));
  errors.length = 0;
  shut.mockClear();
});
afterEach(async () => {
  frames.close();
  await readers.close();
  await run.close();
  holder?.close();
  rmSync(folder, { recursive: true });
});

const log = (level: string, sentence: string): void => void (level === 'error' && errors.push(sentence));
function open(threads: number, fileOf = (opened: Run) => opened.store.file): void {
  const config = runConfigSchema.parse({ id: 'run', title: { zh: '', en: '' }, provenance: 'generated', city: 'two', feeds: [] });
  run = openRun({ config, dataDir: folder, catalogue, now: () => NOW, random: () => 0, log });
  readers = openReaders({ catalogue, log, threads });
  told = readers.run({ config: { id: 'run', clock: 'wall' }, file: fileOf(run), outlines: areas.outlines }, (what) => errors.push(what));
  frames = openFrames(run, { catalogue, areas, turns: takeTurns(), readers: told, now: () => NOW, shut });
  run.store.append({ feed: 'f', cursors: {}, known: NOW, batches: [], sites: ['MW06', 'PH03', 'MW01'].map((indicator) => ({ indicator, source: 's', sites: names })) });
}
/** What everybody says at `time`; of people so many stand behind it. As a feed's delivery: stored, then told. */
function say(indicator: string, time: number, value: number, count: number | null = null): void {
  run.store.append({
    feed: 'f', cursors: {}, known: NOW, sites: [],
    batches: [{
      indicator, sites: dense, times: new Float64Array(SITES).fill(time), values: Float64Array.from(dense, (site) => value + site % 7), quality: new Uint8Array(SITES),
      counts: count === null ? null : Uint32Array.from(dense, (site) => (site % 9 === 0 ? 1 : count)),
    }],
  });
  told.changed({ indicator, from: time, to: time, sites: false });
}
const fill = (indicator: string, from: number, step: number, count: number | null = null): void => {
  for (let time = from; time < NOW; time += step) say(indicator, time, (time / step) % 50, count);
};
const ask = <Q extends Question>(question: Q, args: ArgsOf<Q>, signal = new AbortController().signal) => frames.ask(question, args, signal);
const settles = (work: Promise<unknown>, word: string, into: string[]): Promise<unknown> => work.then(() => into.push(word), (error: Error) => into.push(error.message));
const WEEKS: ArgsOf<'baseline'> = ['MW06/city', 0, { from: NOW - 8 * DAY, to: NOW }];

it.each([1, 3])('shows a picture and takes what comes in while fifteen weeks are looked through, with %i threads', { timeout: 120_000 }, async (threads) => {
  open(threads);
  fill('MW06', NOW - 16 * WEEK, HOUR);
  fill('MW01', NOW - 3 * HOUR, 60_000);
  await ask('frame', ['MW01', { live: false, time: NOW - HOUR }]);
  const reads = (['stateAt', 'sweep', 'series', 'timesOf', 'block', 'area'] as const).map((name) => vi.spyOn(run.store, name));
  const events: string[] = [];
  const withdrawn = new AbortController();
  const long = [1, 2, 3].map(() => settles(ask('baseline', WEEKS, withdrawn.signal), 'fifteen weeks', events));
  for (let i = 0; i < 20; i++) {
    const time = NOW - HOUR + i * 1000 + 500;
    say('MW01', time, 100 + i);
    // What was acknowledged before it was asked is in it, however busy the threads are.
    const { frame } = await ask('frame', ['MW01', { live: false, time }]);
    expect([frame.values[0], frame.ages[0]]).toEqual([100 + i, 0]);
    events.push('picture');
  }
  expect(events).toEqual(Array.from({ length: 20 }, () => 'picture'));
  withdrawn.abort();
  await Promise.all(long);
  expect(events.slice(20)).toEqual(Array.from({ length: 3 }, () => 'Another question has taken the place of this one.'));
  // All of it without the host's own connection, which ingest has for itself.
  for (const read of reads) expect(read).not.toHaveBeenCalled();
  expect(errors).toEqual([]);
});

it('stops its work when it is not wanted any more', { timeout: 60_000 }, async () => {
  open(1);
  fill('MW06', NOW - 16 * WEEK, HOUR);
  const order: ThreadOrder = { catalogue, cacheBytes: 32e6, runs: [{ config: { id: 'run', clock: 'wall' }, file: run.store.file, outlines: areas.outlines }] };
  const thread = new Worker(path.join(import.meta.dirname, 'thread.ts'), { workerData: order });
  const heard: string[] = [];
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  const tell = (message: object): void => thread.postMessage(message);
  const all = new Promise<void>((resolve) => {
    thread.on('message', (message: FromThread) => {
      if (message.type === 'damaged') return;
      heard.push(`${message.id} ${message.type}`);
      if (message.id === 2) tell({ type: 'withdraw', id: 1 });
      if (heard.length === 3) resolve();
    });
  });
  tell({ type: 'ask', id: 1, run: 'run', question: 'baseline', args: WEEKS, now: NOW, stale: [] });
  tell({ type: 'ask', id: 2, run: 'run', question: 'beside', args: ['MW06', NOW - DAY, 'on'], now: NOW, stale: [] });
  tell({ type: 'ask', id: 3, run: 'run', question: 'strip', args: ['MW06', { from: NOW - 100 * DAY, to: NOW, step: 2 * HOUR }], now: NOW, stale: [] });
  await all;
  // Itself, long before the end of what it had begun: what was asked after it is answered later.
  expect(heard).toEqual(['2 answer', '1 refused', '3 answer']);
  const gone = new Promise((resolve) => void thread.once('exit', resolve));
  tell({ type: 'close' });
  expect(await gone).toBe(0);
});

const QUESTIONS: [Question, unknown[]][] = [
  ...['MW06', 'MW06/town', 'PH03/town', 'PH03/city'].flatMap((places): [Question, unknown[]][] => [
    ['frame', [places, { live: false, time: NOW - 90_000 }]], ['frame', [places, { live: false, time: NOW - 90_000, asKnown: true }]], ['block', [places, NOW - 3 * HOUR]],
    ['series', [places, 0, { from: NOW - DAY, to: NOW }]], ['beside', [places, NOW - HOUR, 'back']], ['baseline', [places, 0, { from: NOW - HOUR, to: NOW }]],
  ]),
  // Refused: people by place, what is not there, what is no range.
  ['frame', ['PH03', { live: false, time: NOW - HOUR }]], ['series', ['PH03', 0, { from: NOW - DAY, to: NOW }]], ['block', ['PH03', NOW - HOUR]], ['beside', ['PH03', NOW - HOUR, 'on']],
  ['baseline', ['PH03', 0, { from: NOW - HOUR, to: NOW }]], ['frame', ['ZZ99', { live: false, time: 0 }]], ['series', ['MW06', SITES, { from: 0, to: 1 }]], ['strip', ['MW06', { from: 1, to: 0, step: HOUR }]],
  ['strip', ['PH03', { from: NOW - DAY, to: NOW, step: HOUR }]], ['coverage', [{ from: NOW - 2 * DAY, to: NOW, buckets: 48, indicator: 'PH03' }]], ['thinned', ['MW06', { from: 0, to: NOW }]],
  ['moments', ['MW06', { from: NOW - DAY, to: NOW }]], ['nextMoment', ['MW06', NOW - DAY, 'on']], ['missed', [NOW - DAY]], ['summaries', [{ live: false, time: NOW - 61_000 }]],
];

/** The answer, or the problem that it was refused with. */
const answered = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return (error as { problem: unknown }).problem;
  }
};

it('answers as the host itself does, and refuses what it refuses: people by place first', { timeout: 60_000 }, async () => {
  open(2);
  fill('MW06', NOW - 2 * DAY, 10 * 60_000);
  fill('PH03', NOW - 2 * DAY, HOUR, 12);
  const turns = takeTurns();
  const own: Answers = openAnswers(run, { catalogue, subjects: openSubjects(run, catalogue, areas, () => NOW), turns });
  const refused: string[] = [];
  for (const [question, args] of QUESTIONS) {
    const expected = await answered(() => (own[question] as (...all: unknown[]) => unknown)({ now: NOW, isWanted: () => true }, ...args));
    const given = await answered(() => ask(question, args as never));
    expect(given, `${question} ${JSON.stringify(args)}`).toStrictEqual(expected);
    expect(given).toBeDefined();
    if ((given as { code?: string } | null)?.code) refused.push(`${question} ${String(args[0])}`);
  }
  expect(refused).toEqual(['frame PH03', 'series PH03', 'block PH03', 'beside PH03', 'baseline PH03', 'frame ZZ99', 'series MW06', 'strip MW06']);
  expect([shut.mock.calls, errors]).toEqual([[], []]);
});

it('goes on while what it reads is dropped, and then answers without it', { timeout: 60_000 }, async () => {
  open(1);
  fill('MW06', NOW - 16 * WEEK, HOUR);
  const long = ask('baseline', WEEKS);
  await ask('beside', ['MW06', NOW - DAY, 'on']);
  for (let more = true; more;) {
    const work = run.store.upkeep({ mergeBefore: NOW - DAY, dropBefore: NOW - 4 * WEEK });
    let step = work.next();
    while (!step.done) step = work.next();
    more = step.value;
  }
  expect((await long).columns.times).toHaveLength(193);
  expect((await ask('baseline', WEEKS)).header.weeks).toBe(4);
  expect(errors).toEqual([]);
});

/** A run file that another connection holds for itself alone. */
function heldFile(): string {
  const file = path.join(folder, 'held.sqlite');
  openStore(file).close();
  holder = new Database(file);
  holder.pragma('locking_mode = EXCLUSIVE');
  holder.exec('BEGIN IMMEDIATE; UPDATE fact SET value = value; COMMIT');
  return file;
}

it('leaves out what of the file is damaged, says so once for all threads, and answers with the rest', { timeout: 60_000 }, async () => {
  open(2);
  fill('MW06', NOW - 2 * DAY, 10 * 60_000);
  for (let more = true; more;) {
    const work = run.store.upkeep({ mergeBefore: NOW - DAY, dropBefore: null });
    let step = work.next();
    while (!step.done) step = work.next();
    more = step.value;
  }
  const db = new Database(run.store.file);
  const [id, from, until] = db.prepare('SELECT id, t0, t1 FROM tile ORDER BY id LIMIT 1 OFFSET 3').raw().get() as number[];
  // One bit in the middle, as a disk loses it.
  const body = db.prepare('SELECT body FROM tile WHERE id = ?').pluck().get(id) as Buffer;
  body[body.length >> 1] ^= 4;
  db.prepare('UPDATE tile SET body = ? WHERE id = ?').run(body, id);
  db.close();
  const all = Array.from({ length: 288 }, (_, i) => NOW - 2 * DAY + i * 600_000);
  const left = all.filter((time) => time < from || time > until);
  for (let i = 0; i < 2; i++) {
    const { columns } = await ask('series', ['MW06', 4, { from: NOW - 2 * DAY, to: NOW }]);
    // Beside what was said stands an entry without a value where the site has gone silent: there it seems to.
    const said = [...columns.times.keys()].filter((at) => !Number.isNaN(columns.values[at]));
    expect(said.map((at) => [columns.times[at], columns.values[at]])).toEqual(left.map((time) => [time, ((time / 600_000) % 50) + 4]));
    expect(columns.values.some(Number.isNaN)).toBe(true);
    // A picture, which the other thread answers: what was said before the damaged tile is all that is known at its end.
    const { frame } = await ask('frame', ['MW06', { live: false, time: until }]);
    expect(frame.values.filter((value, site) => value === ((until / 600_000) % 50) + (site % 7))).toHaveLength(0);
  }
  expect(left.length).toBeLessThan(all.length);
  expect(errors).toEqual([`tile ${id}`]);
});

const asRoot = process.getuid?.() === 0;
it.skipIf(process.platform === 'win32' || (asRoot && mountRefused))('leaves the answer to the host where the file lies on what cannot be written', { timeout: 60_000 }, async () => {
  const disk = asRoot ? smallDisk('8m') : path.join(folder, 'locked');
  open(1, () => {
    mkdirSync(disk, { recursive: true });
    openStore(path.join(disk, 'live.sqlite')).close();
    // Root writes what nobody may write: for it, the whole disk has to refuse.
    if (asRoot) spawnSync('mount', ['-o', 'remount,ro', disk]);
    else chmodSync(disk, 0o555);
    return path.join(disk, 'live.sqlite');
  });
  say('MW06', NOW - HOUR, 3);
  expect((await ask('frame', ['MW06', { live: false, time: NOW - HOUR }])).frame.values[1]).toBe(4);
  expect(shut.mock.calls).toEqual([[expect.stringMatching(/live\.sqlite/)]]);
  expect(errors).toEqual([]);
  if (!asRoot) chmodSync(disk, 0o755);
});

it.each([['there is none', () => path.join(folder, 'nothing.sqlite')], ['it is held', heldFile]] as const)('leaves the answer to the host where it cannot open the file, and says so: %s', { timeout: 60_000 }, async (_, fileOf) => {
  open(1, fileOf);
  say('MW06', NOW - HOUR, 3);
  for (let i = 0; i < 2; i++) expect((await ask('frame', ['MW06', { live: false, time: NOW - HOUR }])).frame.values[1]).toBe(4);
  expect(shut).toHaveBeenCalledTimes(2);
  expect(shut.mock.calls[0][0]).toMatch(/(nothing|held)\.sqlite/);
  expect(errors).toEqual([]);
});
