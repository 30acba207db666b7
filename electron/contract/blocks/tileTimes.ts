/**
 * When the sites of a tile spoke: nearly always one step after the other from each site's own second on. Only where that is
 * not so (a word missing, a second early or late) is something written.
 */
import { riceFor, type BitSink, type BitSource } from './bits.ts';
import type { ByteSink, ByteSource } from './bytes.ts';

/** Steps tried as the usual one. */
const LOOKED_AT = 512;
/** Greatest units tried first, ms. */
const UNITS = [3_600_000, 60_000, 1000, 1];
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
    const late = apart[e];
    const skipped = missed[e];
    if (skipped === 0 && late === 1) bits.put(LATE, 2);
    else if (skipped === 0 && late === -1) bits.put(EARLY, 2);
    else if (skipped === 1 && late === 0) bits.put(MISSED_ONE, 2);
    else {
      bits.put(OTHER, 2);
      bits.rice(skipped, 2);
      bits.rice(((late << 1) ^ (late >> 31)) >>> 0, 4);
    }
  }
}

/** Offsets in ms after the tile's first word; `starts` as it was written with. */
export function takeTimes(input: ByteSource, bits: BitSource, starts: Uint32Array): Int32Array {
  const [unit, step, width, exceptions, k] = [input.number(), input.number(), input.number(), input.number(), input.number()];
  const m = starts.length - 1;
  const n = starts[m];
  const offsets = new Int32Array(n);
  const bases = new Int32Array(m);
  for (let s = 0; s < m; s++) bases[s] = takeWide(bits, width);
  const stride = step * unit;
  let left = exceptions;
  let next = left > 0 ? bits.rice(k) : n;
  for (let s = 0; s < m; s++) {
    let expected = (bases[s] - step) * unit;
    const end = starts[s + 1];
    let i = starts[s];
    while (i < end) {
      for (const until = next < end ? next : end; i < until; i++) offsets[i] = expected += stride;
      if (i >= end) break;
      expected += stride;
      const symbol = bits.take(2);
      if (symbol === LATE) offsets[i] = expected + unit;
      else if (symbol === EARLY) offsets[i] = expected - unit;
      else if (symbol === MISSED_ONE) offsets[i] = expected += stride;
      else {
        expected += stride * bits.rice(2);
        const late = bits.rice(4);
        offsets[i] = expected + unit * ((late >>> 1) ^ -(late & 1));
      }
      i++;
      next = --left > 0 ? i + bits.rice(k) : n;
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
function stepOf(ticks: Int32Array, starts: Uint32Array): number {
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
