/**
 * When the sites of a tile spoke: nearly always one step after the other from each site's own second on. Only where that is
 * not so (a word missing, a second early or late) is something written.
 */
import { riceFor, type BitSink, type BitSource } from './bits.ts';
import { unzigzag, zigzag, type ByteSink, type ByteSource } from './bytes.ts';
import { contradicted } from './contradicted.ts';
import { exceptionsFast, timesFast } from './kernel/tileLoops.ts';

/** Steps tried as the usual one. */
const LOOKED_AT = 512;
/** Greatest units tried first, ms. */
export const UNITS = [3_600_000, 60_000, 1000, 1];
/** Ms after a tile's first word: as late as any can be. */
export const LAST = 0x7fffffff;
/** How an exception is told: two bits, and more only after the last. */
const LATE = 0;
const EARLY = 1;
const MISSED_ONE = 2;
const OTHER = 3;

/** `offsets` in ms after the tile's first word, rising within a site. */
export function putTimes(out: ByteSink, bits: BitSink, offsets: Int32Array, starts: Uint32Array): void {
  const { unit, ticks } = ticksOf(offsets);
  const step = stepOf(ticks, starts);
  const m = starts.length - 1;
  const bases = new Int32Array(m);
  const gaps = new Uint32Array(ticks.length);
  const missed = new Int32Array(ticks.length);
  const apart = new Int32Array(ticks.length);
  let exceptions = 0;
  let last = -1;
  let gapsTotal = 0;
  let highest = 0;
  for (let s = 0; s < m; s++) {
    const base = (bases[s] = baseOf(ticks, starts[s], starts[s + 1], step));
    if (base > highest) highest = base;
    let expected = base - step;
    for (let i = starts[s]; i < starts[s + 1]; i++) {
      expected += step;
      const rest = ticks[i] - expected;
      if (rest === 0) continue;
      const skipped = step === 0 ? 0 : Math.max(0, Math.round(rest / step));
      expected += skipped * step;
      missed[exceptions] = skipped;
      apart[exceptions] = rest - skipped * step;
      gapsTotal += gaps[exceptions++] = i - last - 1;
      last = i;
    }
  }
  const width = 32 - Math.clz32(highest);
  const k = riceFor(gapsTotal, exceptions);
  for (const number of [unit, step, width, exceptions, k]) out.number(number);
  for (let s = 0; s < m; s++) putWide(bits, bases[s], width);
  for (let e = 0; e < exceptions; e++) {
    bits.rice(gaps[e], k);
    bits.put(symbolOf(missed[e], apart[e]), 2);
  }
  for (let e = 0; e < exceptions; e++) {
    if (symbolOf(missed[e], apart[e]) !== OTHER) continue;
    bits.rice(missed[e], 2);
    bits.rice(zigzag(apart[e]), 4);
  }
}

function symbolOf(missed: number, late: number): number {
  if (missed === 0) return late === 1 ? LATE : late === -1 ? EARLY : OTHER;
  return missed === 1 && late === 0 ? MISSED_ONE : OTHER;
}

/** The times of a tile, not yet unfolded. */
export interface Beats {
  /** Milliseconds: what an early or late word is apart by, and from one word to the next. */
  unit: number;
  stride: number;
  /** Where each site's first step begins, units. */
  bases: Int32Array;
  /** Places of the words that do not lie on their step, rising, and behind the last one the number of all words. */
  places: Uint32Array;
  /** Of each exception: milliseconds by which its step lies later, and it itself beside that. */
  missed: Int32Array;
  apart: Int32Array;
}

/** What stands before the bits of the times of `n` words: their unit (ms) and usual step (units), bits of a base, exceptions, and Rice's k of these. */
export function headOfTimes(input: ByteSource, n: number): { unit: number; step: number; width: number; exceptions: number; k: number } {
  const [unit, step, width, exceptions, k] = [input.number(), input.number(), input.number(), input.number(), input.number()];
  if (unit === 0 || unit > UNITS[0] || step * unit > LAST || width > 31 || exceptions > n || k > 15) contradicted();
  return { unit, step, width, exceptions, k };
}

export function takeBeats(input: ByteSource, bits: BitSource, starts: Uint32Array): Beats {
  const m = starts.length - 1;
  const n = starts[m];
  const { unit, step, width, exceptions, k } = headOfTimes(input, n);
  const stride = step * unit;
  const bases = new Int32Array(m);
  if (width <= 16) bits.takes(width, bases);
  else for (let s = 0; s < m; s++) bases[s] = takeWide(bits, width);
  const found = (bits.fast ? apartFast(bits, k, n, exceptions, unit, stride) : null) ?? apartPlain(bits, k, n, exceptions, unit, stride);
  return { unit, stride, bases, ...found };
}

type Apart = Pick<Beats, 'places' | 'missed' | 'apart'>;

function apartFast(bits: BitSource, k: number, n: number, exceptions: number, unit: number, stride: number): Apart | null {
  const place = { bit: bits.at() };
  const found = exceptionsFast(bits.room, place, k, n, exceptions, unit, stride);
  if (found !== null) bits.moveTo(place.bit);
  return found;
}

function apartPlain(bits: BitSource, k: number, n: number, exceptions: number, unit: number, stride: number): Apart {
  const gaps = new Uint32Array(exceptions);
  const symbols = new Uint8Array(exceptions);
  bits.pairs(k, gaps, symbols);
  const places = new Uint32Array(exceptions + 1);
  const missed = new Int32Array(exceptions);
  const apart = new Int32Array(exceptions);
  let at = -1;
  for (let e = 0; e < exceptions; e++) {
    places[e] = at += gaps[e] + 1;
    if (at >= n) contradicted();
    const symbol = symbols[e];
    if (symbol === LATE) apart[e] = unit;
    else if (symbol === EARLY) apart[e] = -unit;
    else if (symbol === MISSED_ONE) missed[e] = stride;
    else {
      const later = stride * bits.rice(2);
      const beside = unit * unzigzag(bits.rice(4));
      if (later > LAST || beside > LAST || beside < -LAST) contradicted();
      missed[e] = later;
      apart[e] = beside;
    }
  }
  places[exceptions] = n;
  return { places, missed, apart };
}

/** Offsets in ms after the tile's first word; `starts` as it was written with. */
export function takeTimes(input: ByteSource, bits: BitSource, starts: Uint32Array): Int32Array {
  const beats = takeBeats(input, bits, starts);
  return (bits.fast ? timesFast(beats, starts) : null) ?? timesPlain(beats, starts);
}

function timesPlain({ unit, stride, bases, places, missed, apart }: Beats, starts: Uint32Array): Int32Array {
  const m = starts.length - 1;
  const offsets = new Int32Array(starts[m]);
  let e = 0;
  let next = places[0];
  for (let s = 0; s < m; s++) {
    let expected = bases[s] * unit - stride;
    const end = starts[s + 1];
    for (let i = starts[s]; i < end; i++) {
      expected += stride;
      let offset = expected;
      if (i === next) {
        expected += missed[e];
        offset = expected + apart[e];
        next = places[++e];
      }
      if (offset < 0 || offset > LAST) contradicted();
      offsets[i] = offset;
    }
  }
  return offsets;
}

export function putWide(bits: BitSink, value: number, width: number): void {
  bits.put(value, Math.min(16, width));
  if (width > 16) bits.put(value >>> 16, width - 16);
}

export function takeWide(bits: BitSource, width: number): number {
  const low = bits.take(Math.min(16, width));
  return width > 16 ? low + bits.take(width - 16) * 65_536 : low;
}

/** All instants are whole multiples of `unit` ms. */
function ticksOf(offsets: Int32Array): { unit: number; ticks: Int32Array } {
  for (const unit of UNITS) {
    let i = 0;
    while (i < offsets.length && offsets[i] % unit === 0) i++;
    if (i < offsets.length) continue;
    if (unit === 1) return { unit, ticks: offsets };
    const ticks = new Int32Array(offsets.length);
    const share = 1 / unit;
    for (i = 0; i < ticks.length; i++) ticks[i] = (offsets[i] * share + 0.5) | 0;
    return { unit, ticks };
  }
  throw new RangeError('offsets are whole milliseconds');
}

/** The commonest difference between two words of a site, in units; 0 where none speaks twice. */
export function stepOf(ticks: Int32Array, starts: Uint32Array): number {
  const seen = new Map<number, number>();
  let best = 0;
  let most = 0;
  let looked = 0;
  for (let s = 0; s + 1 < starts.length && looked < LOOKED_AT; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++, looked++) {
      const step = ticks[i] - ticks[i - 1];
      const times = (seen.get(step) ?? 0) + 1;
      seen.set(step, times);
      if (times > most || (times === most && step < best)) [best, most] = [step, times];
    }
  }
  return best;
}

/** Where a site's steps begin, such that most of its words lie on them; in [0, step) where that can be. */
function baseOf(ticks: Int32Array, begin: number, end: number, step: number): number {
  const first = ticks[begin];
  if (step === 0) return first;
  let before = 0;
  let on = 1;
  let after = 0;
  let expected = first;
  for (let i = begin + 1; i < end; i++) {
    expected += step;
    let rest = ticks[i] - expected;
    if (rest > 1 || rest < -1) {
      const steps = Math.round(rest / step);
      expected += steps * step;
      rest -= steps * step;
    }
    if (rest === 0) on++;
    else if (rest === -1) before++;
    else if (rest === 1) after++;
  }
  const base = before > on && before >= after ? first - 1 : after > on ? first + 1 : first;
  return ((base % step) + step) % step;
}
