/** Tiles unfolded straight into a dense block for a screen: without quality, which no picture shows, and in half the memory. */
import { bitSource } from './bits.ts';
import type { Block } from './block.ts';
import { byteSource } from './bytes.ts';
import { bucketFor, NOT_SAID, spacings, unfold, type Before, type DenseBlock, type Times } from './dense.ts';
import { strideOf } from './kernel/choose.ts';
import { kernel, type Kernel } from './kernel/kernel.ts';
import { createWindow, WINDOW, type PlainWords, type TileWords } from './kernel/window.ts';
import { asItIs, decodeTile, openTile, sitesOf } from './tile.ts';
import { takeBeats } from './tileTimes.ts';
import { takeSteps } from './tileValues.ts';

/** A tile of [t0, t1] (epoch ms), not squeezed. */
export interface PlainTile { t0: number; t1: number; body: Uint8Array }

/** Seconds that fit 16 bits, and one that does not occur. */
const NARROWEST = -0x7fff;
const WIDEST = 0x7fff;

/** Memory of so many bytes; what stands in it is written over. */
export type Allocate = (bytes: number) => ArrayBuffer;
const fresh: Allocate = (bytes) => new ArrayBuffer(bytes);

/** As `unfold` of the same tiles, but for quality. Throws RangeError where bytes are no tile's. `fast`: with the kernel, where there is one. */
export function unfoldTiles(tiles: readonly PlainTile[], before: Before, stretch: { from: number; until: number }, { fast = true, allocate = fresh } = {}): DenseBlock {
  if (kernel === null || !fast) return unfold(tiles.map((tile) => ({ ...whole(tile), quality: null })), { ...before, quality: null }, stretch);
  return unfoldFast(kernel, tiles, before, stretch, allocate);
}

const whole = ({ t0, t1, body }: PlainTile): Block => decodeTile(body, t0, t1, asItIs);

/** Milliseconds that the kernel's tiles may begin after the block: their words are within as many again. */
const MOST_SHIFT = 2 ** 31;

/** What a tile, or a part of it, says to one window. */
type Part = { kind: 'tile'; words: TileWords } | { kind: 'words'; words: PlainWords };

function unfoldFast(loops: Kernel, tiles: readonly PlainTile[], before: Before, { from, until }: { from: number; until: number }, allocate: Allocate): DenseBlock {
  const sites = before.values.length;
  const spanS = (until - from) / 1000;
  const stride = strideOf(sites);
  const windows: Part[][] = Array.from({ length: stride / WINDOW }, () => []);
  const seen = new Map<number, number>();
  for (const tile of tiles) {
    for (const { window, part, gaps } of partsOf(tile, from)) {
      if (window >= windows.length) throw new RangeError('a site that nobody knows');
      windows[window].push(part);
      for (const [gap, times] of gaps) seen.set(gap, (seen.get(gap) ?? 0) + times);
    }
  }
  const bucketS = bucketFor(seen, spanS);
  const rows = Math.ceil(spanS / bucketS);
  const isNarrow = spanS <= WIDEST && before.times.every((said) => said === NOT_SAID || said >= NARROWEST);
  const size = (rows + 1) * stride;
  const times: Times = isNarrow ? new Int16Array(allocate(2 * size)) : new Int32Array(allocate(4 * size));
  const dense: DenseBlock = { from, until, sites, bucketS, rows, values: new Float32Array(allocate(4 * size)), times, quality: null, extras: new Map() };
  let first = 0;
  const window = createWindow(loops, dense, (row, place, time, value) => {
    const early = { site: first + place, time, value, quality: 0 };
    const list = dense.extras.get(row);
    if (list) list.push(early);
    else dense.extras.set(row, [early]);
  });
  for (const parts of windows) {
    window.open(before, first, Math.min(WINDOW, sites - first));
    for (const part of parts) {
      if (part.kind === 'tile') window.tile(part.words);
      else window.words(part.words);
    }
    window.close({ values: dense.values, times, stride }, first);
    first += WINDOW;
  }
  return dense;
}

interface Addressed { window: number; part: Part; gaps: Iterable<[number, number]> }

function partsOf(tile: PlainTile, from: number): Addressed[] {
  const { n, m, first, steady, rest, packed } = openTile(tile.body, asItIs);
  const shift = tile.t0 - from;
  if (m === 0) return [];
  if (shift < 0 || tile.t1 < tile.t0) throw new RangeError('a tile of another stretch');
  const loose = byteSource(rest);
  const bits = bitSource(packed);
  const { sites, starts } = sitesOf(loose, bits, { n, m, first });
  const window = Math.floor(sites[0] / WINDOW);
  if (sites[m - 1] < (window + 1) * WINDOW && Number.isInteger(shift) && shift <= MOST_SHIFT) {
    const beats = takeBeats(loose, bits, starts);
    const differences = takeSteps(loose, bits, steady, starts);
    const places = sites.map((site) => site - window * WINDOW);
    if (differences) return [{ window, part: { kind: 'tile', words: { places, starts, shift, beats, differences, plain: steady } }, gaps: [[Math.round(beats.stride / 1000), n - m]] }];
  }
  return split(whole(tile), shift);
}

/** A block of whatever sites, a part for each window. */
function split(block: Block, shift: number): Addressed[] {
  const { sites, starts, offsets, values } = block;
  const parts: Addressed[] = [];
  for (let s = 0, next = 0; s < sites.length; s = next) {
    const window = Math.floor(sites[s] / WINDOW);
    while (next < sites.length && sites[next] < (window + 1) * WINDOW) next++;
    const [begin, end] = [starts[s], starts[next]];
    const words = { places: sites.subarray(s, next).map((site) => site - window * WINDOW), starts: starts.subarray(s, next + 1), shift, offsets: offsets.subarray(begin, end), values: values.subarray(begin, end) };
    parts.push({ window, part: { kind: 'words', words }, gaps: spacings({ sites: words.places, starts: words.starts, offsets }) });
  }
  return parts;
}
