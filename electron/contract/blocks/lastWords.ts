/** What each site of a tile last said by an instant, without unfolding what lies between: for jumps to anywhere. */
import { bitSource, type BitSource } from './bits.ts';
import { byteSource, type ByteSource } from './bytes.ts';
import { contradicted } from './contradicted.ts';
import { lastTimesFast } from './kernel/tileLoops.ts';
import { layTile, reachBehind, type TileThere } from './kernel/tileThere.ts';
import type { Unsqueeze } from './squeeze.ts';
import { countsOf, openTile, qualityOf, sitesOf } from './tile.ts';
import { LAST, takeBeats, type Beats } from './tileTimes.ts';
import { takeValues, valuesAt } from './tileValues.ts';

export interface LastWords {
  sites: Uint32Array;
  /** Epoch ms; NaN where a site has said nothing by then. */
  times: Float64Array;
  values: Float64Array;
  /** Null: all 0. */
  quality: Uint8Array | null;
  /** Null: none stated. */
  counts: Uint32Array | null;
  /** Epoch ms of the first word after the instant; ∞ where there is none. */
  next: number;
}

/**
 * Of a tile whose first word was at `t0`, at `time` (both epoch ms). Throws where the bytes are no tile. `fast`: with the kernel; then what is
 * given lies in its memory, and is there until it is next asked for anything.
 */
export function lastWords(body: Uint8Array, t0: number, time: number, unsqueeze: Unsqueeze, fast = true): LastWords {
  const there = fast ? layTile(body, unsqueeze) : null;
  if (there !== null) return lastThere(there, t0, limitOf(time - t0));
  const { n, m, first, steady, rest, packed } = openTile(body, unsqueeze);
  const loose = byteSource(rest);
  const bits = bitSource(packed, fast);
  const { sites, starts } = sitesOf(loose, bits, { n, m, first });
  const { at, offsets, next } = lastTimes(loose, bits, starts, time - t0);
  const values = valuesAt(loose, bits, steady, starts, at) ?? pick(takeValues(loose, bits, steady, starts), at, new Float64Array(m).fill(NaN));
  const quality = qualityOf(loose, bits, n);
  const counts = countsOf(loose, n, starts);
  const times = new Float64Array(m).fill(NaN);
  for (let s = 0; s < m; s++) if (at[s] >= 0) times[s] = t0 + offsets[s];
  return {
    sites, times, values, next: next === Infinity ? Infinity : t0 + next,
    quality: quality && pick(quality, at, new Uint8Array(m)), counts: counts && pick(counts, at, new Uint32Array(m)),
  };
}

/** Whole ms in [-1, `LAST`]. */
const limitOf = (ms: number): number => Math.max(-1, Math.min(LAST, Math.floor(ms)));

function lastThere(there: TileThere, t0: number, limit: number): LastWords {
  const { loops, n, m, odd, quality, at } = there;
  const places = at.free;
  const offsets = places + 4 * m;
  const times = offsets + 4 * m;
  const values = times + 8 * m;
  const codes = values + 8 * m;
  const { u8, i32, u32, f64 } = reachBehind(there, 25 * m);
  const next = loops.lastTimes(at.starts, m, BigInt(there.unit), BigInt(there.stride), at.bases, at.places, at.missed, at.apart, BigInt(limit), places, offsets);
  if (next < 0) contradicted();
  if (there.escapes > 0) loops.valuesAtEscaped(at.plain, at.starts, m, at.firsts, there.scale, at.escapes, places, values);
  else loops.valuesAt(at.plain, n - m, there.width, at.starts, m, at.firsts, there.scale, places, values);
  loops.timesAt(places, offsets, m, t0, times);
  const said = f64.subarray(values / 8, values / 8 + m);
  const found = i32.subarray(places / 4, places / 4 + m);
  // Of those at most a fiftieth of the words.
  for (let k = 0, s = 0; k < odd.places.length; k++) {
    while (u32[at.starts / 4 + s + 1] <= odd.places[k]) s++;
    if (found[s] === odd.places[k]) said[s] = odd.said[k];
  }
  const good = quality && u8.subarray(codes, codes + m).fill(0);
  if (quality instanceof Uint8Array) pick(quality, found, good!);
  else if (quality && loops.qualityAt(at.room, there.bit, there.end, quality.k, quality.bad, n, at.starts, places, codes) < 0) contradicted();
  return {
    sites: u32.subarray(at.sites / 4, at.sites / 4 + m), times: f64.subarray(times / 8, times / 8 + m), values: said, quality: good, counts: null,
    next: next === LAST ? Infinity : t0 + next,
  };
}

function pick<T extends Float64Array | Uint8Array | Uint32Array>(column: T, at: Int32Array, into: T): T {
  for (let s = 0; s < at.length; s++) if (at[s] >= 0) into[s] = column[at[s]];
  return into;
}

/** `at[s]`: the place of site `s`'s last word at or before `limit` (ms after the tile's first), -1 where it has none; `next`: the first after it. */
function lastTimes(input: ByteSource, bits: BitSource, starts: Uint32Array, limit: number): { at: Int32Array; offsets: Int32Array; next: number } {
  const beats = takeBeats(input, bits, starts);
  const whole = limitOf(limit);
  const found = (bits.fast ? lastTimesFast(beats, starts, whole) : null) ?? lastTimesPlain(beats, starts, whole);
  return { ...found, next: found.next === LAST ? Infinity : found.next };
}

/** `next`: `LAST` where there is none. */
function lastTimesPlain({ unit, stride, bases, places, missed, apart }: Beats, starts: Uint32Array, limit: number): { at: Int32Array; offsets: Int32Array; next: number } {
  const m = starts.length - 1;
  const at = new Int32Array(m).fill(-1);
  const offsets = new Int32Array(m);
  let next = LAST;
  let e = 0;
  for (let s = 0; s < m; s++) {
    let expected = bases[s] * unit - stride;
    const end = starts[s + 1];
    // From exception to exception: between them words lie a step apart. They rise in time: the first that is later ends the search.
    for (let i = starts[s]; i < end; ) {
      const regular = (places[e] < end ? places[e] : end) - i;
      if (regular > 0) {
        const by = stride === 0 ? (expected <= limit ? regular : 0) : Math.max(0, Math.floor((limit - expected) / stride));
        if (by > 0) {
          at[s] = i + Math.min(by, regular) - 1;
          offsets[s] = expected + Math.min(by, regular) * stride;
        }
        if (by < regular) {
          if (expected + (by + 1) * stride < next) next = expected + (by + 1) * stride;
          break;
        }
        expected += regular * stride;
        i += regular;
      }
      if (i === end) break;
      const offset = (expected += stride + missed[e]) + apart[e];
      if (offset < 0) contradicted();
      if (offset > limit) {
        if (offset < next) next = offset;
        break;
      }
      at[s] = i++;
      offsets[s] = offset;
      e++;
    }
    while (places[e] < end) e++;
  }
  return { at, offsets, next };
}
