/** One site's words out of a tile, without unfolding the others: for charts. */
import { bitSource } from './bits.ts';
import type { Block } from './block.ts';
import { byteSource } from './bytes.ts';
import { contradicted } from './contradicted.ts';
import type { Unsqueeze } from './squeeze.ts';
import { countsOf, openTile, qualityOf, sitesOf } from './tile.ts';
import { LAST, takeBeats, type Beats } from './tileTimes.ts';
import { siteValues, takeValues } from './tileValues.ts';

/** A block of this site alone, of a tile of [t0, t1] (epoch ms), without quality; null where the site is not in it. Throws where the bytes are no tile. `fast`: with the kernel. */
export function siteWords(body: Uint8Array, { t0, t1 }: { t0: number; t1: number }, site: number, unsqueeze: Unsqueeze, fast = true): Block | null {
  const { n, m, first, steady, rest, packed } = openTile(body, unsqueeze);
  const loose = byteSource(rest);
  const bits = bitSource(packed, fast);
  const { sites, starts } = sitesOf(loose, bits, { n, m, first });
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
    let offset = expected;
    if (begin + i === places[e]) {
      expected += missed[e];
      offset = expected + apart[e++];
    }
    if (offset < 0 || offset > LAST) contradicted();
    offsets[i] = offset;
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
