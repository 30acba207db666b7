/** What keeps the file small and quick, in pieces of a few milliseconds, each crash-safe: putting away, leading in, dropping. */
import { encodeTile } from '#contract/blocks/tile.ts';
import { carryOf, firstWords, noteFirst } from './carry.ts';
import { encodeBlock, type PutAway } from './compact.ts';
import { openEnds } from './ends.ts';
import { blockId, carryMs } from './grid.ts';
import { freePages, giveBack } from './giveBack.ts';
import type { History, Line } from './history.ts';
import type { Journal, JournalRow } from './journal.ts';
import type { Database } from './openFile.ts';
import { isDamage } from './problem.ts';
import { squeezer } from './squeeze.ts';
import type { UpkeepLimits } from './store.ts';
import { isThinned } from './thinned.ts';
import { mendCarries, type Mended } from './mendCarries.ts';
import { openThinning } from './thinning.ts';
import type { Tiles } from './tiles.ts';

/** What comes late comes in drops: so many rows, or so old, ms, before a block is put away once more. */
const LATE_WORTH = 8;
const LATE_MS = 3_600_000;

export interface UpkeepParts {
  db: Database;
  history: History;
  journal: Journal;
  tiles: Tiles;
  /** All indicators of the file, and how many sites each has. */
  lines(): (Line & { sites: number })[];
  /** Something of a line was thinned in [from, until), epoch ms. */
  thinned(indicator: number, from: number, until: number): void;
}

export interface Upkeep {
  /** One piece of work, the most urgent first. Yields while it works; may be abandoned at any yield. False: there is none. */
  one(limits: UpkeepLimits): Generator<void, boolean>;
  /** Thins the oldest that ended before `before`, or drops it where it cannot be thinned further. False: there is none. */
  relieve(steps: readonly number[], before: number): Generator<void, boolean>;
  /** What was just appended may change how blocks end that were put away. */
  appended(line: Line, rows: readonly JournalRow[]): void;
  /** After a transaction that was rolled back. */
  reload(): void;
}

export function openUpkeep({ db, history, journal, tiles, lines, thinned }: UpkeepParts): Upkeep {
  const ends = openEnds(history);
  /** Counts what came late: a carry that was worked out before it came is not to be kept. */
  let lateness = 0;
  /** Blocks that cannot be put away. */
  const spoilt = new Set<number>();
  /** Pages that the last block to be dropped left: the next one to come takes its place. */
  let left = 0;

  const commit = db.transaction((line: Line, block: number, rows: readonly JournalRow[], done: PutAway[], mended: Mended[] | null) => {
    for (const { row, body, known } of done) tiles.put(row, body, known);
    journal.remove(rows);
    if (mended === null) tiles.dropCarries(line.indicator, block, block + Math.ceil(carryMs(line.spanMs) / line.spanMs));
    else for (const { block: later, carry, body } of mended) if (tiles.hasCarry(line.indicator, later)) tiles.putCarry(line.indicator, later, carry, body);
    const all = tiles.rows(line.indicator, block);
    const before = tiles.fact(line.indicator, block);
    const known = rows.reduce((most, row) => Math.max(most, row.known), before?.known ?? 0);
    const seq = rows.reduce((most, row) => Math.max(most, row.seq), before?.seq ?? 0);
    const t0 = all.reduce((least, row) => Math.min(least, row.t0), Infinity);
    const t1 = all.reduce((most, row) => Math.max(most, row.t1), -Infinity);
    if (all.length > 0) tiles.putFacts(line.indicator, { block, t0, t1, n: all.reduce((sum, { n }) => sum + n, 0), known, seq });
  });
  const keepCarry = db.transaction((line: Line, block: number, carry: Parameters<typeof encodeTile>[0], body: Uint8Array) =>
    tiles.putCarry(line.indicator, block, carry, body));
  const orReload = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      reload();
      throw error;
    }
  };
  const reload = (): void => {
    journal.reload();
    tiles.reload();
    ends.clear();
  };

  const findBlock = (before: number): { line: Line & { sites: number }; block: number } | null => {
    for (const line of lines()) {
      let late: number | null = null;
      for (const block of journal.blocks(line.indicator)) {
        if ((block + 1) * line.spanMs > before) break;
        if (spoilt.has(blockId(line.indicator, block))) continue;
        if (tiles.fact(line.indicator, block) === null) return { line, block };
        const rows = journal.rows(line.indicator, block);
        // Of what came late the newest first: where its sites speak again, nobody's words before have to be led on any further.
        if (rows.length >= LATE_WORTH || rows[0].known * 1000 <= before - LATE_MS) late = block;
      }
      if (late !== null) return { line, block: late };
    }
    return null;
  };
  const findBare = (): { line: Line & { sites: number }; block: number } | null => {
    for (const line of lines()) {
      const facts = tiles.facts(line.indicator);
      for (let i = 1; i < facts.length; i++) {
        const { block } = facts[i];
        if (!tiles.hasCarry(line.indicator, block) && journal.rows(line.indicator, block).length === 0 && !isThinned(tiles, line, block)) return { line, block };
      }
    }
    return null;
  };

  function* putAway(line: Line & { sites: number }, block: number): Generator<void, void> {
    const rows = [...journal.rows(line.indicator, block)];
    const isNew = tiles.fact(line.indicator, block) === null;
    const done = yield* encodeBlock(tiles, journal, { line, block, rows });
    const mended = yield* mendCarries(history, tiles, line, block, done.flatMap(({ changed }) => changed ?? []));
    // What lies before it was dropped meanwhile, or it was itself.
    if (journal.rows(line.indicator, block)[0]?.seq !== rows[0].seq) return;
    orReload(() => commit.immediate(line, block, rows, done, mended));
    if (!isNew) return;
    const begun = lateness;
    yield;
    const first = new Float64Array(line.sites).fill(Infinity);
    for (const { ending } of done) noteFirst(first, ending);
    yield* leadIn(line, block, first);
    // What came while it was being put away is not in what was put away.
    if (begun !== lateness || journal.rows(line.indicator, block).length > 0) ends.forget(line);
    else ends.add(line, block, done.map(({ ending }) => ending));
  }

  function* leadIn(line: Line & { sites: number }, block: number, first: Float64Array): Generator<void, void> {
    const begun = lateness;
    const before = yield* ends.before(line, block, line.sites);
    if (before === null || begun !== lateness) return;
    const carry = carryOf(line, block, before, first);
    const body = encodeTile(carry, squeezer);
    orReload(() => keepCarry.immediate(line, block, carry, body));
  }

  /** Where a page that it needs is damaged, a block stays as it is: the others are put away nevertheless. */
  function* putAwayOrLeave(line: Line & { sites: number }, block: number): Generator<void, void> {
    try {
      yield* putAway(line, block);
    } catch (error) {
      if (!isDamage(error)) throw error;
      spoilt.add(blockId(line.indicator, block));
    }
  }
  const thinning = openThinning({ db, journal, tiles, lines, orReload, thinned, putAway: (line, block) => putAwayOrLeave(lines().find(({ indicator }) => indicator === line.indicator)!, block) });

  return {
    *one({ mergeBefore, dropBefore, thin = [], knownBefore = null }) {
      const free = freePages(db);
      if (dropBefore !== null && (yield* thinning.dropOne(dropBefore))) {
        left = Math.max(0, freePages(db) - free);
        return true;
      }
      const found = findBlock(mergeBefore);
      if (found) {
        yield* putAwayOrLeave(found.line, found.block);
        return true;
      }
      if (yield* thinning.thinOne(thin)) return true;
      if (knownBefore !== null && thinning.forgetKnown(knownBefore)) return true;
      const bare = findBare();
      if (!bare) return yield* giveBack(db, journal.bytes(), left);
      const first = yield* firstWords(history, bare.line, bare.block, bare.line.sites);
      if (first !== null) yield* leadIn(bare.line, bare.block, first);
      return true;
    },
    *relieve(steps, before) {
      for (const stepMs of steps) if (yield* thinning.thinOne([{ stepMs, before }])) return true;
      return yield* thinning.dropOne(before);
    },
    appended(line, rows) {
      for (const { block } of rows) {
        const newest = tiles.facts(line.indicator).at(-1)?.block ?? -1;
        if (block > newest) continue;
        lateness++;
        ends.forget(line);
      }
    },
    reload,
  };
}
