/** What the journal holds of a block as records in the kernel's memory, by tile: as `gather.ts`, for batches of whole numbers. */
import type { Gathered, Wanted } from '../gather.ts';
import { tileOf } from '../grid.ts';
import type { Journal } from '../journal.ts';
import type { RawColumns } from '../rawBatch.ts';
import { placesFrom, RECORD, type Room } from './room.ts';

/** Where what lies: a number a tile that is counted, an address a tile, and behind them the records. */
const TILES = 4096;
const COUNTS = 0;
const NEXT = 4 * TILES;
const RECORDS = 8 * TILES;

export interface Counted {
  /** How many observations lie in each tile that is touched. */
  touched: Map<number, number>;
  /** With so many decimals all values are whole numbers. */
  decimals: number;
}

/** Sites of a batch as a column, in what `places` has next; null where they are not what was written. */
function laySites(room: Room, { n, near, sites }: RawColumns, places: ReturnType<typeof placesFrom>): number | null {
  const into = places.next(4 * n);
  const far = places.next(4 * sites.length);
  const steps = places.next(n);
  const { u8, u32 } = room.reach(places.end());
  if (near === null) {
    u32.set(sites, into / 4);
    return into;
  }
  u32.set(sites, far / 4);
  u8.set(near, steps);
  return room.loops.nearSites(steps, far, sites.length, n, into) < 0 ? null : into;
}

/** Yields every few milliseconds; null where not all of it can be laid there. */
export function* countThere(room: Room, journal: Journal, rows: Wanted['rows']): Generator<void, Counted | null> {
  room.reach(RECORDS).u32.fill(0, COUNTS / 4, COUNTS / 4 + TILES);
  let decimals = 0;
  for (const row of rows) {
    const columns = journal.columns(row);
    if (columns === null || columns.counts !== null) return null;
    decimals = Math.max(decimals, columns.decimals);
    const sites = laySites(room, columns, placesFrom(RECORDS));
    if (sites === null || room.loops.countTiles(sites, columns.n, COUNTS, TILES) < 0) return null;
    yield;
  }
  const touched = new Map<number, number>();
  room.reach(0).u32.subarray(COUNTS / 4, COUNTS / 4 + TILES).forEach((n, tile) => n > 0 && touched.set(tile, n));
  return { touched, decimals };
}

export interface There {
  room: Room;
  decimals: number;
  /** Where nothing lies yet. */
  free: number;
  /** Of a tile: where its records begin, in the order of arrival, and how many there are. */
  of(tile: number): { at: number; n: number };
}

/** Tiles `first` … `last`. Yields every few milliseconds; null where a value is too large. */
export function* gatherThere(room: Room, journal: Journal, { line: { spanMs }, block, rows }: Wanted, { touched, decimals }: Counted, first: number, last: number): Generator<void, There | null> {
  const begins = new Uint32Array(last - first + 2);
  begins[0] = RECORDS;
  for (let tile = first; tile <= last; tile++) begins[tile - first + 1] = begins[tile - first] + RECORD * (touched.get(tile) ?? 0);
  const free = begins[begins.length - 1];
  room.reach(free).u32.set(begins.subarray(0, -1), NEXT / 4);
  for (const row of rows) {
    if (tileOf(row.s1) < first || tileOf(row.s0) > last) continue;
    const columns = journal.columns(row);
    // Dropped meanwhile: what is made of the rest is not kept.
    if (columns !== null && !scatter(room, columns, { row, shift: row.t0 - block * spanMs, decimals, first, many: last - first + 1, free })) return null;
    yield;
  }
  return { room, decimals, free, of: (tile) => ({ at: begins[tile - first], n: (room.reach(0).u32[NEXT / 4 + tile - first] - begins[tile - first]) / RECORD }) };
}

interface Into { row: { known: number }; shift: number; decimals: number; first: number; many: number; free: number }

function scatter(room: Room, columns: RawColumns, { row, shift, decimals, first, many, free }: Into): boolean {
  const { n, offsets, values, unit, quality, places: bad } = columns;
  const places = placesFrom(free);
  const sites = laySites(room, columns, places);
  const times = places.next(offsets.byteLength);
  const said = places.next(values.byteLength);
  const codes = quality === null ? 0 : places.next(n);
  const { u8 } = room.reach(places.end());
  if (sites === null) return false;
  for (const [column, at] of [[offsets, times], [values, said]] as const) u8.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
  if (quality !== null && bad === null) u8.set(quality, codes);
  if (quality !== null && bad !== null) {
    u8.fill(0, codes, codes + n);
    for (let k = 0; k < bad.length; k++) u8[codes + bad[k]] = quality[k];
  }
  const steps = BigInt(10 ** (decimals - columns.decimals));
  return room.loops.scatter(sites, n, times, offsets.BYTES_PER_ELEMENT, unit, shift, said, values.BYTES_PER_ELEMENT, steps, codes, row.known, first, many, NEXT) === 0;
}

/** One tile's as `gather` gives it. */
export function gatheredThere({ room, decimals, of }: There, tile: number): Gathered {
  const { at, n } = of(tile);
  const { i32, u32, u8 } = room.reach(0);
  const all: Gathered = { first: tile, starts: Uint32Array.of(0, n), ends: Uint32Array.of(n), sites: new Uint16Array(n), offsets: new Int32Array(n), values: new Float64Array(n), quality: new Uint8Array(n), counts: null, known: new Uint32Array(n) };
  const scale = 10 ** decimals;
  for (let i = 0, w = at / 4; i < n; i++, w += 4) {
    all.offsets[i] = i32[w];
    all.values[i] = i32[w + 1] / scale;
    all.known[i] = u32[w + 2];
    all.sites[i] = u32[w + 3] & 0xffff;
    all.quality![i] = u8[4 * w + 14];
  }
  return all;
}
