/**
 * A tile in the kernel's memory from its bits to what is asked of it, without a step back to who asks. Part of kernel.as, and held to the
 * same. Bits lie at `room`, end at bit `end`.
 */
import { manyRices, rice, told, windowAt } from './bits';
import { exceptions } from './kernel';

const ESCAPE: u32 = 255;

@inline
function unzigzag(coded: u32): i32 {
  return <i32>(coded >>> 1) ^ -<i32>(coded & 1);
}

/**
 * All that stands before the quality's bits: `sites`, `starts`, `bases` of the times and what lies beside them, `firsts` of the values. `gaps` and `runs`:
 * Rice's k and one more, 0 where there are none. Returns the bit behind, or -1.
 */
export function openTile(
  room: usize, end: u32, n: u32, m: u32, first: u32, usual: u32, gaps: u32, runs: u32, unit: u32, stride: u32, width: u32, many: u32, kApart: u32, middle: i32, kFirsts: u32,
  sites: usize, starts: usize, bases: usize, places: usize, missed: usize, apart: usize, firsts: usize,
): i32 {
  let bit: i32 = 0;
  let site = <u64>first;
  for (let s: u32 = 0; s < m; s++, site++) {
    if (gaps > 0 && s > 0) {
      bit = rice(room, bit, end, gaps - 1);
      if (bit < 0) return -1;
      site += told;
    }
    store<u32>(sites + (s << 2), <u32>site);
  }
  if (site > 0x100000000) return -1;
  let at: u64 = 0;
  store<u32>(starts, 0);
  if (runs > 0) {
    bit = manyRices(room, bit, end, runs - 1, m, starts + 4);
    if (bit < 0) return -1;
  }
  for (let s: u32 = 0; s < m; s++) {
    const fewer: u32 = runs > 0 ? load<u32>(starts + (s << 2), 4) : 0;
    if (fewer >= usual) return -1;
    at += usual - fewer;
    store<u32>(starts + (s << 2), <u32>at, 4);
  }
  if (at != n || <u64>bit + <u64>m * width > <u64>end) return -1;
  const mask: u32 = <u32>(((<u64>1) << width) - 1);
  for (let s: u32 = 0; s < m; s++, bit += width) store<u32>(bases + (s << 2), windowAt(room, bit) & mask);
  bit = exceptions(room, bit, end, kApart, n, many, unit, stride, places, missed, apart);
  if (bit < 0) return -1;
  bit = manyRices(room, bit, end, kFirsts, m, firsts);
  if (bit < 0) return -1;
  for (let s: u32 = 0; s < m; s++) store<i32>(firsts + (s << 2), middle + unzigzag(load<u32>(firsts + (s << 2))));
  return bit;
}

/** How many of `size` bytes are escapes. */
export function countEscapes(plain: usize, size: u32): u32 {
  let count: u32 = 0;
  for (let p: u32 = 0; p < size; p++) count += u32(load<u8>(plain + p) == ESCAPE);
  return count;
}

/** As `valuesAt`, of differences of a byte some of which are escapes. */
export function valuesAtEscaped(plain: usize, starts: usize, m: u32, firsts: usize, scale: f64, escapes: usize, at: usize, values: usize): void {
  for (let s: u32 = 0; s < m; s++) {
    const wanted = load<i32>(at + (s << 2));
    const begin = load<u32>(starts + (s << 2));
    const end = load<u32>(starts + (s << 2), 4);
    let integer = load<i32>(firsts + (s << 2));
    let found = integer;
    for (let i = begin + 1; i < end; i++) {
      let coded: u32 = load<u8>(plain + i - 1 - s);
      if (coded == ESCAPE) {
        coded = load<u32>(escapes);
        escapes += 4;
      }
      integer += unzigzag(coded);
      if (<i32>i == wanted) found = integer;
    }
    store<f64>(values + (s << 3), wanted < 0 ? NaN : <f64>found / scale);
  }
}

/** Epoch times of what was said last: `t0` and an offset, not a number where `at` is -1. */
export function timesAt(at: usize, offsets: usize, m: u32, t0: f64, times: usize): void {
  for (let s: u32 = 0; s < m; s++) store<f64>(times + (s << 3), load<i32>(at + (s << 2)) < 0 ? NaN : t0 + <f64>load<i32>(offsets + (s << 2)));
}

/** The quality of what was said last, where few words' is not 0: `bad` of them. Of each site a byte, 0 before. 0, or -1. */
export function qualityAt(room: usize, from: u32, end: u32, k: u32, bad: u32, n: u32, starts: usize, at: usize, quality: usize): i32 {
  let bit = <i32>from;
  let place: i64 = -1;
  let s: u32 = 0;
  for (let e: u32 = 0; e < bad; e++) {
    bit = rice(room, bit, end, k);
    if (bit < 0) return -1;
    place += <i64>told + 1;
    bit = rice(room, bit, end, 1);
    if (bit < 0 || place >= <i64>n) return -1;
    while (load<u32>(starts + (s << 2), 4) <= <u32>place) s++;
    if (load<i32>(at + (s << 2)) == <i32>place) store<u8>(quality + s, <u8>(told + 1));
  }
  return 0;
}

/**
 * The words of `many` sites alone, whose numbers within the tile lie at `wanted`, rising: their times (ms) and values one behind the other, and
 * where each site's begin, with the end of the last. `escapes` 0: there are none. 0, or -1.
 */
export function wordsOf(
  wanted: usize, many: u32, starts: usize, unit: i64, stride: i64, bases: usize, places: usize, missed: usize, apart: usize,
  plain: usize, size: u32, width: u32, firsts: usize, scale: f64, escapes: usize, toStarts: usize, offsets: usize, values: usize,
): i32 {
  let all: i64 = 0;
  let to: u32 = 0;
  let exception = places;
  /** Up to where escapes were counted. */
  let counted: u32 = 0;
  store<u32>(toStarts, 0);
  for (let k: u32 = 0; k < many; k++) {
    const s = load<u32>(wanted + (k << 2));
    const begin = load<u32>(starts + (s << 2));
    const end = load<u32>(starts + (s << 2), 4);
    while (load<u32>(exception) < begin) exception += 4;
    let next = load<u32>(exception);
    let expected = <i64>load<u32>(bases + (s << 2)) * unit - stride;
    let p = begin - s;
    if (escapes != 0) for (; counted < p; counted++) if (load<u8>(plain + counted) == ESCAPE) escapes += 4;
    let integer = load<i32>(firsts + (s << 2));
    for (let i = begin; i < end; i++, to++) {
      expected += stride;
      let offset = expected;
      if (i == next) {
        expected += <i64>load<i32>(exception + (missed - places));
        offset = expected + <i64>load<i32>(exception + (apart - places));
        exception += 4;
        next = load<u32>(exception);
      }
      all |= offset;
      store<i32>(offsets + (to << 2), <i32>offset);
      if (i > begin) {
        let coded: u32 = load<u8>(plain + p);
        if (width > 1) {
          coded |= <u32>load<u8>(plain + size + p) << 8;
          if (width == 4) coded |= (<u32>load<u8>(plain + 2 * size + p) << 16) | (<u32>load<u8>(plain + 3 * size + p) << 24);
        } else if (escapes != 0 && coded == ESCAPE) {
          coded = load<u32>(escapes);
          escapes += 4;
        }
        integer += unzigzag(coded);
        p++;
      }
      store<f64>(values + (to << 3), <f64>integer / scale);
    }
    counted = p;
    store<u32>(toStarts + (k << 2), to, 4);
  }
  return all < 0 || all > 0x7fffffff ? -1 : 0;
}
