/**
 * A tile laid into the kernel's memory and opened there at once: what is asked of it next is answered from there, without a copy of what
 * lies between. The next call of the kernel, whoever makes it, makes it stale.
 */
import { byteSource, unzigzag } from '../bytes.ts';
import { contradicted } from '../contradicted.ts';
import type { Unsqueeze } from '../squeeze.ts';
import { headOfQuality, shutTile, type QualityHead, type ShutTile } from '../tile.ts';
import { headOfTimes } from '../tileTimes.ts';
import { ESCAPE, headOfValues, type Odd } from '../tileValues.ts';
import { kernel, type Kernel, type Views } from './kernel.ts';
import { allSymbols, BEHIND, layLiterals, SLACK, someSymbols, type Literals } from './literals.ts';

/** Bytes behind the last bit. */
const PADDING = 4;
/** Larger tiles are left to who counts in doubles. */
const MOST_BYTES = 2 ** 27;
const wide = (bytes: number): number => (bytes + 15) & ~15;

export interface TileThere {
  loops: Kernel['loops'];
  /** Differences that are still squeezed: `plainOf` reads what is asked of them. Null: all lie there. */
  shut: Literals | null;
  views: Views;
  n: number;
  m: number;
  /** Milliseconds, as in `Beats`. */
  unit: number;
  stride: number;
  width: number;
  scale: number;
  /** How many differences are told apart, at `at.escapes`. */
  escapes: number;
  /** Values that are no multiples: their places, rising, and they themselves. */
  odd: Odd;
  quality: QualityHead;
  /** The bit from which quality's are, and the end of all. */
  bit: number;
  end: number;
  /** Addresses; `free`: from there on nothing lies. `room`: of the bits; `plain`: of the differences; the others as in `Beats` and `Block`. */
  at: { room: number; plain: number; sites: number; starts: number; bases: number; places: number; missed: number; apart: number; firsts: number; escapes: number; free: number };
}

/**
 * Null where there is no kernel or the tile is one of the rare kinds that it is not made for. Throws RangeError where the bytes are no tile.
 * `few`: of its differences only some will be asked for, by `plainOf`.
 */
export function layTile(body: Uint8Array, unsqueeze: Unsqueeze, few = false): TileThere | null {
  const tile = shutTile(body);
  const { n, m, first, steady, packed } = tile;
  if (kernel === null || packed.length >= MOST_BYTES || packed.length < PADDING) return null;
  const loose = byteSource(unsqueeze(tile.rest.codec, tile.rest.bytes, tile.rest.length));
  const [usual, gaps, runs] = [loose.number(), loose.byte(), loose.byte()];
  if (usual > n || gaps > 16 || runs > 16) contradicted();
  const { unit, step, width, exceptions, k } = headOfTimes(loose, n);
  const values = headOfValues(loose, n);
  if (values === null) return null;
  const middle = unzigzag(loose.number());
  const kFirsts = loose.byte();
  const wideSteps = loose.byte();
  if (kFirsts > 15 || (wideSteps !== 1 && wideSteps !== 2 && wideSteps !== 4) || steady.length !== wideSteps * (n - m)) contradicted();

  const squeezed = BEHIND + SLACK;
  const room = wide(squeezed + steady.bytes.length + SLACK);
  const plain = wide(room + packed.length + SLACK);
  const sites = wide(plain + steady.length + SLACK);
  const starts = sites + 4 * m;
  const bases = starts + 4 * (m + 1);
  const places = bases + 4 * m;
  const missed = places + 4 * (exceptions + 1);
  const apart = missed + 4 * exceptions;
  const firsts = apart + 4 * exceptions;
  const escapes = firsts + 4 * m;
  const { loops, reach } = kernel;
  let views = reach(escapes);
  const shut = layPlain(kernel, steady, { squeezed, plain }, unsqueeze, few && wideSteps === 1);
  views = reach(escapes);
  views.u8.set(packed, room);
  const end = 8 * (packed.length - PADDING);
  const bit = loops.openTile(room, end, n, m, first, usual, gaps, runs, unit, step * unit, width, exceptions, k, middle, kFirsts, sites, starts, bases, places, missed, apart, firsts);
  if (bit < 0) contradicted();
  const many = wideSteps === 1 && shut === null && loops.hasEscape(plain, steady.length) ? loops.countEscapes(plain, steady.length) : 0;
  const free = wide(escapes + 4 * many);
  views = reach(free);
  for (let e = 0; e < many; e++) views.u32[escapes / 4 + e] = loose.number();
  const quality = headOfQuality(loose, n);
  if (loose.byte() !== 0) return null;
  return {
    loops, shut, views, n, m, unit, stride: step * unit, width: wideSteps, scale: values.scale, escapes: many, odd: values.odd, quality, bit, end,
    at: { room, plain, sites, starts, bases, places, missed, apart, firsts, escapes, free },
  };
}

/** Differences as they are, or, of those that zstd wrote in Huffman's code alone and none of which is an escape, ready to be read in part where `few`. */
function layPlain(there: Kernel, { codec, bytes, length }: ShutTile['steady'], at: { squeezed: number; plain: number }, unsqueeze: Unsqueeze, few: boolean): Literals | null {
  const shut = codec === 1 ? layLiterals(there, bytes, length, at.squeezed) : null;
  if (few && shut !== null && shut.top < ESCAPE) return shut;
  if (shut !== null && allSymbols(there, shut, at.plain)) return null;
  // Which may use the kernel, too.
  const whole = unsqueeze(codec, bytes, length);
  there.reach(0).u8.set(whole, at.plain);
  return null;
}

/** Makes sure that differences [from, until) lie at `at.plain`. Throws RangeError where they are broken. */
export function plainOf({ shut, at }: TileThere, from: number, until: number): void {
  if (shut !== null && from < until && !someSymbols(kernel!, shut, at.plain, from, until)) contradicted();
}

/** Room for `bytes` behind all that lies there; the views may be others then. */
export function reachBehind(there: TileThere, bytes: number): Views {
  there.views = kernel!.reach(there.at.free + bytes);
  return there.views;
}
