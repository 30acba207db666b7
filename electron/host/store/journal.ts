/** The hot end of history: batches as they came, one row for each block that they touch, until the block is put away. */
import type { Block } from '#contract/blocks/block.ts';
import { blockOf, bySpan } from './block.ts';
import type { BlockCache } from './cache.ts';
import type { Database } from './openFile.ts';
import { packRaw, rawColumns, rawSites, unpackRaw, type RawBatch, type RawColumns } from './rawBatch.ts';
import { isSealed, readOr, readRows, sealOf } from './salvage.ts';
import type { Batch } from './store.ts';

/** A row without its body. */
export interface JournalRow {
  /** Rises with every row: of two that speak of the same site and time, the later holds. */
  seq: number;
  indicator: number;
  block: number;
  /** Times of its first and last observation, epoch ms; its lowest and highest site. */
  t0: number;
  t1: number;
  s0: number;
  s1: number;
  n: number;
  /** When it became known, whole seconds since the epoch. */
  known: number;
}

export interface Journal {
  /** Inside the caller's transaction; `reload` where that is rolled back. */
  append(indicator: number, spanMs: number, batch: Batch, known: number): JournalRow[];
  /** By seq. */
  rows(indicator: number, block: number): readonly JournalRow[];
  /** Blocks that have rows, rising. */
  blocks(indicator: number): number[];
  /** All rows with a seq above `seq`, by seq. */
  since(indicator: number, seq: number): JournalRow[];
  /** Null where the row is no longer there: its block has been put away since. Empty where it is damaged. */
  load(row: JournalRow): Block | null;
  raw(row: JournalRow): RawBatch | null;
  /** Only its sites, in the order in which they came; null and empty as `load`. */
  sites(row: JournalRow): Uint32Array | null;
  /** As they lie in the row; null where it is gone, damaged or not of whole numbers. */
  columns(row: JournalRow): RawColumns | null;
  /** The rows' bodies, inside the caller's transaction. */
  remove(rows: readonly JournalRow[]): void;
  /** Rows waiting, of all indicators. */
  readonly size: number;
  /** Bytes that the rows take, nearly. */
  bytes(): number;
  lastSeq(): number;
  /** Enters the rows that another connection has added since. */
  catchUp(): void;
  /** Reads everything again: after a transaction that was rolled back. */
  reload(): void;
}

export function openJournal(db: Database, cache: BlockCache, damaged: (what: string) => void): Journal {
  const insert = db.prepare('INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const body = db.prepare('SELECT sum, body FROM journal WHERE seq = ?');
  const list = ['ASC', 'DESC'].map((order) => db.prepare(`SELECT seq, indicator, block, t0, t1, s0, s1, n, known FROM journal WHERE seq > ? ORDER BY seq ${order}`));
  const highest = db.prepare("SELECT value FROM fact WHERE name = 'seq'").pluck();
  const remove = db.prepare('DELETE FROM journal WHERE seq = ?');
  const index = new Map<number, Map<number, JournalRow[]>>();
  let lastSeq = 0;
  let size = 0;

  const enter = (row: JournalRow): void => {
    let blocks = index.get(row.indicator);
    if (!blocks) index.set(row.indicator, (blocks = new Map()));
    const rows = blocks.get(row.block);
    if (rows) rows.push(row);
    else blocks.set(row.block, [row]);
    size++;
  };
  const catchUp = (): void => {
    for (const row of readRows<JournalRow>(list[0], list[1], [lastSeq], () => damaged('part of the journal'))) enter(row);
    lastSeq = highest.get() as number;
  };
  const reload = (): void => {
    index.clear();
    size = lastSeq = 0;
    catchUp();
  };
  reload();
  const putSeq = db.prepare("UPDATE fact SET value = ? WHERE name = 'seq'");

  const unpacked = <T>(row: JournalRow, unpack: (bytes: Buffer) => T, nothing: T): T | null => {
    const found = readOr(() => body.get(row.seq) as { sum: number; body: Buffer } | undefined, BROKEN, () => undefined);
    if (!found) return null;
    if (isSealed(found.body, found.sum, besideOf(row))) {
      try {
        return unpack(found.body);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    damaged(`journal row ${row.seq}`);
    return nothing;
  };
  const raw = (row: JournalRow): RawBatch | null => unpacked(row, unpackRaw, NOTHING);

  return {
    append(indicator, spanMs, batch, known) {
      const all = edgesOf(batch, null);
      const isWithin = Math.floor(all.t0 / spanMs) === Math.floor(all.t1 / spanMs);
      const rows = (isWithin ? [null] : bySpan(batch.times, spanMs)).map((picked) => {
        const row: JournalRow = { seq: ++lastSeq, indicator, block: 0, ...(picked === null ? all : edgesOf(batch, picked)), known: Math.ceil(known / 1000) };
        row.block = Math.floor(row.t0 / spanMs);
        const bytes = packRaw(batch, picked, row.t0);
        insert.run(row.seq, indicator, row.block, row.t0, row.t1, row.s0, row.s1, row.n, row.known, sealOf(bytes, besideOf(row)), bytes);
        enter(row);
        return row;
      });
      putSeq.run(lastSeq);
      return rows;
    },
    rows: (indicator, block) => index.get(indicator)?.get(block) ?? [],
    blocks: (indicator) => [...(index.get(indicator)?.keys() ?? [])].toSorted((a, b) => a - b),
    since: (indicator, seq) => [...(index.get(indicator)?.values() ?? [])].flat().filter((row) => row.seq > seq).toSorted((a, b) => a.seq - b.seq),
    load(row) {
      const cached = cache.get(-row.seq);
      if (cached) return cached;
      const columns = raw(row);
      if (!columns) return null;
      const block = blockOf(batchOf(columns, row.t0), null);
      cache.put(-row.seq, block);
      return block;
    },
    raw,
    sites: (row) => unpacked(row, rawSites, NOTHING.sites),
    columns: (row) => unpacked(row, rawColumns, null),
    remove(rows) {
      const gone = new Set(rows.map(({ seq }) => seq));
      for (const seq of gone) {
        remove.run(seq);
        cache.forget(-seq);
      }
      for (const { indicator, block } of new Map(rows.map((row) => [`${row.indicator}/${row.block}`, row])).values()) {
        const blocks = index.get(indicator)!;
        const left = (blocks.get(block) ?? []).filter(({ seq }) => !gone.has(seq));
        if (left.length > 0) blocks.set(block, left);
        else blocks.delete(block);
      }
      size -= gone.size;
    },
    get size() {
      return size;
    },
    bytes: () => [...index.values()].flatMap((blocks) => [...blocks.values()].flat()).reduce((sum, { n }) => sum + n, 0) * BYTES_A_WORD,
    lastSeq: () => lastSeq,
    catchUp,
    reload,
  };
}

/** Of what `packRaw` gives. */
const BYTES_A_WORD = 5;

/** A row that cannot be read is one whose seal is broken. */
const BROKEN = { sum: NaN, body: null };
const NOTHING: RawBatch = { sites: new Uint32Array(0), offsets: new Int32Array(0), values: new Float64Array(0), quality: null, counts: null };

const besideOf = ({ seq, indicator, block, t0, t1, s0, s1, n, known }: JournalRow): number[] => [seq, indicator, block, t0, t1, s0, s1, n, known];

function batchOf({ sites, offsets, values, quality, counts }: RawBatch, t0: number): Batch {
  const n = sites.length;
  const times = new Float64Array(n);
  for (let i = 0; i < n; i++) times[i] = t0 + offsets[i];
  return { indicator: '', sites, times, values, quality: quality ?? new Uint8Array(n), counts };
}

function edgesOf({ times, sites }: Batch, picked: Uint32Array | null): { t0: number; t1: number; s0: number; s1: number; n: number } {
  const n = picked?.length ?? times.length;
  let [t0, t1, s0, s1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < n; i++) {
    const at = picked === null ? i : picked[i];
    const time = times[at];
    const site = sites[at];
    if (time < t0) t0 = time;
    if (time > t1) t1 = time;
    if (site < s0) s0 = site;
    if (site > s1) s1 = site;
  }
  return { t0, t1, s0, s1, n };
}
