/** The rows of blocks: written once, found by indicator and time from the index, unpacked through a small cache. */
import { blockBytes, blockOf, bySpan, SPAN_MS, type Block } from './block.ts';
import type { Database } from './openFile.ts';
import { packBlock, unpackBlock, unpackTimes } from './pack.ts';
import type { Batch } from './store.ts';

/** A row without its body, as the index gives it. */
export interface BlockRow {
  arrival: number;
  t0: number;
  t1: number;
}

export interface Journal {
  /** Inside the caller's transaction. The same block again takes the place of the one that was there. */
  append(indicator: number, batch: Batch, known: number): void;
  /** Rows with an observation in [from, to] perhaps, newest end first. */
  overlapping(indicator: number, from: number, to: number): BlockRow[];
  /** Of those, rows that may hold the site. */
  overlappingSite(indicator: number, from: number, to: number, site: number): BlockRow[];
  /** Null where the row is no longer there: upkeep has replaced or dropped it since the rows were listed. */
  block(row: BlockRow): Block | null;
  /** Null where the site is not in it; does not fill the cache. */
  blockOfSite(row: BlockRow, site: number): Block | null;
  /** Who spoke when in it; null where the row is no longer there. Does not fill the cache. */
  times(row: BlockRow): Pick<Block, 'sites' | 'starts' | 'offsets'> | null;
  /** Earliest start of a block after `time`; null where none. */
  startAfter(indicator: number, time: number): number | null;
  /** Latest end of a block that ends before `time`; null where none. */
  endBefore(indicator: number, time: number): number | null;
  extent(): { from: number; to: number } | null;
  /** A range of arrivals that lies before everything that is appended from now on; returns its first. */
  reserveArrivals(n: number): number;
  /** The latest arrival given so far. */
  lastArrival(): number;
  /** Of an indicator, rows that start in [from, to), by arrival. */
  starting(indicator: number, from: number, to: number): BlockRow[];
  /** Unpacked without the cache; null where the row is no longer there. */
  peek(row: BlockRow): Block | null;
  /** Inside the caller's transaction. */
  remove(arrival: number): void;
  insertMerged(arrival: number, indicator: number, block: Block, packed: Buffer, known: number): void;
}

const CACHE_BYTES = 96 * 1024 * 1024;
export const LAST_TIME = 8_640_000_000_000_000;

export function openJournal(db: Database): Journal {
  const insert = db.prepare('INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const twins = db.prepare('SELECT arrival, body FROM block WHERE indicator = ? AND t0 = ? AND t1 = ? AND n = ?');
  const deleteRow = db.prepare('DELETE FROM block WHERE arrival = ?');
  const byStart = db.prepare('SELECT arrival, t0, t1 FROM block WHERE indicator = ? AND t0 >= ? AND t0 < ? ORDER BY arrival');
  const byEnd = db.prepare('SELECT arrival, t0, t1 FROM block WHERE indicator = ? AND t1 >= ? AND t1 < ? AND t0 <= ? ORDER BY t1 DESC');
  const byEndAndSite = db.prepare('SELECT arrival, t0, t1 FROM block WHERE indicator = ? AND t1 >= ? AND t1 < ? AND t0 <= ? AND s0 <= ? AND s1 >= ?');
  const body = db.prepare('SELECT body FROM block WHERE arrival = ?').pluck();
  const after = db.prepare('SELECT min(t0) FROM block WHERE indicator = ? AND t0 > ?').pluck();
  const before = db.prepare('SELECT max(t1) FROM block WHERE indicator = ? AND t1 < ?').pluck();
  const edges = db.prepare('SELECT (SELECT min(t0) FROM block WHERE indicator = i.id) AS t0, (SELECT max(t1) FROM block WHERE indicator = i.id) AS t1 FROM indicator i');
  let lastArrival = (db.prepare('SELECT max(arrival) FROM block').pluck().get() as number | null) ?? 0;

  const cache = new Map<number, { block: Block; bytes: number }>();
  let cachedBytes = 0;
  const forget = (arrival: number): void => {
    cachedBytes -= cache.get(arrival)?.bytes ?? 0;
    cache.delete(arrival);
  };
  const remember = (arrival: number, block: Block): void => {
    const bytes = blockBytes(block);
    cache.set(arrival, { block, bytes });
    cachedBytes += bytes;
    for (const oldest of cache.keys()) {
      if (cachedBytes <= CACHE_BYTES || oldest === arrival) break;
      forget(oldest);
    }
  };
  const remove = (arrival: number): void => {
    deleteRow.run(arrival);
    forget(arrival);
  };
  const peek = ({ arrival, t0, t1 }: BlockRow, site?: number): Block | null => {
    const bytes = body.get(arrival) as Buffer | undefined;
    return bytes ? unpackBlock(bytes, t0, t1, site) : null;
  };

  return {
    append(indicator, batch, known) {
      for (const picked of bySpan(batch.times, SPAN_MS)) {
        const block = blockOf(batch, picked);
        const packed = packBlock(block);
        const { t0, t1, sites, values } = block;
        const twin = (twins.all(indicator, t0, t1, values.length) as { arrival: number; body: Buffer }[]).find((row) => row.body.equals(packed));
        if (twin) remove(twin.arrival);
        insert.run(++lastArrival, indicator, t0, t1, sites[0], sites[sites.length - 1], values.length, known, 0, packed);
      }
    },
    overlapping: (indicator, from, to) => byEnd.all(indicator, from, to + SPAN_MS, to) as BlockRow[],
    overlappingSite: (indicator, from, to, site) => byEndAndSite.all(indicator, from, to + SPAN_MS, to, site, site) as BlockRow[],
    block(row) {
      const cached = cache.get(row.arrival);
      if (cached) {
        cache.delete(row.arrival);
        cache.set(row.arrival, cached);
        return cached.block;
      }
      const block = peek(row);
      if (block) remember(row.arrival, block);
      return block;
    },
    blockOfSite: (row, site) => cache.get(row.arrival)?.block ?? peek(row, site),
    times({ arrival }) {
      const known = cache.get(arrival)?.block;
      const bytes = known ? undefined : (body.get(arrival) as Buffer | undefined);
      return known ?? (bytes ? unpackTimes(bytes) : null);
    },
    startAfter: (indicator, time) => after.get(indicator, time) as number | null,
    endBefore: (indicator, time) => before.get(indicator, time) as number | null,
    extent() {
      const rows = (edges.all() as { t0: number | null; t1: number | null }[]).filter((row) => row.t0 !== null);
      if (rows.length === 0) return null;
      return { from: Math.min(...rows.map((row) => row.t0!)), to: Math.max(...rows.map((row) => row.t1!)) };
    },
    reserveArrivals(n) {
      lastArrival += n;
      return lastArrival - n + 1;
    },
    lastArrival: () => lastArrival,
    starting: (indicator, from, to) => byStart.all(indicator, from, to) as BlockRow[],
    peek,
    remove,
    insertMerged: (arrival, indicator, { t0, t1, sites, values }, packed, known) =>
      void insert.run(arrival, indicator, t0, t1, sites[0], sites[sites.length - 1], values.length, known, 1, packed),
  };
}
