/** How blocks ended, worked out while something comes late. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCache } from './cache.ts';
import { openEnds } from './ends.ts';
import { openHistory } from './history.ts';
import { openJournal } from './journal.ts';
import { openFile, type Database } from './openFile.ts';
import { openTiles } from './tiles.ts';

let folder: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-ends-'));
  db = openFile(path.join(folder, 'run.sqlite'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const SPAN = 30 * 60_000;
const BLOCK = 990_000;
const SITES = 2;
const LINE = { indicator: 1, spanMs: SPAN };
const damaged = (what: string): never => expect.fail(what);

it('does not keep how a block ended where something came late while that was read, and keeps it otherwise', () => {
  const cache = openCache(() => 1e6);
  const journal = openJournal(db, cache, damaged);
  const history = openHistory(openTiles(db, cache, damaged), journal);
  const ends = openEnds(history);
  const say = (site: number, time: number, value: number): void => {
    const batch = { indicator: '', sites: Uint32Array.of(site), times: Float64Array.of(time), values: Float64Array.of(value), quality: new Uint8Array(1), counts: null };
    db.transaction(() => journal.append(LINE.indicator, SPAN, batch, time)).immediate();
  };
  /** In how many steps it was read, and the last values. */
  const read = (): { steps: number; values: number[] } => {
    const work = ends.before(LINE, BLOCK + 1, SITES);
    for (let steps = 0; ; steps++) {
      const { done, value } = work.next();
      if (done) return { steps, values: [...value!.values] };
    }
  };
  const end = (BLOCK + 1) * SPAN;
  for (let k = 0; k < 20; k++) say(0, BLOCK * SPAN + k * 1000, k);
  say(1, BLOCK * SPAN, 5);

  const begun = ends.before(LINE, BLOCK + 1, SITES);
  expect(begun.next().done, 'it is read in pieces').toBe(false);
  say(0, end - 1000, 99);
  ends.forget(LINE);
  while (!begun.next().done);
  expect(read().values).toStrictEqual([99, 5]);

  // Kept now: what comes without a word to it is not looked for.
  say(0, end - 500, 100);
  expect(read()).toStrictEqual({ steps: 0, values: [99, 5] });
  ends.forget(LINE);
  expect(read().values).toStrictEqual([100, 5]);
});
