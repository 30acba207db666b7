/**
 * What a person waits for and what ingest gets done while fifteen weeks are looked through: with the questions on threads of their own,
 * beside the same questions in slices on the host's thread, in turn in the same run. `--quick`: fewer sites, shorter spells.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextRound } from 'node:timers/promises';
import { loadCatalogue } from '#host/catalogue/catalogue.ts';
import { runConfigSchema } from '#host/config.ts';
import { bareCity } from '#host/frames/areas.ts';
import { openFrames, type RunFrames } from '#host/frames/runFrames.ts';
import { takeTurns } from '#host/frames/turns.ts';
import { openRun } from '#host/openRun.ts';
import { openReaders, Shut, type RunReaders } from '#host/readers/readers.ts';
import { printReport, type Figure } from './report.ts';
import { told } from './store/figures.ts';

const quick = process.argv.includes('--quick');
/** Of the indicator whose weeks are looked through, and of the one that comes in. */
const [PAST_SITES, LIVE_SITES, SPELL_MS, ROUNDS] = quick ? [1000, 20_000, 2000, 3] : [5000, 100_000, 4000, 5];
const [PAST, LIVE] = ['MW01', 'MW06'];
const BATCH = 10_000;
const LOADS = ['alone', 'beside fifteen weeks'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 2900 * 7 * 24 * HOUR;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const catalogue = loadCatalogue();
const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-history-bench-'));
const config = runConfigSchema.parse({ id: 'run', title: { zh: '', en: '' }, provenance: 'generated', city: 'none', feeds: [] });
const run = openRun({ config, dataDir: folder, catalogue, now: () => NOW + 24 * HOUR, random: () => 0, log: (_, sentence) => say(sentence) });
const areas = bareCity('none');
const readers = openReaders({ catalogue, log: (_, sentence) => say(sentence) });
const apart = readers.run({ config, file: run.store.file, outlines: areas.outlines }, say);
const nobody: RunReaders = { ask: () => Promise.reject(new Shut('for comparison')), changed: () => undefined };
const framesOf = (mine: RunReaders): RunFrames => openFrames(run, { catalogue, areas, turns: takeTurns(), readers: mine, now: () => NOW, shut: () => undefined });
const ways = { threads: framesOf(apart), own: framesOf(nobody) };

function append(indicator: string, sites: Uint32Array, time: number): void {
  run.store.append({
    feed: 'bench', cursors: {}, known: time, sites: [],
    batches: [{ indicator, sites, times: new Float64Array(sites.length).fill(time), values: Float64Array.from(sites, (site) => ((site * 7919 + time / 1000) % 400) / 10), quality: new Uint8Array(sites.length), counts: null }],
  });
}
const slices = (sites: number): Uint32Array[] => Array.from({ length: Math.ceil(sites / BATCH) }, (_, k) => Uint32Array.from({ length: Math.min(BATCH, sites - k * BATCH) }, (_each, i) => k * BATCH + i));
const upkeep = (before: number): void => {
  for (let more = true; more;) {
    const work = run.store.upkeep({ mergeBefore: before, dropBefore: null });
    let step = work.next();
    while (!step.done) step = work.next();
    more = step.value;
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const batches = slices(LIVE_SITES);
let stored = 0;
function storeOne(): void {
  append(LIVE, batches[stored % batches.length], NOW + Math.floor(stored / batches.length) * MINUTE);
  stored++;
}

/** As a city speaks: a batch every 50 ms, and a picture of the hour before 50 ms after the last. How late each was stored and how long each was waited for, ms. */
async function paced(frames: RunFrames): Promise<{ late: number[]; picture: number[] }> {
  const [late, picture]: number[][] = [[], []];
  const began = performance.now();
  const look = async (): Promise<void> => {
    const asked = performance.now();
    if (asked >= began + SPELL_MS) return;
    await frames.ask('frame', [LIVE, { live: false, time: NOW - HOUR + ((picture.length * 7919) % 3000) * 1000 }], new AbortController().signal);
    picture.push(performance.now() - asked);
    await pause(50);
    return look();
  };
  const looks = look();
  for (let due = began; due < began + SPELL_MS; due += 50) {
    await pause(Math.max(0, due - performance.now()));
    late.push(Math.max(0, performance.now() - due));
    storeOne();
  }
  await looks;
  return { late, picture };
}
/** As fast as it goes, other work of the host in between: observations a second. */
async function flatOut(): Promise<number> {
  const began = performance.now();
  const before = stored;
  while (performance.now() - began < SPELL_MS) {
    storeOne();
    await nextRound();
  }
  return ((stored - before) * BATCH * 1000) / (performance.now() - began);
}

const middle = (numbers: number[], share = 0.5): number => numbers.toSorted((a, b) => a - b)[Math.floor(share * (numbers.length - 1))];
const figures: Figure[] = [];
try {
  const site = { zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 };
  const lists = ([[PAST, PAST_SITES], [LIVE, LIVE_SITES]] as const).map(([indicator, sites]) => ({ indicator, source: 'bench', sites: Array.from({ length: sites }, (_, i) => ({ id: `s${i}`, ...site })) }));
  run.store.append({ feed: 'bench', cursors: {}, known: NOW, batches: [], sites: lists });
  say('fifteen weeks by the hour, an hour by the minute');
  for (let time = NOW - 15 * 7 * 24 * HOUR; time < NOW; time += HOUR) for (const sites of slices(PAST_SITES)) append(PAST, sites, time);
  for (let time = NOW - HOUR - 10 * MINUTE; time < NOW; time += MINUTE) for (const sites of slices(LIVE_SITES)) append(LIVE, sites, time);
  upkeep(NOW - MINUTE);
  // The threads are started, and have read what is near.
  for (const frames of Object.values(ways)) await frames.ask('summaries', [{ live: false, time: NOW - HOUR }], new AbortController().signal);
  const found = new Map<string, { late: number[]; picture: number[]; perSecond: number[] }>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [way, frames] of Object.entries(ways)) {
      for (const load of LOADS) {
        say(`${round + 1} of ${ROUNDS}: ${way}, ${load}`);
        const withdrawn = new AbortController();
        const weeks = (): Promise<unknown> => frames.ask('baseline', [PAST, 0, { from: NOW - 8 * 24 * HOUR, to: NOW }], withdrawn.signal).then(weeks, () => undefined);
        const long = load === 'alone' ? [] : [weeks(), weeks()];
        const { late, picture } = await paced(frames);
        const perSecond = await flatOut();
        withdrawn.abort();
        await Promise.all(long);
        const all = found.get(`${way} ${load}`) ?? { late: [], picture: [], perSecond: [] };
        found.set(`${way} ${load}`, { late: [...all.late, ...late], picture: [...all.picture, ...picture], perSecond: [...all.perSecond, perSecond] });
      }
    }
  }
  for (const load of LOADS) {
    const [threads, own] = ['threads', 'own'].map((way) => found.get(`${way} ${load}`)!);
    const beside = "on the host's thread";
    for (const [name, share] of [['p50', 0.5], ['p95', 0.95]] as const) {
      figures.push(told(`picture of the past, ${load}, ${name}`, middle(threads.picture, share), 'ms', beside, middle(own.picture, share)));
      figures.push(told(`a batch is stored so late, ${load}, ${name}`, middle(threads.late, share), 'ms', beside, middle(own.late, share)));
    }
    figures.push(told(`ingest flat out, ${load}`, middle(threads.perSecond) / 1e6, 'M/s', beside, middle(own.perSecond) / 1e6));
  }
} finally {
  for (const frames of Object.values(ways)) frames.close();
  await readers.close();
  await run.close();
  rmSync(folder, { recursive: true, force: true });
}
printReport('history', figures);
