/** What keeps the file small and quick, in pieces of a few milliseconds, each crash-safe: merging, dropping. */
import { SPAN_MS, type Block } from './block.ts';
import type { BlockRow, Journal } from './journal.ts';
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

  const replace = db.transaction((indicator: number, rows: BlockRow[], first: number, blocks: Block[], packed: Buffer[]) => {
    const from = Math.floor(rows[0].t0 / SPAN_MS) * SPAN_MS;
    const now = journal.starting(indicator, from, from + SPAN_MS).filter(({ arrival }) => arrival < first);
    // A block came again meanwhile and stands behind the others now: this merging has lost its ground.
    if (now.length !== rows.length) return;
    const newest = known.get(indicator, from, from + SPAN_MS) as number;
    for (const { arrival } of rows) journal.remove(arrival);
    blocks.forEach((block, i) => journal.insertMerged(first + i, indicator, block, packed[i], newest));
  });
  const drop = db.transaction((arrivals: number[]) => {
    for (const arrival of arrivals) journal.remove(arrival);
  });

  return {
    *mergeOne(before) {
      const found = findLoose.get(Math.floor(before / SPAN_MS)) as { indicator: number; span: number } | undefined;
      if (!found) return false;
      const { indicator, span } = found;
      const rows = journal.starting(indicator, span * SPAN_MS, (span + 1) * SPAN_MS);
      const first = journal.reserveArrivals(MOST_MERGED);
      let complete = true;
      const blocks = yield* merge((function* () {
        for (const row of rows) {
          const block = journal.peek(row);
          if (block) yield block;
          else complete = false;
        }
      })());
      const packed: Buffer[] = [];
      for (const block of blocks) {
        packed.push(packBlock(block));
        yield;
      }
      if (complete) replace.immediate(indicator, rows, first, blocks, packed);
      return true;
    },
    dropSome(before) {
      const arrivals = old.all(before, DROPPED_AT_ONCE) as number[];
      if (arrivals.length === 0) return false;
      drop.immediate(arrivals);
      return true;
    },
  };
}
