/** What the journal holds of a block and what was put away of it before, sorted into tiles. */
import { NOT_STATED } from '#contract/observation.ts';
import { TILE_SITES, tileId, tileOf } from './grid.ts';
import type { Line } from './history.ts';
import type { Journal, JournalRow } from './journal.ts';
import type { Replaced } from './knownTimes.ts';
import type { RawBatch } from './rawBatch.ts';
import type { Tiles } from './tiles.ts';

/** Columns of observations; those of tile `first + i` from `starts[i]` to `ends[i]`, in the order of arrival. */
export interface Gathered {
  first: number;
  starts: Uint32Array;
  ends: Uint32Array;
  /** The site within its tile. */
  sites: Uint16Array;
  /** Milliseconds after the block begins. */
  offsets: Int32Array;
  values: Float64Array;
  /** Null: all 0. */
  quality: Uint8Array | null;
  /** Null: none stated. */
  counts: Uint32Array | null;
  /** Whole seconds since the epoch. */
  known: Uint32Array;
  replaced: Map<number, Replaced[]>;
}

export interface Wanted {
  line: Line;
  block: number;
  rows: readonly JournalRow[];
}

/** How many observations of the journal lie in each tile that they touch. Yields every few milliseconds. */
export function* countTiles(journal: Journal, rows: readonly JournalRow[]): Generator<void, Map<number, number>> {
  const most = rows.reduce((highest, { s1 }) => Math.max(highest, tileOf(s1)), 0);
  const counts = new Uint32Array(most + 1);
  for (const row of rows) {
    if (tileOf(row.s0) === tileOf(row.s1)) {
      counts[tileOf(row.s0)] += row.n;
      continue;
    }
    const raw = journal.raw(row);
    // Dropped meanwhile: what is made of the rest is not kept.
    if (raw) for (let i = 0; i < raw.sites.length; i++) counts[raw.sites[i] >>> TILE_BITS]++;
    yield;
  }
  const touched = new Map<number, number>();
  counts.forEach((n, tile) => n > 0 && touched.set(tile, n));
  return touched;
}

const TILE_BITS = Math.log2(TILE_SITES);

/** Tiles `first` … `last`. Yields every few milliseconds. */
export function* gather(tiles: Tiles, journal: Journal, { line: { indicator, spanMs }, block, rows }: Wanted, touched: ReadonlyMap<number, number>, first: number, last: number): Generator<void, Gathered> {
  const start = block * spanMs;
  const many = last - first + 1;
  const starts = new Uint32Array(many + 1);
  const before = tiles.fact(indicator, block) === null ? [] : tiles.rows(indicator, block).filter(({ id }) => touched.has(id - tileId(indicator, block, 0)) && id >= tileId(indicator, block, first) && id <= tileId(indicator, block, last));
  for (const { id, n } of before) starts[id - tileId(indicator, block, first) + 1] += n;
  for (const [tile, n] of touched) if (tile >= first && tile <= last) starts[tile - first + 1] += n;
  for (let i = 0; i < many; i++) starts[i + 1] += starts[i];
  const n = starts[many];
  const into: Gathered = {
    first, starts, ends: starts.slice(0, many), sites: new Uint16Array(n), offsets: new Int32Array(n), values: new Float64Array(n), quality: null, counts: null, known: new Uint32Array(n), replaced: new Map(),
  };
  const next = into.ends;
  // What was put away before came first.
  for (const row of before) {
    const loaded = tiles.load(row, false);
    if (!loaded) continue;
    const known = tiles.known(row, loaded);
    const tile = row.id - tileId(indicator, block, 0);
    for (let s = 0; s < loaded.sites.length; s++) {
      for (let i = loaded.starts[s]; i < loaded.starts[s + 1]; i++) {
        const at = next[tile - first]++;
        into.sites[at] = loaded.sites[s] % TILE_SITES;
        into.offsets[at] = loaded.offsets[i] + loaded.t0 - start;
        into.values[at] = loaded.values[i];
        // What is no longer kept was known when it was observed.
        into.known[at] = known ? known.known[i] : Math.ceil((loaded.t0 + loaded.offsets[i]) / 1000);
        if (loaded.quality !== null) (into.quality ??= new Uint8Array(n))[at] = loaded.quality[i];
        if (loaded.counts !== null) (into.counts ??= new Uint32Array(n).fill(NOT_STATED))[at] = loaded.counts[i];
      }
    }
    if (known && known.replaced.length > 0) into.replaced.set(tile, known.replaced);
    yield;
  }
  for (const row of rows) {
    if (tileOf(row.s1) < first || tileOf(row.s0) > last) continue;
    const raw = journal.raw(row);
    if (raw) takeRaw(into, raw, row, row.t0 - start, next);
    yield;
  }
  return into;
}

function takeRaw(into: Gathered, raw: RawBatch, row: JournalRow, shift: number, next: Uint32Array): void {
  const { sites, offsets, values, known } = into;
  const { sites: from, offsets: after, values: said, unit, scale } = raw;
  const n = from.length;
  const total = known.length;
  const quality = raw.quality === null ? into.quality : (into.quality ??= new Uint8Array(total));
  const counts = raw.counts === null ? into.counts : (into.counts ??= new Uint32Array(total).fill(NOT_STATED));
  const { first } = into;
  const many = next.length;
  for (let i = 0; i < n; i++) {
    const site = from[i];
    const tile = (site >>> TILE_BITS) - first;
    if (tile < 0 || tile >= many) continue;
    const at = next[tile]++;
    sites[at] = site & (TILE_SITES - 1);
    offsets[at] = after[i] * unit + shift;
    values[at] = said[i] / scale;
    known[at] = row.known;
    if (raw.quality !== null) quality![at] = raw.quality[i];
    if (raw.counts !== null) counts![at] = raw.counts[i];
  }
}
