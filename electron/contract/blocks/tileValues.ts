/**
 * What the sites of a tile said. Nearly all values are whole multiples of a decimal step: then they are kept as what is added
 * from one word to the next, a byte where it fits; the few that are not are kept beside as they came. Otherwise all are.
 */
import { riceFor, type BitSink, type BitSource } from './bits.ts';
import { unzigzag, zigzag, type ByteSink, type ByteSource } from './bytes.ts';
import { contradicted } from './contradicted.ts';
import { hasEscapeFast, valuesAtFast, valuesFast } from './kernel/tileLoops.ts';
import { fits, nearest } from './decimals.ts';

const MOST_DECIMALS = 6;
const AS_FLOAT32 = 32;
const AS_FLOAT64 = 64;
/** More than this share of values that are no multiples, and the step is not theirs. */
export const MOST_ODD = 0.02;
/** A byte with which a difference is told among the escapes. */
export const ESCAPE = 255;
/** More escapes than this share, and differences take two bytes or more each. */
export const MOST_ESCAPES = 0.1;

/** Returns the plain bytes that should be squeezed apart: alike among themselves. */
export function putValues(out: ByteSink, bits: BitSink, values: Float64Array, starts: Uint32Array): Uint8Array {
  const found = integersOf(values);
  out.byte(found?.decimals ?? (isSingle(values) ? AS_FLOAT32 : AS_FLOAT64));
  if (found === null) return planesOf(isSingle(values) ? Float32Array.from(values) : values);
  const { integers, odd } = found;
  out.number(odd.length);
  for (const [k, i] of odd.entries()) {
    out.number(i - (k > 0 ? odd[k - 1] : 0));
    out.float64(values[i]);
  }
  return putDifferences(out, bits, integers, starts);
}

export function takeValues(input: ByteSource, bits: BitSource, plain: Uint8Array, starts: Uint32Array): Float64Array {
  const n = starts[starts.length - 1];
  const form = input.byte();
  if (form === AS_FLOAT64) return fromPlanes(plain, new Float64Array(n));
  if (form === AS_FLOAT32) return new Float64Array(fromPlanes(plain, new Float32Array(n)));
  const { places, said } = oddOf(input, n);
  const values = takeDifferences(input, bits, plain, starts, scaleOf(form));
  for (let k = 0; k < places.length; k++) values[places[k]] = said[k];
  return values;
}

/** Values that are no multiples of a step: their places, rising, and they themselves. */
export interface Odd { places: Uint32Array; said: Float64Array }

function oddOf(input: ByteSource, n: number): Odd {
  const odd = input.number();
  if (odd > n) contradicted();
  const places = new Uint32Array(odd);
  const said = new Float64Array(odd);
  for (let k = 0, at = 0; k < odd; k++) {
    places[k] = at += input.number();
    if (at >= n) contradicted();
    said[k] = input.float64();
  }
  return { places, said };
}

/** What stands before the differences of `n` words; null where values are no differences. */
export function headOfValues(input: ByteSource, n: number): { scale: number; odd: Odd } | null {
  const form = input.byte();
  return form >= AS_FLOAT32 ? null : { scale: scaleOf(form), odd: oddOf(input, n) };
}

/** What stands before the differences, where each of them has its place in `plain`; null, with nothing read, where some are kept beside. */
function stepsOf(input: ByteSource, bits: BitSource, plain: Uint8Array, starts: Uint32Array): { firsts: Int32Array; width: number; size: number; scale: number } | null {
  if (hasEscape(bits, plain)) return null;
  const mark = input.at();
  const form = input.byte();
  if (form >= AS_FLOAT32 || input.number() > 0) return input.rewind(mark), null;
  const firsts = takeFirsts(input, bits, starts.length - 1);
  const width = widthOf(input, plain, starts);
  return { firsts, width, size: plain.length / width, scale: scaleOf(form) };
}

/** The differences as they lie in a tile. */
export interface Differences {
  /** Of each site the first value, in steps of 1 / `scale`. */
  firsts: Int32Array;
  /** Bytes of a difference, in planes of as many as there are differences. */
  width: number;
  scale: number;
  /** What is told in place of each byte of `plain` that is an escape. */
  escapes: Uint32Array;
}

/** Null, with nothing read, where some values are no multiples of a step. */
export function takeSteps(input: ByteSource, bits: BitSource, plain: Uint8Array, starts: Uint32Array): Differences | null {
  const mark = input.at();
  const form = input.byte();
  if (form >= AS_FLOAT32 || input.number() > 0) return input.rewind(mark), null;
  const firsts = takeFirsts(input, bits, starts.length - 1);
  const width = widthOf(input, plain, starts);
  return { firsts, width, scale: scaleOf(form), escapes: width === 1 ? escapesOf(input, plain) : new Uint32Array(0) };
}

/**
 * Of each site only the value at place `at[s]` (-1: NaN), where that can be had without reading the rest; null, with nothing read,
 * where it cannot.
 */
export function valuesAt(input: ByteSource, bits: BitSource, plain: Uint8Array, starts: Uint32Array, at: Int32Array): Float64Array | null {
  const steps = stepsOf(input, bits, plain, starts);
  if (steps === null) return null;
  const { firsts, width, size, scale } = steps;
  const fast = bits.fast ? valuesAtFast({ plain, width, starts, firsts, scale }, at) : null;
  if (fast !== null) return fast;
  const values = new Float64Array(at.length).fill(NaN);
  for (let s = 0; s < at.length; s++) {
    if (at[s] < 0) continue;
    let integer = firsts[s];
    const begin = starts[s] - s;
    const end = begin + at[s] - starts[s];
    if (width === 1) for (let p = begin; p < end; p++) integer += (plain[p] >>> 1) ^ -(plain[p] & 1);
    else for (let p = begin; p < end; p++) integer += wideAt(plain, size, width, p);
    values[s] = (integer | 0) / scale;
  }
  return values;
}

/** The values of site `s` alone, where they can be had without reading the rest; null, with nothing read, where they cannot. */
export function siteValues(input: ByteSource, bits: BitSource, plain: Uint8Array, starts: Uint32Array, s: number): Float64Array | null {
  const steps = stepsOf(input, bits, plain, starts);
  if (steps === null) return null;
  const { firsts, width, size, scale } = steps;
  const values = new Float64Array(starts[s + 1] - starts[s]);
  let integer = firsts[s];
  values[0] = integer / scale;
  for (let i = 1, p = starts[s] - s; i < values.length; i++, p++) {
    integer = (integer + (width === 1 ? (plain[p] >>> 1) ^ -(plain[p] & 1) : wideAt(plain, size, width, p))) | 0;
    values[i] = integer / scale;
  }
  return values;
}

function putDifferences(out: ByteSink, bits: BitSink, integers: Int32Array, starts: Uint32Array): Uint8Array {
  const m = starts.length - 1;
  const n = integers.length;
  putFirsts(out, bits, integers, starts);
  const plain = new Uint8Array(n - m);
  const escapes: number[] = [];
  let p = 0;
  for (let s = 0; s < m; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) {
      const difference = integers[i] - integers[i - 1];
      const coded = ((difference << 1) ^ (difference >> 31)) >>> 0;
      if (coded < ESCAPE) plain[p++] = coded;
      else {
        plain[p++] = ESCAPE;
        escapes.push(coded);
      }
    }
  }
  if (escapes.length <= MOST_ESCAPES * plain.length) {
    out.byte(1);
    for (const escape of escapes) out.number(escape);
    return plain;
  }
  const width = escapes.every((coded) => coded < 65_536) ? 2 : 4;
  const wide = new Uint8Array(width * (n - m));
  out.byte(width);
  p = 0;
  for (let s = 0; s < m; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++, p++) {
      const difference = integers[i] - integers[i - 1];
      const coded = ((difference << 1) ^ (difference >> 31)) >>> 0;
      for (let b = 0; b < width; b++) wide[b * (n - m) + p] = coded >>> (8 * b);
    }
  }
  return wide;
}

function takeDifferences(input: ByteSource, bits: BitSource, plain: Uint8Array, starts: Uint32Array, scale: number): Float64Array {
  const m = starts.length - 1;
  const n = starts[m];
  const firsts = takeFirsts(input, bits, m);
  const width = widthOf(input, plain, starts);
  const escapes = width === 1 ? escapesOf(input, plain) : new Uint32Array(0);
  const fast = bits.fast ? valuesFast({ plain, width, starts, firsts, scale }, escapes) : null;
  if (fast !== null) return fast;
  const values = new Float64Array(n);
  const size = n - m;
  let p = 0;
  let e = 0;
  for (let s = 0; s < m; s++) {
    let integer = firsts[s];
    let i = starts[s];
    const end = starts[s + 1];
    values[i++] = integer / scale;
    for (; i < end; i++, p++) {
      if (width > 1) integer = (integer + wideAt(plain, size, width, p)) | 0;
      else {
        const byte = plain[p] === ESCAPE ? escapes[e++] : plain[p];
        integer = (integer + ((byte >>> 1) ^ -(byte & 1))) | 0;
      }
      values[i] = integer / scale;
    }
  }
  return values;
}

const hasEscape = ({ fast }: BitSource, plain: Uint8Array): boolean => (fast ? hasEscapeFast(plain) : null) ?? plain.includes(ESCAPE);

/** The differences that are told beside `plain`. */
function escapesOf(input: ByteSource, plain: Uint8Array): Uint32Array {
  const escapes: number[] = [];
  for (let p = plain.indexOf(ESCAPE); p >= 0; p = plain.indexOf(ESCAPE, p + 1)) escapes.push(input.number());
  return Uint32Array.from(escapes);
}

function scaleOf(form: number): number {
  return form > MOST_DECIMALS ? contradicted() : 10 ** form;
}

/** Of a difference, bytes: as many as `plain` has of each. */
function widthOf(input: ByteSource, plain: Uint8Array, starts: Uint32Array): number {
  const width = input.byte();
  const m = starts.length - 1;
  return (width !== 1 && width !== 2 && width !== 4) || plain.length !== width * (starts[m] - m) ? contradicted() : width;
}

/** Of planes of `size` bytes each. */
function wideAt(plain: Uint8Array, size: number, width: number, p: number): number {
  let whole = plain[p] | (plain[size + p] << 8);
  if (width === 4) whole |= (plain[2 * size + p] << 16) | (plain[3 * size + p] << 24);
  return (whole >>> 1) ^ -(whole & 1);
}

/** Each site's first number, as what lies between it and the middle one of a few. */
export function putFirsts(out: ByteSink, bits: BitSink, integers: Int32Array, starts: Uint32Array): void {
  const m = starts.length - 1;
  const few = Array.from({ length: Math.min(m, 31) }, (_, i) => integers[starts[Math.floor((i * m) / Math.min(m, 31))]]).toSorted((a, b) => a - b);
  const middle = few[few.length >> 1] ?? 0;
  let sum = 0;
  for (let s = 0; s < m; s++) sum += zigzag(integers[starts[s]] - middle);
  const k = riceFor(sum, m);
  out.number(zigzag(middle));
  out.byte(k);
  for (let s = 0; s < m; s++) bits.rice(zigzag(integers[starts[s]] - middle), k);
}

function takeFirsts(input: ByteSource, bits: BitSource, m: number): Int32Array {
  const middle = unzigzag(input.number());
  const k = input.byte();
  if (k > 15) contradicted();
  const coded = new Uint32Array(m);
  bits.rices(k, coded);
  const firsts = new Int32Array(m);
  for (let s = 0; s < m; s++) firsts[s] = middle + ((coded[s] >>> 1) ^ -(coded[s] & 1));
  return firsts;
}

/** As integers over the lowest power of ten with which nearly every value is exactly one; null where there is none. */
function integersOf(values: Float64Array): { decimals: number; integers: Int32Array; odd: number[] } | null {
  const most = MOST_ODD * values.length;
  const integers = new Int32Array(values.length);
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    const odd: number[] = [];
    for (let i = 0; i < values.length && odd.length <= most; i++) {
      const value = values[i];
      const integer = nearest(value * scale);
      if (fits(value, integer, scale)) integers[i] = integer;
      else {
        odd.push(i);
        integers[i] = i > 0 ? integers[i - 1] : 0;
      }
    }
    if (odd.length <= most) return { decimals, integers, odd };
  }
  return null;
}

function isSingle(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Object.is(Math.fround(values[i]), values[i])) return false;
  return true;
}

function planesOf(column: Float32Array | Float64Array): Uint8Array {
  const n = column.length;
  const width = column.BYTES_PER_ELEMENT;
  const source = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const planes = new Uint8Array(column.byteLength);
  for (let p = 0; p < width; p++) for (let i = 0; i < n; i++) planes[p * n + i] = source[i * width + p];
  return planes;
}

function fromPlanes<T extends Float32Array | Float64Array>(planes: Uint8Array, column: T): T {
  if (planes.length !== column.byteLength) contradicted();
  const n = column.length;
  const width = column.BYTES_PER_ELEMENT;
  const target = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let p = 0; p < width; p++) for (let i = 0; i < n; i++) target[i * width + p] = planes[p * n + i];
  return column;
}
