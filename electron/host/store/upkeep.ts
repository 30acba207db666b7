/** What keeps the file small and quick, in pieces of a few milliseconds, each crash-safe: merging, dropping. */
import { SPAN_MS, type Block } from './block.ts';
import { countMinutes, type BlockRow, type Journal } from './journal.ts';
import { merge } from './merge.ts';
import type { Database } from './openFile.ts';
import { packBlock } from './pack.ts';

/** More blocks than any span can be merged into. */
const MOST_MERGED = 8192;
/** Loose blocks that make it worth merging a span that was merged before: what comes late comes in drops. */
const LATE_WORTH = 8;
const DROPPED_AT_ONCE = 64;

export interface Upkeep {
  /** Merges one span that ended before `before`. Yields while it works; may be abandoned at any yield. False: there is none. */
  mergeOne(before: number): Generator<void, boolean>;
  /** Drops some of the blocks that ended before `before`. False: there are none. */
  dropSome(before: number): boolean;
}

export function openUpkeep(db: Database, journal: Journal): Upkeep {
  const findLoose = db.prepare(`
    SELECT l.indicator, l.t0 / ${SPAN_MS} AS span, count(*) AS loose FROM block l WHERE l.merged = 0 AND l.t0 / ${SPAN_MS} < ?
    GROUP BY l.indicator, l.t0 / ${SPAN_MS}
    HAVING loose >= ${LATE_WORTH} OR (loose > 1 AND loose = (
      SELECT count(*) FROM block a WHERE a.indicator = l.indicator AND a.t0 >= span * ${SPAN_MS} AND a.t0 < (span + 1) * ${SPAN_MS}))
    LIMIT 1`);
  const known = db.prepare('SELECT max(known) FROM block WHERE indicator = ? AND t0 >= ? AND t0 < ?').pluck();
  const old = db.prepare('SELECT b.arrival FROM indicator i CROSS JOIN block b INDEXED BY block_by_end WHERE b.indicator = i.id AND b.t1 < ? LIMIT ?').pluck();
  const addToTally = db.prepare('INSERT INTO tally VALUES (?, ?) ON CONFLICT (minute) DO UPDATE SET n = n + excluded.n');
  const dropTally = db.prepare('DELETE FROM tally WHERE minute < ?');

  const replace = db.transaction((indicator: number, rows: BlockRow[], first: number, blocks: Block[], packed: Buffer[], minutes: Map<number, number>) => {
    const from = Math.floor(rows[0].t0 / SPAN_MS) * SPAN_MS;
    const now = journal.starting(indicator, from, from + SPAN_MS).filter(({ arrival }) => arrival < first);
    // A block came again meanwhile and stands behind the others now: this merging has lost its ground.
    if (now.length !== rows.length) return;
    const newest = known.get(indicator, from, from + SPAN_MS) as number;
    for (const { arrival } of rows) journal.remove(arrival);
    blocks.forEach((block, i) => journal.insertMerged(first + i, indicator, block, packed[i], newest));
    for (const [minute, n] of minutes) if (n !== 0) addToTally.run(minute, n);
  });
  const drop = db.transaction((arrivals: number[], before: number) => {
    for (const arrival of arrivals) journal.remove(arrival);
    if (arrivals.length < DROPPED_AT_ONCE) dropTally.run(Math.floor(before / 60_000));
  });

  return {
    *mergeOne(before) {
      const found = findLoose.get(Math.floor(before / SPAN_MS)) as { indicator: number; span: number } | undefined;
      if (!found) return false;
      const { indicator, span } = found;
      const rows = journal.starting(indicator, span * SPAN_MS, (span + 1) * SPAN_MS);
      const first = journal.reserveArrivals(MOST_MERGED);
      const minutes = new Map<number, number>();
      let complete = true;
      const blocks = yield* merge((function* () {
        for (const row of rows) {
          const block = journal.peek(row);
          if (block) {
            countMinutes(block, minutes, -1);
            yield block;
          } else complete = false;
        }
      })());
      const packed: Buffer[] = [];
      for (const block of blocks) {
        packed.push(packBlock(block));
        countMinutes(block, minutes);
        yield;
      }
      if (complete) replace.immediate(indicator, rows, first, blocks, packed, minutes);
      return true;
    },
    dropSome(before) {
      const arrivals = old.all(before, DROPPED_AT_ONCE) as number[];
      if (arrivals.length === 0) return false;
      drop.immediate(arrivals, before);
      return true;
    },
  };
}
