/**
 * A tile laid into the kernel's memory and opened there at once: what is asked of it next is answered from there, without a copy of what
 * lies between. The next call of the kernel, whoever makes it, makes it stale.
 */
import { byteSource, unzigzag } from '../bytes.ts';
import { contradicted } from '../contradicted.ts';
import { headOfQuality, type OpenTile, type QualityHead } from '../tile.ts';
import { headOfTimes } from '../tileTimes.ts';
import { headOfValues, type Odd } from '../tileValues.ts';
import { kernel, type Kernel, type Views } from './kernel.ts';

/** Bytes behind the last bit, and read beyond the end of what is read, at most. */
const PADDING = 4;
const SLACK = 16;
/** Larger tiles are left to who counts in doubles. */
const MOST_BYTES = 2 ** 27;
const wide = (bytes: number): number => (bytes + 15) & ~15;

export interface TileThere {
  loops: Kernel['loops'];
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

/** Null where there is no kernel or the tile is one of the rare kinds that it is not made for. Throws RangeError where the bytes are no tile. */
export function layTile({ n, m, first, steady, rest, packed }: OpenTile): TileThere | null {
  if (kernel === null || packed.length >= MOST_BYTES || packed.length < PADDING) return null;
  const loose = byteSource(rest);
  const [usual, gaps, runs] = [loose.number(), loose.byte(), loose.byte()];
  if (usual > n || gaps > 16 || runs > 16) contradicted();
  const { unit, step, width, exceptions, k } = headOfTimes(loose, n);
  const values = headOfValues(loose, n);
  if (values === null) return null;
  const middle = unzigzag(loose.number());
  const kFirsts = loose.byte();
  const wideSteps = loose.byte();
  if (kFirsts > 15 || (wideSteps !== 1 && wideSteps !== 2 && wideSteps !== 4) || steady.length !== wideSteps * (n - m)) contradicted();

  const room = 0;
  const plain = wide(packed.length + SLACK);
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
  views.u8.set(packed, room);
  views.u8.set(steady, plain);
  const end = 8 * (packed.length - PADDING);
  const bit = loops.openTile(room, end, n, m, first, usual, gaps, runs, unit, step * unit, width, exceptions, k, middle, kFirsts, sites, starts, bases, places, missed, apart, firsts);
  if (bit < 0) contradicted();
  const many = wideSteps === 1 && loops.hasEscape(plain, steady.length) ? loops.countEscapes(plain, steady.length) : 0;
  const free = wide(escapes + 4 * many);
  views = reach(free);
  for (let e = 0; e < many; e++) views.u32[escapes / 4 + e] = loose.number();
  const quality = headOfQuality(loose, n);
  if (loose.byte() !== 0) return null;
  return {
    loops, views, n, m, unit, stride: step * unit, width: wideSteps, scale: values.scale, escapes: many, odd: values.odd, quality, bit, end,
    at: { room, plain, sites, starts, bases, places, missed, apart, firsts, escapes, free },
  };
}

/** Room for `bytes` behind all that lies there; the views may be others then. */
export function reachBehind(there: TileThere, bytes: number): Views {
  there.views = kernel!.reach(there.at.free + bytes);
  return there.views;
}
