/** A block is put away to the same bytes with the kernel and without, whatever is said in it and in whatever order it comes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NOT_STATED } from '#contract/observation.ts';
import { random } from '#fixtures/city/plane/random.ts';
import { openCache } from './cache.ts';
import { encodeBlock, type PutAway } from './compact.ts';
import type { Wanted } from './gather.ts';
import { openJournal } from './journal.ts';
import { openFile } from './openFile.ts';
import type { Batch } from './store.ts';
import { openTiles } from './tiles.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-compact-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const SPAN = 1_800_000;
const BLOCK = 987_654;
const START = BLOCK * SPAN;

/** So many sites from one on speak once a minute for a while: nearly always on a second of their own. */
interface Style { seed: number; first: number; sites: number; from: number; minutes: number; decimals: number; unit: number; order: 'time' | 'site' | 'none'; bad: number; far: number; odd: number; missing: number; beside: number; twins: number; counts: boolean; known: number }
const share = fc.constantFrom(0, 0.01, 0.03, 0.3);
const seldom = fc.oneof({ weight: 15, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(0.01) });
const style: fc.Arbitrary<Style> = fc.record({
  seed: fc.nat(), first: fc.constantFrom(0, 1000, 2040), sites: fc.constantFrom(1, 20, 60), from: fc.constantFrom(0, 10, 20), minutes: fc.constantFrom(2, 10, 10), decimals: fc.nat(3), unit: fc.constantFrom(1, 1000, 1000, 1000, 60_000),
  order: fc.constantFrom('time', 'time', 'site', 'none'), bad: fc.constantFrom(0, 0.02, 0.9), far: share, odd: seldom, missing: share, beside: share, twins: seldom, counts: seldom.map((some) => some > 0), known: fc.nat(3),
});

function batchOf({ seed, first, sites, from, minutes, decimals, unit, order, bad, far, odd, missing, beside, twins, counts }: Style): Batch {
  const pick = random(seed, 'compact');
  const words: { site: number; at: number; value: number; quality: number; key: number }[] = [];
  for (let site = first; site < first + sites; site++) {
    for (let minute = from; minute < Math.min(30, from + minutes); minute++) {
      if (pick() < missing) continue;
      const at = minute * 60_000 + ((site * 7) % 60) * Math.min(unit, 1000) + (pick() < beside ? Math.floor(pick() * 9 - 4) * unit : 0);
      const steps = 500 + Math.floor(pick() * 60) + (pick() < far ? (pick() < 0.5 ? 128 : Math.floor(pick() * 1e6)) : 0);
      const value = pick() < odd ? [-0, 0.123456, 1e9, 107_374_182.4, 5e-324][seed % 5] : steps / 10 ** decimals;
      const word = { site, at: Math.max(0, Math.min(SPAN - 1, at)), value, quality: pick() < bad ? Math.floor(pick() * 256) : 0, key: pick() };
      words.push(word, ...(pick() < twins ? [{ ...word, value: value + 1 }] : []));
    }
  }
  const sorted = words.toSorted((a, b) => (order === 'none' ? a.key - b.key : order === 'time' ? a.at - b.at || a.site - b.site : a.site - b.site || a.at - b.at));
  return {
    indicator: '', sites: Uint32Array.from(sorted, (o) => o.site), times: Float64Array.from(sorted, (o) => START + o.at), values: Float64Array.from(sorted, (o) => o.value),
    quality: Uint8Array.from(sorted, (o) => o.quality), counts: counts ? Uint32Array.from(sorted, (o) => (o.key < 0.5 ? NOT_STATED : 7)) : null,
  };
}

function madeBy(work: Generator<void, PutAway[]>): PutAway[] {
  for (;;) {
    const { done, value: made } = work.next();
    if (done) return made;
  }
}

const damaged = (what: string): never => expect.fail(what);

it('gives the same tiles, known times and endings', () => {
  const db = openFile(path.join(folder, 'run.sqlite'), { synchronous: 'NORMAL' });
  db.pragma('synchronous = OFF');
  const cache = openCache(() => 1e6);
  const [journal, tiles] = [openJournal(db, cache, damaged), openTiles(db, cache, damaged)];
  const line = { indicator: 1, spanMs: SPAN };
  const put = db.transaction((made: PutAway[], { rows }: Wanted) => {
    for (const { row, body, known } of made) tiles.put(row, body, known);
    journal.remove(rows);
    tiles.putFacts(1, { block: BLOCK, t0: 0, t1: 0, n: 1, known: 0, seq: 0 });
  });
  fc.assert(fc.property(fc.array(fc.array(style, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), fc.boolean(), (rounds, isKept) => {
    try {
      for (const batches of rounds) {
        db.transaction(() => batches.forEach((each) => batchOf(each).sites.length > 0 && journal.append(1, SPAN, batchOf(each), START + SPAN + 1000 * each.known)))();
        if (journal.rows(1, BLOCK).length === 0) continue;
        const wanted: Wanted = { line, block: BLOCK, rows: [...journal.rows(1, BLOCK)] };
        const [fast, plain] = [true, false].map((way) => madeBy(encodeBlock(tiles, journal, wanted, way)));
        expect(fast).toStrictEqual(plain);
        put(fast, wanted);
        if (!isKept) tiles.dropKnown(1, BLOCK);
      }
    } finally {
      journal.remove([...journal.rows(1, BLOCK)]);
      tiles.drop(1, BLOCK);
    }
  }), { numRuns: 250 });
  db.close();
});
