/** What each site of a tile last said by an instant, without unfolding what lies between: for jumps to anywhere. */
import { bitSource, type BitSource } from './bits.ts';
import { byteSource, type ByteSource } from './bytes.ts';
import type { Unsqueeze } from './squeeze.ts';
import { countsOf, openTile, qualityOf, sitesOf } from './tile.ts';
import { takeWide } from './tileTimes.ts';
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

/** Of a tile whose first word was at `t0`, at `time` (both epoch ms). Throws where the bytes are no tile. */
export function lastWords(body: Uint8Array, t0: number, time: number, unsqueeze: Unsqueeze): LastWords {
  const { n, m, first, steady, rest, packed } = openTile(body, unsqueeze);
  const loose = byteSource(rest);
  const bits = bitSource(packed);
  const { sites, starts } = sitesOf(loose, bits, m, first);
  if (starts[m] !== n) throw new RangeError('a tile that contradicts itself');
  const { at, offsets, next } = lastTimes(loose, bits, starts, time - t0);
  const values = valuesAt(loose, bits, steady, starts, at) ?? pick(takeValues(loose, bits, steady, starts), at);
  const allQuality = qualityOf(loose, bits, n);
  const allCounts = countsOf(loose, n, starts);
  return {
    sites, values, next: next === Infinity ? Infinity : t0 + next,
    times: Float64Array.from(offsets, (offset, s) => (at[s] < 0 ? NaN : t0 + offset)),
    quality: allQuality && Uint8Array.from(at, (place) => (place < 0 ? 0 : allQuality[place])),
    counts: allCounts && Uint32Array.from(at, (place) => (place < 0 ? 0 : allCounts[place])),
  };
}

function pick(values: Float64Array, at: Int32Array): Float64Array {
  return Float64Array.from(at, (place) => (place < 0 ? NaN : values[place]));
}

/** `at[s]`: the place of site `s`'s last word at or before `limit` (ms after the tile's first), -1 where it has none; `next`: the first after it. */
function lastTimes(input: ByteSource, bits: BitSource, starts: Uint32Array, limit: number): { at: Int32Array; offsets: Int32Array; next: number } {
  const [unit, step, width, exceptions, k] = [input.number(), input.number(), input.number(), input.number(), input.number()];
  const m = starts.length - 1;
  const n = starts[m];
  const at = new Int32Array(m).fill(-1);
  const offsets = new Int32Array(m);
  const bases = new Int32Array(m);
  for (let s = 0; s < m; s++) bases[s] = takeWide(bits, width);
  const stride = step * unit;
  let next = Infinity;
  let left = exceptions;
  let exception = left > 0 ? bits.rice(k) : n;
  for (let s = 0; s < m; s++) {
    let expected = (bases[s] - step) * unit;
    let i = starts[s];
    const end = starts[s + 1];
    // Words rise in time: the first that is later ends the search, but what is written of the others must be read past.
    let isPast = false;
    while (i < end) {
      const regular = (exception < end ? exception : end) - i;
      if (regular > 0) {
        if (!isPast) {
          const until = stride === 0 ? (expected <= limit ? regular : 0) : Math.min(regular, Math.max(0, Math.floor((limit - expected) / stride)));
          if (until > 0) {
            at[s] = i + until - 1;
            offsets[s] = expected + until * stride;
          }
          if (until < regular) {
            isPast = true;
            if (expected + (until + 1) * stride < next) next = expected + (until + 1) * stride;
          }
        }
        expected += regular * stride;
        i += regular;
      }
      if (i >= end) break;
      expected += stride;
      let offset = expected;
      const symbol = bits.take(2);
      if (symbol === 0) offset += unit;
      else if (symbol === 1) offset -= unit;
      else if (symbol === 2) offset = expected += stride;
      else {
        expected += stride * bits.rice(2);
        const late = bits.rice(4);
        offset = expected + unit * ((late >>> 1) ^ -(late & 1));
      }
      if (!isPast) {
        if (offset <= limit) {
          at[s] = i;
          offsets[s] = offset;
        } else {
          isPast = true;
          if (offset < next) next = offset;
        }
      }
      i++;
      exception = --left > 0 ? i + bits.rice(k) : n;
    }
  }
  return { at, offsets, next };
}
