/** What leads into blocks: right at every moment, while late words wait and when they are put away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Site } from '#contract/observation.ts';
import { openReader } from './openReader.ts';
import { openStore } from './openStore.ts';
import type { RunStore, State } from './store.ts';

let folder: string;
let stores: { close(): void }[] = [];
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-carries-'))));
afterEach(() => {
  for (const store of stores) store.close();
  stores = [];
  rmSync(folder, { recursive: true });
});

const MINUTE = 60_000;
const BLOCK = 30 * MINUTE;
const START = Date.UTC(2026, 10, 21, 12);
const BLOCKS = 6;
/** Of two tiles, most of them silent; and so few that everybody has spoken. */
const CITIES = [{ sites: 1030, speaking: [0, 1, 2, 1023, 1024, 1029] }, { sites: 3, speaking: [0, 1, 2] }];
const HORIZON = 86_400_000;
const namesOf = (sites: number): Site[] => Array.from({ length: sites }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));

interface Word { site: number; time: number; value: number }
const word = (speaking: readonly number[], from: number, to: number): fc.Arbitrary<Word> => fc.record({
  site: fc.constantFrom(...speaking), time: fc.integer({ min: from * 10, max: to * 10 - 1 }).map((tenth) => START + (tenth * BLOCK) / 10 + 7000), value: fc.integer({ min: -50, max: 50 }),
});
/** A run of blocks, each put away in its turn, and what comes late, put away now and then. */
const historyOf = (speaking: readonly number[]) => fc.record({
  blocks: fc.array(fc.array(word(speaking, 0, 1), { maxLength: 8 }), { minLength: BLOCKS, maxLength: BLOCKS }),
  late: fc.array(fc.array(word(speaking, 0, BLOCKS - 1), { minLength: 1, maxLength: 10 }), { minLength: 1, maxLength: 4 }),
  putAway: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
});

const append = (store: RunStore, words: readonly Word[]): void => store.append({
  feed: 'f', cursors: {}, known: START, sites: [], batches: [{
    indicator: 'MW06', sites: Uint32Array.from(words, ({ site }) => site), times: Float64Array.from(words, ({ time }) => time), values: Float64Array.from(words, ({ value }) => value),
    quality: Uint8Array.from(words, ({ value }) => (value > 40 ? 1 : 0)), counts: null,
  }],
});
const drain = (store: RunStore, mergeBefore: number): void => {
  for (let more = true; more;) {
    const work = store.upkeep({ mergeBefore, dropBefore: null });
    let step = work.next();
    while (!step.done) step = work.next();
    more = step.value;
  }
};

const expectAll = (store: Pick<RunStore, 'stateAt'>, speaking: readonly number[], said: ReadonlyMap<string, Word>, upTo: number): void => {
  for (let block = 0; block <= upTo; block++) {
    // Where a block begins, where its carry begins to stand for all before it, and at its end.
    for (const time of [0, 1, BLOCK / 8 - 1, BLOCK / 8, BLOCK / 2, BLOCK - 1].map((after) => START + block * BLOCK + after)) {
      const state: State = store.stateAt('MW06', time, HORIZON);
      for (const site of speaking) {
        const last = [...said.values()].filter((each) => each.site === site && each.time <= time).toSorted((a, b) => b.time - a.time)[0];
        expect([site, time, state.times[site], state.values[site], state.quality[site]]).toStrictEqual([site, time, last?.time ?? NaN, last?.value ?? NaN, last && last.value > 40 ? 1 : 0]);
      }
    }
  }
};

it.each(CITIES)('says of every one of $sites sites its last word, whatever came late, before it is put away and after', { timeout: 60_000 }, ({ sites, speaking }) => {
  let files = 0;
  let mended = 0;
  fc.assert(fc.property(historyOf(speaking), ({ blocks, late, putAway }) => {
    const store = openStore(path.join(folder, `${files++}.sqlite`));
    stores.push(store);
    store.append({ feed: 'f', cursors: {}, known: START, sites: [{ indicator: 'MW06', source: '', sites: namesOf(sites) }], batches: [] });
    const said = new Map<string, Word>();
    const say = (words: readonly Word[]): void => {
      for (const each of words) said.set(`${each.site} ${each.time}`, each);
      if (words.length > 0) append(store, words);
    };
    for (const [block, words] of blocks.entries()) {
      say(words.map((each) => ({ ...each, time: each.time + block * BLOCK })));
      drain(store, START + block * BLOCK);
    }
    drain(store, Infinity);
    const reader = openReader(store.file);
    stores.push(reader);
    const db = new Database(store.file, { readonly: true });
    stores.push(db);
    const carries = (): string[] => (db.prepare('SELECT id, sum FROM carry ORDER BY id').all() as { id: number; sum: number }[]).map(({ id, sum }) => `${id} ${sum}`);
    for (const [k, words] of late.entries()) {
      const before = carries();
      say(words);
      expectAll(store, speaking, said, BLOCKS - 1);
      expect(carries(), 'what waits is read beside the carries').toStrictEqual(before);
      if (putAway[k]) drain(store, Infinity);
      const after = carries();
      if (after.length === before.length && after.join() !== before.join()) mended++;
      expectAll(store, speaking, said, BLOCKS - 1);
      expectAll(reader, speaking, said, BLOCKS - 1);
    }
    db.close();
  }), { numRuns: 60 });
  expect(mended).toBeGreaterThan(10);
});

it('forgets what led into a block of who speaks early in it since, once they ended otherwise before', () => {
  const store = openStore(path.join(folder, 'early.sqlite'));
  stores.push(store);
  const said = new Map<string, Word>();
  const say = (...words: Word[]): void => {
    for (const each of words) said.set(`${each.site} ${each.time}`, each);
    append(store, words);
    drain(store, Infinity);
  };
  store.append({ feed: 'f', cursors: {}, known: START, sites: [{ indicator: 'MW06', source: '', sites: namesOf(3) }], batches: [] });
  const everyBlock = [0, 1, 2].flatMap((block) => [0, 2].map((site): Word => ({ site, time: START + block * BLOCK, value: block })));
  say(...everyBlock, { site: 1, time: START + 5 * MINUTE, value: 7 }, { site: 1, time: START + 2 * BLOCK + 10 * MINUTE, value: 9 });
  say({ site: 1, time: START + 2 * BLOCK + MINUTE, value: 8 });
  say({ site: 1, time: START + 6 * MINUTE, value: 6 });
  expectAll(store, [0, 1, 2], said, 2);
});
