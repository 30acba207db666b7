/** A tile of records in the kernel's memory: settled and written there, to the same bytes as `settle.ts`, `encodeTile` and `encodeKnown` give. */
import { riceFor, type BitSink } from '#contract/blocks/bits.ts';
import { byteSink } from '#contract/blocks/bytes.ts';
import { closeTile, putQualityHead, putSites } from '#contract/blocks/tile.ts';
import { stepOf, UNITS } from '#contract/blocks/tileTimes.ts';
import { MOST_ESCAPES, MOST_ODD, putFirsts } from '#contract/blocks/tileValues.ts';
import type { Ending } from '../ends.ts';
import { TILE_SITES } from '../grid.ts';
import { filled, packKnown } from '../knownTimes.ts';
import type { Before } from '../settle.ts';
import { squeezer } from '../squeeze.ts';
import type { There } from './gatherThere.ts';
import { placesFrom, RECORD } from './room.ts';

/** A tile as it is put away. */
export interface Encoded {
  /** Epoch ms. */
  t0: number;
  t1: number;
  n: number;
  body: Uint8Array;
  known: Uint8Array;
  ending: Ending;
}

const MOST_DECIMALS = 4;
/** Bytes of bits that a word and a site can take at most. */
const BITS_A_WORD = 32;
const BITS_A_SITE = 32;

interface Sorted {
  /** Where its records lie, by site and time; how many; of how many decimals. */
  at: number;
  n: number;
  decimals: number;
  sites: Uint32Array;
  starts: Uint32Array;
  /** Ms after the block's beginning. */
  t0: number;
  t1: number;
  /** From there on nothing lies. */
  free: number;
}

/** `site`: the tile's first; `start`: of the block, epoch ms. Null where it is one of the rare kinds that this is not made for; what came lies there as it did. */
export function encodeThere(there: There, tile: number, before: Before | null, start: number): Encoded | null {
  const sorted = sortThere(there, tile, before, start);
  if (sorted === null) return null;
  const { n, t0, t1 } = sorted;
  const body = bodyOf(there, sorted);
  return body && { t0: start + t0, t1: start + t1, n, body: body.bytes.slice(), known: knownOf(there, sorted, start, before).slice(), ending: endingThere(there, sorted, start, body.hasQuality) };
}

/** What lay in the tile, and behind it what came. */
function sortThere({ room, decimals: least, free, of }: There, tile: number, before: Before | null, start: number): Sorted | null {
  const { loops, reach } = room;
  const fresh = of(tile);
  const many = before?.block.values.length ?? 0;
  const n = many + fresh.n;
  if (n === 0 || (before !== null && before.block.counts !== null)) return null;
  const places = placesFrom(free);
  const [old, again, at] = [places.next(RECORD * many), places.next(RECORD * fresh.n), places.next(RECORD * n)];
  const [begins, next] = [places.next(4 * (TILE_SITES + 1)), places.next(4 * (TILE_SITES + 1))];
  let decimals = least;
  let came = fresh.at;
  if (before !== null) {
    const laid = layBefore(room, before, tile * TILE_SITES, start, places.end());
    while (laid(10 ** decimals, old) < 0) if (++decimals > MOST_DECIMALS) return null;
  }
  if (decimals > least) {
    reach(places.end()).u8.copyWithin(again, fresh.at, fresh.at + RECORD * fresh.n);
    came = again;
    if (loops.rescale(again, fresh.n, BigInt(10 ** (decimals - least))) < 0) return null;
  }
  reach(places.end());
  if (loops.sortRecords(old, many, came, fresh.n, begins, next, at) < 0) return null;
  const { u32, i32 } = reach(0);
  const [sites, starts] = [new Uint32Array(TILE_SITES), new Uint32Array(TILE_SITES + 1)];
  let [m, t0, t1] = [0, Infinity, -Infinity];
  for (let s = 0, begin = 0; s < TILE_SITES; s++) {
    const end = u32[begins / 4 + s + 1];
    if (end === begin) continue;
    t0 = Math.min(t0, i32[at / 4 + 4 * begin]);
    t1 = Math.max(t1, i32[at / 4 + 4 * (end - 1)]);
    sites[m] = tile * TILE_SITES + s;
    starts[++m] = begin = end;
  }
  return { at, n, decimals, sites: sites.slice(0, m), starts: starts.slice(0, m + 1), t0, t1, free: places.end() };
}

/** Columns of what lay there; gives what makes records of them in steps of 1 / scale, -1 where they are no whole ones. */
function layBefore({ loops, reach }: There['room'], { block, known }: Before, site: number, start: number, from: number): (scale: number, into: number) => number {
  const { t0, sites, starts, offsets, values, quality } = block;
  const n = values.length;
  const places = placesFrom(from);
  const at = { sites: places.next(4 * sites.length), starts: places.next(4 * starts.length), offsets: places.next(4 * n), values: places.next(8 * n), known: places.next(4 * n), quality: places.next(n) };
  const views = reach(places.end());
  views.u32.set(sites, at.sites / 4);
  views.u32.set(starts, at.starts / 4);
  views.i32.set(offsets, at.offsets / 4);
  views.f64.set(values, at.values / 8);
  if (quality !== null) views.u8.set(quality, at.quality);
  if (known !== null) views.u32.set(known.known, at.known / 4);
  else for (let i = 0; i < n; i++) views.u32[at.known / 4 + i] = Math.ceil((t0 + offsets[i]) / 1000);
  return (scale, into) => loops.recordsOf(at.sites, at.starts, sites.length, site, at.offsets, t0 - start, at.values, scale, at.known, quality === null ? 0 : at.quality, into);
}

function bodyOf({ room: { loops, reach } }: There, { at, n, decimals: most, sites, starts, t0, free }: Sorted): { bytes: Uint8Array; hasQuality: boolean } | null {
  const m = sites.length;
  const decimals = decimalsOf(loops, at, n, most);
  if (decimals === null) return null;
  const places = placesFrom(free);
  const [ticks, values, codes] = [places.next(4 * n), places.next(4 * n), places.next(n)];
  const [toStarts, bases] = [places.next(4 * (m + 1)), places.next(4 * m)];
  const [apartAt, missed, apart] = [places.next(4 * n), places.next(4 * n), places.next(4 * n)];
  const [plain, escapes, packed] = [places.next(n), places.next(4 * n), places.next(BITS_A_WORD * n + BITS_A_SITE * m + 64)];
  const { u32, i32, u8 } = reach(places.end());
  u32.set(starts, toStarts / 4);
  const unit = UNITS.find((each) => loops.areMultiples(at, n, t0, each))!;
  const bad = loops.columnsOf(at, n, t0, unit, 10 ** (most - decimals), ticks, values, codes);
  const coded = loops.differences(values, toStarts, m, plain, escapes);
  if (coded > MOST_ESCAPES * (n - m)) return null;

  let bit = 0;
  const bits: BitSink = {
    put: (value, width) => void (bit = loops.putOne(packed, bit, value, width)),
    rice: (value, k) => void (bit = loops.riceOne(packed, bit, value, k)),
    done: () => u8.slice(packed, packed + loops.endBits(packed, bit)),
  };
  const loose = byteSink(256 + 3 * coded);
  putSites(loose, bits, sites, starts);
  const step = stepOf(i32.subarray(ticks / 4, ticks / 4 + n), starts);
  const exceptions = loops.timesApart(ticks, toStarts, m, step, bases, apartAt, missed, apart);
  let highest = 0;
  for (let s = 0; s < m; s++) highest = Math.max(highest, i32[bases / 4 + s]);
  const width = 32 - Math.clz32(highest);
  const k = riceFor(exceptions === 0 ? 0 : u32[apartAt / 4 + exceptions - 1] + 1 - exceptions, exceptions);
  for (const number of [unit, step, width, exceptions, k]) loose.number(number);
  bit = loops.putTimes(packed, bit, bases, m, width, apartAt, missed, apart, exceptions, k);
  loose.byte(decimals);
  loose.number(0);
  putFirsts(loose, bits, i32.subarray(values / 4, values / 4 + n), starts);
  loose.byte(1);
  for (let e = 0; e < coded; e++) loose.number(u32[escapes / 4 + e]);
  const kBad = putQualityHead(loose, u8.subarray(codes, codes + n), bad);
  if (kBad !== null) bit = loops.putQuality(packed, bit, codes, n, kBad);
  loose.byte(0);
  return { bytes: closeTile({ n, m, first: sites[0], steady: u8.subarray(plain, plain + n - m), rest: loose.done(), packed: bits.done() }, squeezer.squeeze), hasQuality: bad > 0 };
}

/** The fewest with which all values are whole numbers; null where nearly all are with fewer, and the others would be kept beside. */
function decimalsOf(loops: There['room']['loops'], at: number, n: number, most: number): number | null {
  const few = Math.floor(MOST_ODD * n);
  for (let decimals = 0; decimals < most; decimals++) {
    const odd = loops.countOdd(at, n, 10 ** (most - decimals), few);
    if (odd <= few) return odd === 0 ? decimals : null;
  }
  return most;
}

function knownOf({ room: { loops, reach } }: There, { at, n, t0, t1, free }: Sorted, start: number, before: Before | null): Uint8Array {
  const seconds = Math.floor((t1 - t0) / 1000) + 1;
  const places = placesFrom(free);
  const [toUsual, votes, apart] = [places.next(4 * seconds), places.next(4 * seconds), places.next(4 * n)];
  const { u32, i32 } = reach(places.end());
  loops.usualKnown(at, n, t0, seconds, toUsual, votes);
  const usual = Float64Array.from({ length: seconds }, (_, s) => (u32[votes / 4 + s] === 0 ? NaN : u32[toUsual / 4 + s]));
  const all = filled(usual, start + t0);
  u32.set(all, toUsual / 4);
  const many = loops.knownApart(at, n, t0, toUsual, apart);
  const placesApart = u32.slice(apart / 4, apart / 4 + many);
  const away = new Float64Array(many);
  for (let e = 0; e < many; e++) {
    const word = at / 4 + 4 * placesApart[e];
    away[e] = u32[word + 2] - all[Math.floor((i32[word] - t0) / 1000)];
  }
  return packKnown({ t0: start + t0, usual, apart: { places: placesApart, away }, replaced: before?.known?.replaced ?? [] }, squeezer.squeeze);
}

function endingThere({ room }: There, { at, decimals, sites, starts }: Sorted, start: number, hasQuality: boolean): Ending {
  const m = sites.length;
  const { i32, u8 } = room.reach(0);
  const scale = 10 ** decimals;
  const ending: Ending = { sites, firsts: new Float64Array(m), times: new Float64Array(m), values: new Float64Array(m), quality: hasQuality ? new Uint8Array(m) : null, counts: null };
  for (let s = 0; s < m; s++) {
    const last = at / 4 + 4 * (starts[s + 1] - 1);
    ending.firsts[s] = start + i32[at / 4 + 4 * starts[s]];
    ending.times[s] = start + i32[last];
    ending.values[s] = i32[last + 1] / scale;
    if (hasQuality) ending.quality![s] = u8[4 * last + 14];
  }
  return ending;
}
