/** The cold end of history: tiles of blocks that were put away, what is known of each block, and what leads into it. */
import type { Statement } from 'better-sqlite3';
import type { Block } from '#contract/blocks/block.ts';
import { lastWords, type LastWords } from '#contract/blocks/lastWords.ts';
import { addSums, type StepSums } from '#contract/blocks/siteSums.ts';
import { siteWords, sitesWords } from '#contract/blocks/siteWords.ts';
import { decodeTile } from '#contract/blocks/tile.ts';
import { decodeBand } from './band.ts';
import type { BlockCache } from './cache.ts';
import { blockId, placeOfTile, tileId, tilesOf } from './grid.ts';
import { decodeKnown, type KnownTimes } from './knownTimes.ts';
import type { Database } from './openFile.ts';
import { isSealed, readOr, readRows, sealOf } from './salvage.ts';
import { unsqueeze } from './squeeze.ts';
import type { Band } from './thin.ts';

export interface TileRow {
  id: number;
  t0: number;
  t1: number;
  n: number;
  /** Another where its content is another. */
  sum: number;
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
  /** One site alone, without its quality, read without unfolding the others; `held` and null as `last`. */
  ofSite(row: TileRow, site: number): Block | 'held' | null;
  /** At least these sites (rising), quality perhaps left out, as `ofSite`. */
  ofSites(row: TileRow, sites: Uint32Array): Block | 'held' | null;
  /** Adds what these sites (rising) said; false where that cannot be done so, and of a tile that is damaged nothing; `held` and null as `last`. */
  addSums(row: TileRow, sites: Uint32Array, into: StepSums): boolean | 'held' | null;
  /** What each of its sites last said at `time` (epoch ms), read without unfolding it; `held`: it lies unfolded in the cache; null where it is gone. */
  last(row: TileRow, time: number): LastWords | 'held' | null;
  /** As it lies in the file; null where it is damaged or gone. */
  body(row: TileRow): Uint8Array | null;
  /** Null where it is no longer kept: everything counts as known when it was observed. */
  known(row: TileRow, block: Block): KnownTimes | null;
  /** The last words before the block of sites that are late in it; null where that is not worked out. */
  carry(indicator: number, block: number): Block | null;
  hasCarry(indicator: number, block: number): boolean;
  /** What follows is inside the caller's transaction; `reload` where that is rolled back. */
  put(row: Omit<TileRow, 'sum'>, body: Uint8Array, known: Uint8Array | null): void;
  putFacts(indicator: number, facts: BlockFacts): void;
  putCarry(indicator: number, block: number, carry: Block, body: Uint8Array): void;
  /** Carries that lead into blocks of (from, to]. */
  dropCarries(indicator: number, from: number, to: number): void;
  /** Everything of a block. */
  drop(indicator: number, block: number): void;
  dropKnown(indicator: number, block: number): boolean;
  /** The first block before `before` of which becoming known is still kept; null where there is none. */
  firstKnown(indicator: number, before: number): number | null;
  /** Of a tile that is thinned; null where it is not, or is damaged. */
  band(row: TileRow): Band | null;
  putBand(id: number, body: Uint8Array): void;
  /** One tile of a block; the block with its last. */
  dropTile(indicator: number, block: number, row: TileRow): void;
  reload(): void;
}

interface Sealed { sum: number; body: Buffer | null }
const NOTHING: Block = { t0: 0, t1: 0, sites: new Uint32Array(0), starts: new Uint32Array(1), offsets: new Int32Array(0), values: new Float64Array(0), quality: null, counts: null };

const besideTile = ({ id, t0, t1, n }: Omit<TileRow, 'sum'>): number[] => [id, t0, t1, n];

/** The row; null where there is none. One that cannot be read has a broken seal. */
const found = <T extends Sealed>(statement: Statement, id: number): T | null => (readOr(() => statement.get(id), { sum: NaN, body: null }, () => undefined) ?? null) as T | null;

const NO_WORDS: LastWords = { sites: new Uint32Array(0), times: new Float64Array(0), values: new Float64Array(0), quality: null, counts: null, next: Infinity };

export function openTiles(db: Database, cache: BlockCache, damaged: (what: string) => void): Tiles {
  const list = ['ASC', 'DESC'].map((order) => db.prepare(`SELECT id, t0, t1, n, sum FROM tile WHERE id >= ? AND id < ? ORDER BY id ${order}`));
  const one = db.prepare('SELECT id, t0, t1, n, sum FROM tile WHERE id = ?');
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
  const firstKnown = db.prepare('SELECT min(id) FROM known WHERE id >= ? AND id < ?').pluck();
  const bandBody = db.prepare('SELECT sum, body FROM band WHERE id = ?');
  const putBand = db.prepare('INSERT OR REPLACE INTO band VALUES (?, ?, ?)');
  const dropBands = db.prepare('DELETE FROM band WHERE id >= ? AND id < ?');
  const dropOne = ['tile', 'known', 'band'].map((table) => db.prepare(`DELETE FROM ${table} WHERE id = ?`));
  const dropFacts = db.prepare('DELETE FROM block WHERE indicator = ? AND block = ?');
  const listFacts = ['ASC', 'DESC'].map((order) => db.prepare(`SELECT * FROM block WHERE indicator = ? ORDER BY block ${order}`));
  const listCarries = ['ASC', 'DESC'].map((order) => db.prepare(`SELECT id FROM carry WHERE id >= ? AND id < ? ORDER BY id ${order}`));
  const changed = db.prepare("UPDATE fact SET value = value + 1 WHERE name = 'tiles'");
  const facts = new Map<number, BlockFacts[]>();
  const carries = new Map<number, Set<number>>();
  /** The seal under which each tile of the cache was read: somebody else may have put another in its place. */
  const seals = new Map<number, number>();

  const reload = (): void => {
    facts.clear();
    carries.clear();
  };
  const factsOf = (indicator: number): BlockFacts[] => {
    let mine = facts.get(indicator);
    if (!mine) {
      mine = readRows<BlockFacts>(listFacts[0], listFacts[1], [indicator], () => damaged(`the list of blocks of indicator ${indicator}`));
      facts.set(indicator, mine);
    }
    return mine;
  };
  const carriesOf = (indicator: number): Set<number> => {
    let mine = carries.get(indicator);
    if (!mine) {
      const range = [blockId(indicator, 0), blockId(indicator + 1, 0)];
      mine = new Set(readRows<{ id: number }>(listCarries[0], listCarries[1], range, () => damaged(`the list of carries of indicator ${indicator}`)).map(({ id }) => id));
      carries.set(indicator, mine);
    }
    return mine;
  };
  const rowsOf = (indicator: number, block: number): TileRow[] =>
    readRows<TileRow>(list[0], list[1], tilesOf(indicator, block), () => damaged(`the list of tiles of block ${blockId(indicator, block)}`));

  const opened = (row: Sealed | null, beside: readonly number[], what: string): Buffer | null => {
    if (row === null) return null;
    if (isSealed(row.body, row.sum, beside)) return row.body;
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

  /** What `read` finds in a tile's bytes; `nothing` where that is null or the tile is damaged; `held`: it lies unfolded in the cache; null: it is gone. */
  const asked = <T>(row: TileRow, read: (bytes: Buffer) => T | null, nothing: T): T | 'held' | null => {
    if (cache.get(row.id) && seals.get(row.id) === row.sum) return 'held';
    const now = found<Sealed>(body, row.id);
    if (now === null || (!Number.isNaN(now.sum) && now.sum !== row.sum)) return null;
    const bytes = opened(now, besideTile(row), `tile ${row.id}`);
    try {
      return (bytes && read(bytes)) ?? nothing;
    } catch {
      damaged(`tile ${row.id}`);
      return nothing;
    }
  };

  return {
    facts: factsOf,
    fact(indicator, block) {
      const mine = factsOf(indicator);
      const at = positionOf(mine, block);
      return mine[at]?.block === block ? mine[at] : null;
    },
    rows: rowsOf,
    row(indicator, block, tile) {
      const id = tileId(indicator, block, tile);
      return readOr(() => (one.get(id) as TileRow | undefined) ?? null, null, () => damaged(`tile ${id}`));
    },
    load(row, keep) {
      const cached = cache.get(row.id);
      if (cached && seals.get(row.id) === row.sum) return cached;
      const now = found<Sealed>(body, row.id);
      if (now === null) return null;
      // What another connection has put in its place since is not described by this row.
      if (!Number.isNaN(now.sum) && now.sum !== row.sum) return null;
      const bytes = opened(now, besideTile(row), `tile ${row.id}`);
      const block = bytes === null ? NOTHING : decoded(bytes, row.t0, row.t1, `tile ${row.id}`);
      if (keep) {
        cache.put(row.id, block);
        seals.set(row.id, row.sum);
      }
      return block;
    },
    ofSite: (row, site) => asked<Block>(row, (bytes) => siteWords(bytes, row, site, unsqueeze), NOTHING),
    ofSites: (row, sites) => asked<Block>(row, (bytes) => sitesWords(bytes, row, sites, unsqueeze), NOTHING),
    addSums: (row, sites, into) => asked<boolean>(row, (bytes) => addSums(bytes, row, sites, into, unsqueeze), true),
    last: (row, time) => asked<LastWords>(row, (bytes) => lastWords(bytes, row.t0, time, unsqueeze), NO_WORDS),
    body: (row) => opened(found<Sealed>(body, row.id), besideTile(row), `tile ${row.id}`),
    known(row, block) {
      const bytes = opened(found<Sealed>(knownBody, row.id), [row.id], `known times of tile ${row.id}`);
      return bytes && block !== NOTHING ? decodeKnown(bytes, block, unsqueeze) : null;
    },
    carry(indicator, block) {
      const id = blockId(indicator, block);
      if (!carriesOf(indicator).has(id)) return null;
      const row = found<Sealed & { t0: number; t1: number }>(carryBody, id);
      const bytes = row && opened(row, [id, row.t0, row.t1], `carry ${id}`);
      return bytes && decoded(bytes, row!.t0, row!.t1, `carry ${id}`);
    },
    hasCarry: (indicator, block) => carriesOf(indicator).has(blockId(indicator, block)),
    put(row, bytes, known) {
      const { id } = row;
      put.run(id, row.t0, row.t1, row.n, sealOf(bytes, besideTile(row)), bytes);
      if (known !== null) putKnown.run(id, sealOf(known, [id]), known);
      cache.forget(id);
    },
    putFacts(indicator, fact) {
      putFacts.run(indicator, fact.block, fact.t0, fact.t1, fact.n, fact.known, fact.seq);
      changed.run();
      const mine = factsOf(indicator);
      const at = positionOf(mine, fact.block);
      mine.splice(at, mine[at]?.block === fact.block ? 1 : 0, fact);
    },
    putCarry(indicator, block, { t0, t1 }, bytes) {
      const id = blockId(indicator, block);
      putCarry.run(id, t0, t1, sealOf(bytes, [id, t0, t1]), bytes);
      changed.run();
      carriesOf(indicator).add(id);
    },
    dropCarries(indicator, from, to) {
      let any = false;
      for (let block = from + 1; block <= to; block++) any = carriesOf(indicator).delete(blockId(indicator, block)) || any;
      if (!any) return;
      dropCarries.run(blockId(indicator, from), blockId(indicator, to));
      changed.run();
    },
    drop(indicator, block) {
      for (const { id } of rowsOf(indicator, block)) cache.forget(id);
      dropTiles.run(...tilesOf(indicator, block));
      dropKnown.run(...tilesOf(indicator, block));
      dropBands.run(...tilesOf(indicator, block));
      dropCarries.run(blockId(indicator, block) - 1, blockId(indicator, block));
      carriesOf(indicator).delete(blockId(indicator, block));
      dropFacts.run(indicator, block);
      changed.run();
      const mine = factsOf(indicator);
      const at = positionOf(mine, block);
      if (mine[at]?.block === block) mine.splice(at, 1);
    },
    dropKnown: (indicator, block) => dropKnown.run(...tilesOf(indicator, block)).changes > 0,
    firstKnown(indicator, before) {
      const id = firstKnown.get(tileId(indicator, 0, 0), tileId(indicator, before, 0)) as number | null;
      return id === null ? null : placeOfTile(id).block;
    },
    band(row) {
      const bytes = opened(found<Sealed>(bandBody, row.id), [row.id], `band of tile ${row.id}`);
      return bytes && decodeBand(bytes);
    },
    putBand: (id, bytes) => void putBand.run(id, sealOf(bytes, [id]), bytes),
    dropTile(indicator, block, { id, n }) {
      for (const statement of dropOne) statement.run(id);
      cache.forget(id);
      const fact = this.fact(indicator, block);
      if (fact === null) return;
      if (fact.n <= n) this.drop(indicator, block);
      else this.putFacts(indicator, { ...fact, n: fact.n - n });
    },
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
