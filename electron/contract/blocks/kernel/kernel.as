/**
 * The loops of blocks and tiles in AssemblyScript: what the readers of tiles and `choosePlainly` of `dense.ts` do without it, on memory that
 * the caller lays out. Addresses are bytes in that memory. Bits lie at `room`, end at bit `end`, and have eight bytes behind them that may
 * be read; a place in them is a bit. What returns a place or a number returns -1 where the bytes are no tile's. Nothing here keeps anything.
 * Compiled by `node scripts/kernel.mjs` into `code.ts`.
 */

import { manyRices, MOST_ONES, rice, STOP, told, windowAt } from './bits';
export * from './dense';
export * from './literals';
export * from './sums';
export * from './tile';

const FARTHEST: i64 = 0x7fffffff;
const ESCAPE: u8 = 255;
const NOT_SAID: i32 = -0x80000000;

/** `n` numbers in Rice's code. */
export function rices(room: usize, at: u32, end: u32, k: u32, n: u32, into: usize): i32 {
  return manyRices(room, at, end, k, n, into);
}

/** What words lie beside their step, and how: `Beats` in `tileTimes.ts`. */
export function exceptions(room: usize, at: u32, end: u32, k: u32, n: u32, many: u32, unit: u32, stride: u32, places: usize, missed: usize, apart: usize): i32 {
  let bit = at;
  let place: i64 = -1;
  let others: u32 = 0;
  const mask: u64 = (1 << k) - 1;
  const short = MOST_ONES + k + 2;
  // What was read is kept while a whole short number is in it: from one to the next is then no way to memory and back.
  let window: u64 = 0;
  let held: u32 = 0;
  for (let e: u32 = 0; e < many; e++) {
    if (held < short) {
      window = load<u64>(room + (bit >>> 3)) >>> (bit & 7);
      held = 64 - (bit & 7);
    }
    const ones = <u32>ctz(~window | STOP);
    let symbol: u32 = 0;
    if (ones < MOST_ONES) {
      const behind: u64 = window >>> (ones + 1);
      place += <i64>((<u64>ones << k) | (behind & mask)) + 1;
      symbol = <u32>(behind >>> k) & 3;
      const width = ones + 3 + k;
      window >>>= width;
      held -= width;
      bit += width;
    } else {
      const then = rice(room, bit, end, k);
      if (then < 0) return -1;
      place += <i64>told + 1;
      symbol = windowAt(room, then) & 3;
      bit = then + 2;
      held = 0;
    }
    if (bit > end || place >= <i64>n) return -1;
    store<u32>(places + (e << 2), <u32>place);
    // Without a branch, because nobody can foretell it.
    store<i32>(missed + (e << 2), <i32>stride & -i32(symbol == 2));
    store<i32>(apart + (e << 2), (<i32>unit & -i32(symbol == 0)) | (-<i32>unit & -i32(symbol == 1)) | (NOT_SAID & -i32(symbol == 3)));
    others += u32(symbol == 3);
  }
  store<u32>(places + (many << 2), n);
  for (let e: u32 = 0; others > 0; e++) {
    if (load<i32>(apart + (e << 2)) != NOT_SAID) continue;
    others--;
    let then = rice(room, bit, end, 2);
    if (then < 0) return -1;
    const later = <u64>stride * told;
    then = rice(room, then, end, 4);
    if (then < 0) return -1;
    bit = then;
    const beside = <i64>unit * <i64>((<i32>(told >>> 1)) ^ -<i32>(told & 1));
    if (later > <u64>FARTHEST || beside > FARTHEST || beside < -FARTHEST) return -1;
    store<i32>(missed + (e << 2), <i32>later);
    store<i32>(apart + (e << 2), <i32>beside);
  }
  return <i32>bit;
}

/** Where each site last spoke by `limit`; returns the first time after it, or `FARTHEST`. */
export function lastTimes(starts: usize, m: u32, unit: i64, stride: i64, bases: usize, places: usize, missed: usize, apart: usize, limit: i64, at: usize, offsets: usize): i32 {
  let next = FARTHEST;
  let exception = places;
  const toMissed = missed - places;
  const toApart = apart - places;
  for (let s: u32 = 0; s < m; s++) {
    let expected = <i64>load<u32>(bases + (s << 2)) * unit - stride;
    const end = load<u32>(starts + (s << 2), 4);
    let found: i32 = -1;
    let when: i64 = 0;
    for (let i = load<u32>(starts + (s << 2)); i < end;) {
      const place = load<u32>(exception);
      const regular = <i64>((place < end ? place : end) - i);
      if (regular > 0) {
        const room = limit - expected;
        // A division costs more than the rest: mostly all or none of the stretch is in time.
        const by: i64 = stride == 0 ? (expected <= limit ? regular : 0) : room < stride ? 0 : room >= regular * stride ? regular : <i64>(<u32>room / <u32>stride);
        if (by > 0) {
          found = i + <i32>by - 1;
          when = expected + by * stride;
        }
        if (by < regular) {
          const later = expected + (by + 1) * stride;
          if (later < next) next = later;
          break;
        }
        expected += regular * stride;
        i += <u32>regular;
      }
      if (i == end) break;
      expected += stride + <i64>load<i32>(exception + toMissed);
      const offset = expected + <i64>load<i32>(exception + toApart);
      if (offset < 0) return -1;
      if (offset > limit) {
        if (offset < next) next = offset;
        break;
      }
      found = i++;
      when = offset;
      exception += 4;
    }
    while (load<u32>(exception) < end) exception += 4;
    store<i32>(at + (s << 2), found);
    store<i32>(offsets + (s << 2), <i32>when);
  }
  return <i32>next;
}

/** All times; 0, or -1. */
export function times(starts: usize, m: u32, unit: i64, stride: i64, bases: usize, places: usize, missed: usize, apart: usize, offsets: usize): i32 {
  let e: u32 = 0;
  let next = load<u32>(places);
  let all: i64 = 0;
  for (let s: u32 = 0; s < m; s++) {
    let expected = <i64>load<u32>(bases + (s << 2)) * unit - stride;
    const end = load<u32>(starts + (s << 2), 4);
    for (let i = load<u32>(starts + (s << 2)); i < end; i++) {
      expected += stride;
      let offset = expected;
      if (i == next) {
        expected += <i64>load<i32>(missed + (e << 2));
        offset = expected + <i64>load<i32>(apart + (e << 2));
        next = load<u32>(places + (++e << 2));
      }
      all |= offset;
      store<i32>(offsets + (i << 2), <i32>offset);
    }
  }
  return all < 0 || all > FARTHEST ? -1 : 0;
}

@inline
function unzigzag(coded: u32): i32 {
  return <i32>(coded >>> 1) ^ -<i32>(coded & 1);
}

/** The sum of differences of a byte each. */
@inline
function sumOf(from: usize, many: u32): i32 {
  let sum: i32 = 0;
  let p: u32 = 0;
  if (many >= 16) {
    let sums = i32x4.splat(0);
    for (; p + 16 <= many; p += 16) {
      const coded = v128.load(from + p);
      const signs = i8x16.neg(v128.and(coded, i8x16.splat(1)));
      const steps = v128.xor(i8x16.shr_u(coded, 1), signs);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(steps)));
    }
    sum = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
  }
  for (; p < many; p++) sum += unzigzag(load<u8>(from + p));
  return sum;
}

/** In planes of `size` bytes. */
@inline
function wideAt(plain: usize, size: u32, width: u32, p: u32): i32 {
  let whole = <u32>load<u8>(plain + p) | (<u32>load<u8>(plain + size + p) << 8);
  if (width == 4) whole |= (<u32>load<u8>(plain + 2 * size + p) << 16) | (<u32>load<u8>(plain + 3 * size + p) << 24);
  return unzigzag(whole);
}

/** Whether one of `size` bytes is an escape. */
export function hasEscape(plain: usize, size: usize): bool {
  const escape = i8x16.splat(ESCAPE);
  let p: usize = 0;
  for (; p + 64 <= size; p += 64) {
    const a = v128.or(i8x16.eq(v128.load(plain + p), escape), i8x16.eq(v128.load(plain + p, 16), escape));
    const b = v128.or(i8x16.eq(v128.load(plain + p, 32), escape), i8x16.eq(v128.load(plain + p, 48), escape));
    if (v128.any_true(v128.or(a, b))) return true;
  }
  for (; p < size; p++) if (load<u8>(plain + p) == ESCAPE) return true;
  return false;
}

/** Of each site the value at place `at` (-1: not a number); differences of `width` bytes, none of them an escape. */
export function valuesAt(plain: usize, size: u32, width: u32, starts: usize, m: u32, firsts: usize, scale: f64, at: usize, values: usize): void {
  for (let s: u32 = 0; s < m; s++) {
    const place = load<i32>(at + (s << 2));
    if (place < 0) {
      store<f64>(values + (s << 3), NaN);
      continue;
    }
    const begin = load<u32>(starts + (s << 2));
    const many = <u32>place - begin;
    let integer = load<i32>(firsts + (s << 2));
    if (width == 1) integer += sumOf(plain + begin - s, many);
    else for (let p = begin - s; p < begin - s + many; p++) integer += wideAt(plain, size, width, p);
    store<f64>(values + (s << 3), <f64>integer / scale);
  }
}

/** All values; `escapes`: differences that are told apart, in their order. */
export function values(plain: usize, size: u32, width: u32, starts: usize, m: u32, firsts: usize, scale: f64, escapes: usize, into: usize): void {
  for (let s: u32 = 0; s < m; s++) {
    const begin = load<u32>(starts + (s << 2));
    const end = load<u32>(starts + (s << 2), 4);
    let integer = load<i32>(firsts + (s << 2));
    let p = begin - s;
    let place = into + (begin << 3);
    store<f64>(place, <f64>integer / scale);
    for (let i = begin + 1; i < end; i++, p++) {
      place += 8;
      if (width == 1) {
        let coded = <u32>load<u8>(plain + p);
        if (coded == ESCAPE) {
          coded = load<u32>(escapes);
          escapes += 4;
        }
        integer += unzigzag(coded);
      } else integer += wideAt(plain, size, width, p);
      store<f64>(place, <f64>integer / scale);
    }
  }
}

/**
 * Of two rows of a dense block, `stride` entries from each other, `many` (a multiple of 16): what was said by `now`. `quality` 0: there is
 * none.
 */
export function choose(values: usize, times: usize, quality: usize, stride: usize, many: usize, now: i32, toValues: usize, toAges: usize, toQuality: usize): void {
  const limit = i32x4.splat(now);
  const never = i32x4.splat(NOT_SAID);
  const highTimes = times + (stride << 2);
  const highValues = values + (stride << 2);
  for (let i: usize = 0; i < many; i += 4) {
    const at = i << 2;
    const high = v128.load(highTimes + at);
    const later = i32x4.gt_s(high, limit);
    const said = v128.bitselect(v128.load(times + at), high, later);
    v128.store(toValues + at, v128.bitselect(v128.load(values + at), v128.load(highValues + at), later));
    v128.store(toAges + at, v128.or(i32x4.sub(limit, said), i32x4.eq(said, never)));
  }
  if (quality == 0) return;
  for (let i: usize = 0; i < many; i += 16) {
    const at = highTimes + (i << 2);
    const a = i16x8.narrow_i32x4_s(i32x4.gt_s(v128.load(at), limit), i32x4.gt_s(v128.load(at, 16), limit));
    const b = i16x8.narrow_i32x4_s(i32x4.gt_s(v128.load(at, 32), limit), i32x4.gt_s(v128.load(at, 48), limit));
    v128.store(toQuality + i, v128.bitselect(v128.load(quality + i), v128.load(quality + stride + i), i8x16.narrow_i16x8_s(a, b)));
  }
}
