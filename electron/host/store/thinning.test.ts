import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NOT_STATED } from '#contract/observation.ts';
import { checkFile } from './checkFile.ts';
import { openReader } from './openReader.ts';
import { openStore } from './openStore.ts';
import type { RunStore, UpkeepLimits } from './store.ts';

let folder: string;
let files = 0;
let stores: { close(): void }[] = [];
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-thin-'))));
afterEach(() => {
  for (const store of stores) store.close();
  stores = [];
  rmSync(folder, { recursive: true });
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A day of the epoch begins here, and four, and four and twenty. */
const START = 24 * 850 * DAY;
const PROBES = [0, 5, 1023, 1024, 1100];
interface Word { site: number; time: number; value: number; quality: number; count: number }

function open(name = `${files++}.sqlite`): RunStore {
  const store = openStore(path.join(folder, name));
  stores.push(store);
  return store;
}
function say(store: RunStore, words: Word[]): void {
  const sites = Array.from({ length: 1101 }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
  store.append({
    feed: 'f', cursors: {}, known: START, sites: store.indicators().length === 0 ? [{ indicator: 'MW06', source: '', sites }] : [],
    batches: [{
      indicator: 'MW06', sites: Uint32Array.from(words, ({ site }) => site), times: Float64Array.from(words, ({ time }) => time), values: Float64Array.from(words, ({ value }) => value),
      quality: Uint8Array.from(words, ({ quality }) => quality), counts: Uint32Array.from(words, ({ count }) => count),
    }],
  });
}
const run = (work: Generator<void, boolean>): boolean => {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
};
const LIMITS: UpkeepLimits = { mergeBefore: START + 12 * DAY, dropBefore: null, thin: [{ stepMs: 15 * MINUTE, before: START + 9 * DAY }, { stepMs: HOUR, before: START + 5 * DAY }] };
const keepUp = (store: RunStore, limits = LIMITS): void => {
  while (run(store.upkeep(limits)));
};
/** What is old in steps of an hour in blocks of four days, what is less old in quarters of an hour in days. */
const stepAt = (time: number): number | null => (time < START + 4 * DAY ? HOUR : time < START + 9 * DAY ? 15 * MINUTE : null);

/** A plain model: by site, the last of each step and what the step was like. */
function thinned(words: Word[], site: number): (Word & { low: number; mean: number; high: number; words: number })[] {
  const of = new Map<number, Word>();
  for (const word of words) if (word.site === site) of.set(word.time, word);
  const steps = new Map<number, Word[]>();
  for (const word of [...of.values()].toSorted((a, b) => a.time - b.time)) {
    const step = stepAt(word.time);
    const key = step === null ? word.time : Math.floor(word.time / step) * step;
    steps.set(key, [...(steps.get(key) ?? []), word]);
  }
  return [...steps.values()].map((all) => {
    const values = all.map(({ value }) => value);
    return { ...all[all.length - 1], low: Math.min(...values), high: Math.max(...values), mean: values.reduce((sum, value) => sum + value, 0) / values.length, words: values.length };
  });
}

function expectThinned(store: Pick<RunStore, 'series' | 'stateAt'>, words: Word[]): void {
  for (const site of PROBES) {
    const model = thinned(words, site);
    const { times, values, counts, band } = store.series('MW06', site, 0, 8e15);
    expect([...times]).toStrictEqual(model.map(({ time }) => time));
    expect([...values]).toStrictEqual(model.map(({ value }) => value));
    expect([...counts]).toStrictEqual(model.map(({ count }) => count));
    if (band === undefined) expect(model.every((step) => step.words === 1)).toBe(true);
    for (const [i, step] of model.entries()) {
      const [low, mean, high, many] = band === undefined ? [values[i], values[i], values[i], 1] : [band.lowest[i], band.mean[i], band.highest[i], band.words[i]];
      expect([low, high, many]).toStrictEqual([step.low, step.high, step.words]);
      expect(mean).toBeGreaterThanOrEqual(low);
      expect(mean).toBeLessThanOrEqual(high);
      expect(Math.abs(mean - step.mean)).toBeLessThan(0.011);
    }
  }
  for (const time of [START - 1, START + 3 * HOUR + 7, START + 4 * DAY, START + 6.3 * DAY, START + 9 * DAY - 1, START + 9 * DAY, START + 10.2 * DAY, Infinity]) {
    for (const horizonMs of [2 * DAY, Infinity]) {
      const state = store.stateAt('MW06', time, horizonMs);
      for (const site of PROBES) {
        const last = thinned(words, site).findLast((each) => each.time <= time && (horizonMs === Infinity || each.time >= time - horizonMs));
        expect([state.times[site], state.values[site], state.quality[site], state.counts[site]]).toStrictEqual(last ? [last.time, last.value, last.quality, last.count] : [NaN, NaN, 0, NOT_STATED]);
      }
    }
  }
}

const word = fc.record({
  site: fc.constantFrom(...PROBES), time: fc.nat(3 * 96 * 12).map((step) => START + step * 5 * MINUTE + 17_000), value: fc.integer({ min: -300, max: 300 }).map((tenths) => tenths / 10),
  quality: fc.constantFrom(0, 0, 1), count: fc.constantFrom(NOT_STATED, 3, 9),
});

it('keeps of what is old the last word of each step, and of all its words lowest, mean, highest and number; of what is young everything', { timeout: 120_000 }, () => {
  fc.assert(fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 6 }), fc.nat(60), (deliveries, steps) => {
    const store = open();
    for (const words of deliveries) say(store, words);
    // Abandoned somewhere, begun again.
    const work = store.upkeep(LIMITS);
    for (let i = 0; i < steps; i++) if (work.next().done) break;
    keepUp(store);
    expectThinned(store, deliveries.flat());
    store.close();
    const again = open(path.basename(store.file));
    expectThinned(again, deliveries.flat());
    const reader = openReader(store.file);
    stores.push(reader);
    expectThinned(reader, deliveries.flat());
    expect(checkFile(store.file)).toMatchObject({ isWhole: true });
  }), { numRuns: 25 });
});

/** Every five minutes of twelve days. */
const steady = (sites = PROBES): Word[] => Array.from({ length: 12 * 288 }, (_, n) => sites.map((site) => ({ site, time: START + n * 5 * MINUTE + site, value: ((n * 7919 + site) % 400) / 10, quality: 0, count: NOT_STATED }))).flat();

it('says in which steps what is kept, becomes smaller, and drops the oldest last', { timeout: 60_000 }, () => {
  const store = open();
  const words = steady();
  say(store, words);
  keepUp(store, { ...LIMITS, thin: [] });
  expect(store.resolutions('MW06', 0, 8e15)).toStrictEqual([{ from: START, until: START + 12 * DAY, stepMs: null }]);
  expect(store.series('MW06', 5, 0, 8e15).band).toBeUndefined();
  const before = store.storage();
  keepUp(store);
  expectThinned(store, words);
  expect(store.resolutions('MW06', 0, 8e15)).toStrictEqual([
    { from: START, until: START + 4 * DAY, stepMs: HOUR }, { from: START + 4 * DAY, until: START + 9 * DAY, stepMs: 15 * MINUTE }, { from: START + 9 * DAY, until: START + 12 * DAY, stepMs: null },
  ]);
  expect(store.storage().used).toBeLessThan(before.used);
  keepUp(store, { ...LIMITS, dropBefore: START + 5 * DAY });
  expect(store.resolutions('MW06', 0, 8e15)[0]).toStrictEqual({ from: START + 5 * DAY, until: START + 9 * DAY, stepMs: 15 * MINUTE });
  expect(store.extent()).toMatchObject({ from: START + 5 * DAY + 10 * MINUTE });
  keepUp(store, { mergeBefore: 0, thin: [{ stepMs: HOUR, before: Infinity }], dropBefore: Infinity });
  expect(store.extent()).toBeNull();
});

it('makes room piece by piece, the oldest first: to steps, to longer steps, then away; never what is younger', { timeout: 60_000 }, () => {
  const store = open();
  say(store, steady());
  keepUp(store, { ...LIMITS, thin: [] });
  const seen: string[] = [];
  while (run(store.relieve([15 * MINUTE, HOUR], START + 10 * DAY))) {
    const steps = store.resolutions('MW06', 0, 8e15).map(({ stepMs, from, until }) => `${stepMs === null ? 'full' : stepMs / MINUTE} ${(until - from) / DAY}`).join(', ');
    if (seen.at(-1) !== steps) seen.push(steps);
  }
  expect(seen.slice(0, 2)).toStrictEqual(['15 1, full 11', '15 2, full 10']);
  expect(seen).toContain('60 8, 15 2, full 2');
  expect(seen.at(-1)).toBe('full 2');
});

it('forgets when it became known what is older than is asked for, and nothing else', () => {
  const store = open();
  say(store, steady([0]));
  keepUp(store, { ...LIMITS, thin: [] });
  const used = store.storage().used;
  keepUp(store, { ...LIMITS, thin: [], knownBefore: START + 6 * DAY });
  expect(store.storage().used).toBeLessThan(used);
  expect(store.stateAt('MW06', START + 2 * DAY, DAY, START + 2 * DAY).times[0]).toBe(START + 2 * DAY);
  expect(store.series('MW06', 0, 0, 8e15).times).toHaveLength(12 * 288);
});

it('loses nothing and counts nothing twice when it is killed while it makes room', { timeout: 120_000 }, async () => {
  const first = open();
  const words = steady([0, 1023, 1024, 1100]);
  say(first, words);
  keepUp(first, { ...LIMITS, thin: [] });
  first.close();
  for (let round = 0; round < 8; round++) {
    const file = path.join(folder, `killed-${round}.sqlite`);
    copyFileSync(first.file, file);
    const child = spawn(process.execPath, ['--input-type=module', '-e', `
      import { writeSync } from 'node:fs';
      import { openStore } from ${JSON.stringify(path.join(import.meta.dirname, 'openStore.ts'))};
      const store = openStore(${JSON.stringify(file)});
      for (;;) {
        const work = store.upkeep(${JSON.stringify(LIMITS)});
        for (let step = work.next(); ; step = work.next()) { writeSync(1, '.\\n'); if (step.done) break; }
      }`], { stdio: ['ignore', 'pipe', 'ignore'] });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    let lines = 0;
    for await (const _ of createInterface({ input: child.stdout })) if (++lines === 40 + round * 173) child.kill('SIGKILL');
    await gone;
    const store = open(path.basename(file));
    expect(checkFile(file)).toMatchObject({ isWhole: true });
    keepUp(store);
    expectThinned(store, words);
  }
});
