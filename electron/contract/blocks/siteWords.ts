/** One site's words out of a tile, or some sites', without unfolding the others: for charts. */
import { bitSource } from './bits.ts';
import type { Block } from './block.ts';
import { byteSource } from './bytes.ts';
import { contradicted } from './contradicted.ts';
import { layTile, plainOf, reachBehind, type TileThere } from './kernel/tileThere.ts';
import type { Unsqueeze } from './squeeze.ts';
import { countsOf, decodeTile, headOfQuality, openTile, sitesOf, type OpenTile } from './tile.ts';
import { LAST, takeBeats, type Beats } from './tileTimes.ts';
import { siteValues, takeValues } from './tileValues.ts';

interface Span { t0: number; t1: number }

/** A block of this site alone, of a tile of [t0, t1] (epoch ms), without quality; null where the site is not in it. Throws where the bytes are no tile. `fast`: with the kernel. */
export function siteWords(body: Uint8Array, span: Span, site: number, unsqueeze: Unsqueeze, fast = true): Block | null {
  const there = fast ? layTile(body, unsqueeze, true) : null;
  if (there === null) return sitePlainly(openTile(body, unsqueeze), span, site, fast);
  const block = wordsThere(there, span, Uint32Array.of(site));
  return block.sites.length === 0 ? null : block;
}

/** A block that has these sites (rising), if the tile has them, and perhaps others; without quality where it need not be read. Else as `siteWords`. */
export function sitesWords(body: Uint8Array, span: Span, sites: Uint32Array, unsqueeze: Unsqueeze, fast = true): Block {
  const there = fast ? layTile(body, unsqueeze, true) : null;
  return there === null ? decodeTile(body, span.t0, span.t1, unsqueeze, fast) : wordsThere(there, span, sites);
}

/**
 * The numbers within the tile of those of these sites (rising) that it has, laid at `at.free`: how many, and how many words they have. What lies
 * between the differences of the first and the last is there then.
 */
export function listSites(there: TileThere, wanted: Uint32Array): { many: number; words: number } {
  const { m, at } = there;
  const room = reachBehind(there, 4 * m).u32;
  const own = room.subarray(at.sites / 4, at.sites / 4 + m);
  const begins = room.subarray(at.starts / 4, at.starts / 4 + m + 1);
  const list = room.subarray(at.free / 4, at.free / 4 + m);
  let [many, words] = [0, 0];
  for (let s = 0, w = m === 0 ? 0 : placeAtOrAfter(wanted, own[0]); s < m && w < wanted.length; ) {
    if (own[s] < wanted[w]) s++;
    else if (own[s] > wanted[w]) w++;
    else {
      words += begins[s + 1] - begins[s];
      list[many++] = s++;
      w++;
    }
  }
  if (many > 0) plainOf(there, begins[list[0]] - list[0], begins[list[many - 1] + 1] - list[many - 1] - 1);
  return { many, words };
}

function wordsThere(there: TileThere, { t0, t1 }: Span, wanted: Uint32Array): Block {
  const { loops, n, m, odd, at } = there;
  const list = at.free;
  const { many, words } = listSites(there, wanted);
  const toStarts = list + 4 * m;
  const toOffsets = toStarts + 4 * (m + 1);
  const toValues = (toOffsets + 4 * words + 7) & ~7;
  const { u32, i32, f64 } = reachBehind(there, toValues + 8 * words - at.free);
  const failed = loops.wordsOf(
    list, many, at.starts, BigInt(there.unit), BigInt(there.stride), at.bases, at.places, at.missed, at.apart,
    at.plain, n - m, there.width, at.firsts, there.scale, there.escapes > 0 ? at.escapes : 0, toStarts, toOffsets, toValues,
  );
  if (failed < 0) contradicted();
  const chosen = u32.slice(list / 4, list / 4 + many);
  const block: Block = {
    t0, t1, sites: chosen.map((s) => u32[at.sites / 4 + s]), starts: u32.slice(toStarts / 4, toStarts / 4 + many + 1),
    offsets: i32.slice(toOffsets / 4, toOffsets / 4 + words), values: f64.slice(toValues / 8, toValues / 8 + words), quality: null, counts: null,
  };
  for (let k = 0, c = 0; k < odd.places.length; k++) {
    const place = odd.places[k];
    while (c < many && u32[at.starts / 4 + chosen[c] + 1] <= place) c++;
    if (c === many) break;
    const begin = u32[at.starts / 4 + chosen[c]];
    if (place >= begin) block.values[block.starts[c] + place - begin] = odd.said[k];
  }
  return block;
}

/** Without the kernel, or of a tile that it is not made for. */
function sitePlainly({ n, m, first, steady, rest, packed }: OpenTile, { t0, t1 }: Span, site: number, fast: boolean): Block | null {
  const loose = byteSource(rest);
  const bits = bitSource(packed, fast);
  const { sites, starts } = sitesOf(loose, bits, { n, m, first });
  const s = placeOf(sites, site);
  const beats = takeBeats(loose, bits, starts);
  const values = (s < 0 ? null : siteValues(loose, bits, steady, starts, s)) ?? takeValues(loose, bits, steady, starts).slice(starts[s] ?? 0, starts[s + 1] ?? 0);
  // Counts lie behind it; what it is itself is not asked.
  headOfQuality(loose, n);
  const counts = countsOf(loose, n, starts);
  if (s < 0) return null;
  const offsets = offsetsOf(beats, starts, s);
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
