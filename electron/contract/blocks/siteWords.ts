/** One site's words out of a tile, without unfolding the others: for charts. */
import { bitSource } from './bits.ts';
import type { Block } from './block.ts';
import { byteSource } from './bytes.ts';
import type { Unsqueeze } from './squeeze.ts';
import { countsOf, openTile, qualityOf, sitesOf } from './tile.ts';
import { takeBeats, type Beats } from './tileTimes.ts';
import { siteValues, takeValues } from './tileValues.ts';

/** A block of this site alone, of a tile of [t0, t1] (epoch ms), without quality; null where the site is not in it. Throws where the bytes are no tile. */
export function siteWords(body: Uint8Array, { t0, t1 }: { t0: number; t1: number }, site: number, unsqueeze: Unsqueeze): Block | null {
  const { n, m, first, steady, rest, packed } = openTile(body, unsqueeze);
  const loose = byteSource(rest);
  const bits = bitSource(packed);
  const { sites, starts } = sitesOf(loose, bits, m, first);
  if (starts[m] !== n) throw new RangeError('a tile that contradicts itself');
  const s = placeOf(sites, site);
  if (s < 0) return null;
  const offsets = offsetsOf(takeBeats(loose, bits, starts), starts, s);
  const values = siteValues(loose, bits, steady, starts, s) ?? takeValues(loose, bits, steady, starts).slice(starts[s], starts[s + 1]);
  qualityOf(loose, bits, n);
  const counts = countsOf(loose, n, starts);
  return { t0, t1, sites: Uint32Array.of(site), starts: Uint32Array.of(0, offsets.length), offsets, values, quality: null, counts: counts && counts.slice(starts[s], starts[s + 1]) };
}

function offsetsOf({ unit, stride, bases, places, missed, apart }: Beats, starts: Uint32Array, s: number): Int32Array {
  const begin = starts[s];
  const offsets = new Int32Array(starts[s + 1] - begin);
  let e = placeAtOrAfter(places, begin);
  let expected = bases[s] * unit - stride;
  for (let i = 0; i < offsets.length; i++) {
    expected += stride;
    if (begin + i !== places[e]) offsets[i] = expected;
    else {
      expected += missed[e];
      offsets[i] = expected + apart[e++];
    }
  }
  return offsets;
}

function placeAtOrAfter(places: Uint32Array, wanted: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeOf(sites: Uint32Array, site: number): number {
  const at = sites.length === 0 ? 0 : placeAtOrAfter(sites, site);
  return sites[at] === site ? at : -1;
}
