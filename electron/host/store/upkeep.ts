/** What keeps the file small and quick, in pieces of a few milliseconds, each crash-safe: putting away, leading in, dropping. */
import { encodeTile } from '#contract/blocks/tile.ts';
import { carryOf, firstWords, noteFirst } from './carry.ts';
import { encodeBlock, type PutAway } from './compact.ts';
import { openEnds } from './ends.ts';
import { carryMs } from './grid.ts';
import type { History, Line } from './history.ts';
import type { Journal, JournalRow } from './journal.ts';
import type { Database } from './openFile.ts';
import { squeezer } from './squeeze.ts';
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
}

export interface Upkeep {
  /** Puts away one block that ended before `before`, or works out what leads into one. Yields while it works; may be abandoned at any yield. False: there is none. */
  putOneAway(before: number): Generator<void, boolean>;
  /** Drops a block that ended before `before`. False: there is none. */
  dropOne(before: number): boolean;
  /** What was just appended changes what leads into later blocks. Inside the appending transaction. */
  appended(line: Line, rows: readonly JournalRow[]): void;
  /** After a transaction that was rolled back. */
  reload(): void;
}

export function openUpkeep({ db, history, journal, tiles, lines }: UpkeepParts): Upkeep {
  const ends = openEnds(history);
  /** Counts what came late: a carry that was worked out before it came is not to be kept. */
  let lateness = 0;

  const commit = db.transaction((line: Line, block: number, rows: readonly JournalRow[], done: PutAway[]) => {
    for (const { id, block: content, body, known } of done) tiles.put(id, content, body, known);
    journal.remove(rows);
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
  const drop = db.transaction((line: Line, block: number) => {
    journal.remove(journal.rows(line.indicator, block));
    tiles.drop(line.indicator, block);
  });
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
      for (const block of journal.blocks(line.indicator)) {
        if ((block + 1) * line.spanMs > before) break;
        const rows = journal.rows(line.indicator, block);
        const isWorth = rows.length >= LATE_WORTH || rows[0].known * 1000 <= before - LATE_MS;
        if (tiles.fact(line.indicator, block) === null || isWorth) return { line, block };
      }
    }
    return null;
  };
  const findBare = (): { line: Line & { sites: number }; block: number } | null => {
    for (const line of lines()) {
      const facts = tiles.facts(line.indicator);
      for (let i = 1; i < facts.length; i++) {
        const { block } = facts[i];
        if (!tiles.hasCarry(line.indicator, block) && journal.rows(line.indicator, block).length === 0) return { line, block };
      }
    }
    return null;
  };

  function* putAway(line: Line & { sites: number }, block: number): Generator<void, void> {
    const rows = [...journal.rows(line.indicator, block)];
    const isNew = tiles.fact(line.indicator, block) === null;
    const done = yield* encodeBlock(tiles, journal, { line, block, rows });
    // What lies before it was dropped meanwhile, or it was itself.
    if (journal.rows(line.indicator, block)[0]?.seq !== rows[0].seq) return;
    orReload(() => commit.immediate(line, block, rows, done));
    if (!isNew) return;
    const begun = lateness;
    yield;
    const first = new Float64Array(line.sites).fill(Infinity);
    for (const { block: content } of done) noteFirst(first, content);
    yield* leadIn(line, block, first);
    // What came while it was being put away is not in what was put away.
    if (begun !== lateness || journal.rows(line.indicator, block).length > 0) ends.forget(line);
    else ends.add(line, block, done.map(({ block: content }) => content));
  }

  function* leadIn(line: Line & { sites: number }, block: number, first: Float64Array): Generator<void, void> {
    const begun = lateness;
    const before = yield* ends.before(line, block, line.sites);
    if (before === null || begun !== lateness) return;
    const carry = carryOf(line, block, before, first);
    const body = encodeTile(carry, squeezer);
    orReload(() => keepCarry.immediate(line, block, carry, body));
  }

  return {
    *putOneAway(before) {
      const found = findBlock(before);
      if (found) {
        yield* putAway(found.line, found.block);
        return true;
      }
      const bare = findBare();
      if (!bare) return false;
      const first = yield* firstWords(history, bare.line, bare.block, bare.line.sites);
      if (first !== null) yield* leadIn(bare.line, bare.block, first);
      return true;
    },
    dropOne(before) {
      for (const line of lines()) {
        const oldest = Math.min(tiles.facts(line.indicator)[0]?.block ?? Infinity, journal.blocks(line.indicator)[0] ?? Infinity);
        if ((oldest + 1) * line.spanMs > before) continue;
        ends.forget(line);
        orReload(() => drop.immediate(line, oldest));
        return true;
      }
      return false;
    },
    appended(line, rows) {
      for (const { block } of rows) {
        const newest = tiles.facts(line.indicator).at(-1)?.block ?? -1;
        if (block > newest) continue;
        lateness++;
        ends.forget(line);
        tiles.dropCarries(line.indicator, block, Math.min(newest, block + Math.ceil(carryMs(line.spanMs) / line.spanMs)));
      }
    },
    reload,
  };
}
