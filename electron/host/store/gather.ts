/** What the journal holds of a block, sorted into tiles. */
import { NOT_STATED } from '#contract/observation.ts';
import { TILE_SITES, tileOf } from './grid.ts';
import type { Line } from './history.ts';
import type { Journal, JournalRow } from './journal.ts';
import type { RawBatch } from './rawBatch.ts';

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
}

export interface Wanted {
  line: Line;
  block: number;
  rows: readonly JournalRow[];
}

const TILE_BITS = Math.log2(TILE_SITES);

/** How many observations of the journal lie in each tile that they touch. Yields every few milliseconds. */
export function* countTiles(journal: Journal, rows: readonly JournalRow[]): Generator<void, Map<number, number>> {
  const most = rows.reduce((highest, { s1 }) => Math.max(highest, tileOf(s1)), 0);
  const counts = new Uint32Array(most + 1);
  for (const row of rows) {
    if (tileOf(row.s0) === tileOf(row.s1)) {
      counts[tileOf(row.s0)] += row.n;
      continue;
    }
    // Dropped meanwhile: what is made of the rest is not kept.
    const sites = journal.sites(row);
    if (sites) for (let i = 0; i < sites.length; i++) counts[sites[i] >>> TILE_BITS]++;
    yield;
  }
  const touched = new Map<number, number>();
  counts.forEach((n, tile) => n > 0 && touched.set(tile, n));
  return touched;
}

/** Tiles `first` … `last`. Yields every few milliseconds. */
export function* gather(journal: Journal, { line: { spanMs }, block, rows }: Wanted, touched: ReadonlyMap<number, number>, first: number, last: number): Generator<void, Gathered> {
  const many = last - first + 1;
  const starts = new Uint32Array(many + 1);
  for (let tile = first; tile <= last; tile++) starts[tile - first + 1] = starts[tile - first] + (touched.get(tile) ?? 0);
  const n = starts[many];
  const into: Gathered = {
    first, starts, ends: starts.slice(0, many), sites: new Uint16Array(n), offsets: new Int32Array(n), values: new Float64Array(n), quality: null, counts: null, known: new Uint32Array(n),
  };
  for (const row of rows) {
    if (tileOf(row.s1) < first || tileOf(row.s0) > last) continue;
    const raw = journal.raw(row);
    if (raw) takeRaw(into, raw, row.known, row.t0 - block * spanMs);
    yield;
  }
  return into;
}

/** `shift`: of the row's beginning after the block's, ms. */
function takeRaw(into: Gathered, raw: RawBatch, second: number, shift: number): void {
  const { first, ends: next, sites, offsets, values, known } = into;
  const { sites: from, offsets: after, values: said, quality: codes, counts: people } = raw;
  const total = known.length;
  const quality = codes === null ? null : (into.quality ??= new Uint8Array(total));
  const counts = people === null ? null : (into.counts ??= new Uint32Array(total).fill(NOT_STATED));
  const n = from.length;
  const many = next.length;
  for (let i = 0; i < n; i++) {
    const site = from[i];
    const tile = (site >>> TILE_BITS) - first;
    if (tile < 0 || tile >= many) continue;
    const at = next[tile]++;
    sites[at] = site & (TILE_SITES - 1);
    offsets[at] = after[i] + shift;
    values[at] = said[i];
    known[at] = second;
    if (quality !== null && codes![i] !== 0) quality[at] = codes![i];
    if (counts !== null) counts[at] = people![i];
  }
}
