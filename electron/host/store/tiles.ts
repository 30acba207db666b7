/** The cold end of history: tiles of blocks that were put away, what is known of each block, and what leads into it. */
import { crc32 } from 'node:zlib';
import type { Block } from '#contract/blocks/block.ts';
import { decodeTile } from '#contract/blocks/tile.ts';
import type { BlockCache } from './cache.ts';
import { blockId, tileId, tilesOf } from './grid.ts';
import { decodeKnown, type KnownTimes } from './knownTimes.ts';
import type { Database } from './openFile.ts';
import { unsqueeze } from './squeeze.ts';

export interface TileRow {
  id: number;
  t0: number;
  t1: number;
  n: number;
}

/** A block that was put away: of all its tiles together. */
export interface BlockFacts {
  block: number;
  t0: number;
  t1: number;
  n: number;
  /** The last second in which something of it became known. */
  known: number;
  /** The last journal row that is in it. */
  seq: number;
}

export interface Tiles {
  /** By block, rising. */
  facts(indicator: number): readonly BlockFacts[];
  fact(indicator: number, block: number): BlockFacts | null;
  rows(indicator: number, block: number): TileRow[];
  /** The one tile of a block that has the site. */
  row(indicator: number, block: number, tile: number): TileRow | null;
  /** Empty where it is damaged; null where it is no longer there. `keep`: in the cache. */
  load(row: TileRow, keep: boolean): Block | null;
  /** As it lies in the file; null where it is damaged or gone. */
  body(row: TileRow): Uint8Array | null;
  /** Null where it is no longer kept: everything counts as known when it was observed. */
  known(row: TileRow, block: Block): KnownTimes | null;
  /** The last words before the block of sites that are late in it; null where that is not worked out. */
  carry(indicator: number, block: number): Block | null;
  hasCarry(indicator: number, block: number): boolean;
  /** What follows is inside the caller's transaction; `reload` where that is rolled back. */
  put(id: number, block: Block, body: Uint8Array, known: Uint8Array): void;
  putFacts(indicator: number, facts: BlockFacts): void;
  putCarry(indicator: number, block: number, carry: Block, body: Uint8Array): void;
  /** Carries that lead into blocks of (from, to]. */
  dropCarries(indicator: number, from: number, to: number): void;
  /** Everything of a block. */
  drop(indicator: number, block: number): void;
  dropKnown(indicator: number, block: number): boolean;
  reload(): void;
}

interface Sealed { sum: number; body: Buffer }
const NOTHING: Block = { t0: 0, t1: 0, sites: new Uint32Array(0), starts: new Uint32Array(1), offsets: new Int32Array(0), values: new Float64Array(0), quality: null, counts: null };

export function openTiles(db: Database, cache: BlockCache, damaged: (what: string) => void): Tiles {
  const list = db.prepare('SELECT id, t0, t1, n FROM tile WHERE id >= ? AND id < ? ORDER BY id');
  const one = db.prepare('SELECT id, t0, t1, n FROM tile WHERE id = ?');
  const body = db.prepare('SELECT sum, body FROM tile WHERE id = ?');
  const knownBody = db.prepare('SELECT sum, body FROM known WHERE id = ?');
  const carryBody = db.prepare('SELECT t0, t1, sum, body FROM carry WHERE id = ?');
  const put = db.prepare('INSERT OR REPLACE INTO tile VALUES (?, ?, ?, ?, ?, ?)');
  const putKnown = db.prepare('INSERT OR REPLACE INTO known VALUES (?, ?, ?)');
  const putCarry = db.prepare('INSERT OR REPLACE INTO carry VALUES (?, ?, ?, ?, ?)');
  const dropCarries = db.prepare('DELETE FROM carry WHERE id > ? AND id <= ?');
  const putFacts = db.prepare('INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?, ?, ?, ?)');
  const dropTiles = db.prepare('DELETE FROM tile WHERE id >= ? AND id < ?');
  const dropKnown = db.prepare('DELETE FROM known WHERE id >= ? AND id < ?');
  const dropFacts = db.prepare('DELETE FROM block WHERE indicator = ? AND block = ?');
  const facts = new Map<number, BlockFacts[]>();
  const carries = new Set<number>();

  const reload = (): void => {
    facts.clear();
    carries.clear();
    for (const { indicator, ...fact } of db.prepare('SELECT * FROM block ORDER BY indicator, block').all() as (BlockFacts & { indicator: number })[]) {
      const mine = facts.get(indicator);
      if (mine) mine.push(fact);
      else facts.set(indicator, [fact]);
    }
    for (const id of db.prepare('SELECT id FROM carry').pluck().all() as number[]) carries.add(id);
  };
  reload();

  const opened = (found: Sealed | undefined, what: string): Buffer | null => {
    if (!found) return null;
    if (crc32(found.body) === found.sum) return found.body;
    damaged(what);
    return null;
  };
  const decoded = (bytes: Buffer, t0: number, t1: number, what: string): Block => {
    try {
      return decodeTile(bytes, t0, t1, unsqueeze);
    } catch {
      damaged(what);
      return NOTHING;
    }
  };

  return {
    facts: (indicator) => facts.get(indicator) ?? [],
    fact(indicator, block) {
      const mine = facts.get(indicator) ?? [];
      const at = positionOf(mine, block);
      return mine[at]?.block === block ? mine[at] : null;
    },
    rows: (indicator, block) => list.all(...tilesOf(indicator, block)) as TileRow[],
    row: (indicator, block, tile) => (one.get(tileId(indicator, block, tile)) as TileRow | undefined) ?? null,
    load(row, keep) {
      const cached = cache.get(row.id);
      if (cached) return cached;
      const found = body.get(row.id) as Sealed | undefined;
      if (!found) return null;
      const bytes = opened(found, `tile ${row.id}`);
      const block = bytes === null ? NOTHING : decoded(bytes, row.t0, row.t1, `tile ${row.id}`);
      if (keep) cache.put(row.id, block);
      return block;
    },
    body: (row) => opened(body.get(row.id) as Sealed | undefined, `tile ${row.id}`),
    known(row, block) {
      const bytes = opened(knownBody.get(row.id) as Sealed | undefined, `known times of tile ${row.id}`);
      return bytes && block !== NOTHING ? decodeKnown(bytes, block, unsqueeze) : null;
    },
    carry(indicator, block) {
      const id = blockId(indicator, block);
      if (!carries.has(id)) return null;
      const row = carryBody.get(id) as (Sealed & { t0: number; t1: number }) | undefined;
      const bytes = opened(row, `carry ${id}`);
      return bytes && decoded(bytes, row!.t0, row!.t1, `carry ${id}`);
    },
    hasCarry: (indicator, block) => carries.has(blockId(indicator, block)),
    put(id, block, bytes, known) {
      put.run(id, block.t0, block.t1, block.values.length, crc32(bytes), bytes);
      putKnown.run(id, crc32(known), known);
      cache.forget(id);
    },
    putFacts(indicator, fact) {
      putFacts.run(indicator, fact.block, fact.t0, fact.t1, fact.n, fact.known, fact.seq);
      const mine = facts.get(indicator) ?? [];
      facts.set(indicator, mine);
      const at = positionOf(mine, fact.block);
      mine.splice(at, mine[at]?.block === fact.block ? 1 : 0, fact);
    },
    putCarry(indicator, block, { t0, t1 }, bytes) {
      const id = blockId(indicator, block);
      putCarry.run(id, t0, t1, crc32(bytes), bytes);
      carries.add(id);
    },
    dropCarries(indicator, from, to) {
      let any = false;
      for (let block = from + 1; block <= to; block++) any = carries.delete(blockId(indicator, block)) || any;
      if (any) dropCarries.run(blockId(indicator, from), blockId(indicator, to));
    },
    drop(indicator, block) {
      for (const { id } of list.all(...tilesOf(indicator, block)) as TileRow[]) cache.forget(id);
      dropTiles.run(...tilesOf(indicator, block));
      dropKnown.run(...tilesOf(indicator, block));
      dropCarries.run(blockId(indicator, block) - 1, blockId(indicator, block));
      carries.delete(blockId(indicator, block));
      dropFacts.run(indicator, block);
      const mine = facts.get(indicator) ?? [];
      const at = positionOf(mine, block);
      if (mine[at]?.block === block) mine.splice(at, 1);
    },
    dropKnown: (indicator, block) => dropKnown.run(...tilesOf(indicator, block)).changes > 0,
    reload,
  };
}

/** Where `block` is, or would be. */
export function positionOf(facts: readonly BlockFacts[], block: number): number {
  let low = 0;
  let high = facts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (facts[middle].block < block) low = middle + 1;
    else high = middle;
  }
  return low;
}
