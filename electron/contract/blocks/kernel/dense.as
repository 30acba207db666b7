/**
 * Filling a window of a dense block: 1,024 sites, a row of values and of times for each bucket behind the row of what was said before.
 * Rows lie one behind the other. Part of kernel.as, and held to the same: nothing is kept, -1 where the bytes are no tile's.
 */
const FARTHEST: i64 = 0x7fffffff;
const NOT_SAID: i32 = -0x80000000;
const ESCAPE: u32 = 255;
/**
 * Bytes of sixteen sites' entries: a line of the cache. While words are entered a window lies in bands of sixteen sites, each with all its
 * rows, so that one site's words stay within a page or two; `carryOn` brings it into rows.
 */
const LINE: u32 = 64;
/** Bytes of a row's entries in the window that is copied out, and from one row to the next: rows a power of two apart would all fall into the same lines of the cache. */
const ENTRIES: u32 = 4096;
const ROW: u32 = ENTRIES + 64;
/** Bytes of a word that was not its bucket's last: row, place in the window, second, value. */
const EXTRA: usize = 16;

/** Where the next extra goes, and where the next escape is told. */
let extra: usize = 0;
let escape: usize = 0;

@inline
function bandOf(place: u32, rows: u32): u32 {
  return (place >>> 4) * (rows + 1) * LINE + ((place & 15) << 2);
}

/** Never before it was observed: a part of a second counts as the next. Less than 2^32 ms: there a product and a shift are the quotient. */
// @ts-ignore: decorator
@inline
function secondOf(ms: u64): i32 {
  return <i32>(((ms + 999) * 274877907) >>> 38);
}

@inline
function enter(values: usize, times: usize, band: u32, row: u32, place: u32, second: i32, value: f32): void {
  const at = band + row * LINE;
  const there = load<i32>(times + at);
  if (there != NOT_SAID && there != second) {
    const isLater = there < second;
    store<u32>(extra, row);
    store<u32>(extra, place, 4);
    store<i32>(extra, isLater ? there : second, 8);
    store<f32>(extra, isLater ? load<f32>(values + at) : value, 12);
    extra += EXTRA;
    if (!isLater) return;
  }
  store<i32>(times + at, second);
  store<f32>(values + at, value);
}

/** The difference at place `p` of planes of `size` bytes each; an escape's is told apart. */
// @ts-ignore: decorator
@inline
function stepAt(plain: usize, size: u32, width: u32, p: u32): i32 {
  let coded: u32 = load<u8>(plain + p);
  if (width == 1) {
    if (coded == ESCAPE) {
      coded = load<u32>(escape);
      escape += 4;
    }
  } else {
    coded |= <u32>load<u8>(plain + size + p) << 8;
    if (width == 4) coded |= (<u32>load<u8>(plain + 2 * size + p) << 16) | (<u32>load<u8>(plain + 3 * size + p) << 24);
  }
  return <i32>(coded >>> 1) ^ -<i32>(coded & 1);
}

/**
 * The words of a tile (`Beats` and differences, as `times` and `values` of kernel.as take them) into a window. `places`: of each site its
 * place in the window; `shift`: ms from the block's beginning to the tile's; `isEmpty`: nothing was entered before. Returns how many extras
 * lie at `extras`.
 */
export function enterTile(
  starts: usize, m: u32, places: usize, unit: i64, stride: i64, bases: usize, apartAt: usize, missed: usize, apart: usize, shift: u64,
  plain: usize, size: u32, width: u32, firsts: usize, scale: f64, escapes: usize, bucketS: i32, rows: u32, values: usize, times: usize, extras: usize, isEmpty: bool,
): i32 {
  extra = extras;
  escape = escapes;
  // From one regular word to the next lies just one row: then nothing need be looked up between them.
  const isEven = isEmpty && stride == <i64>bucketS * 1000;
  let e: u32 = 0;
  let next = load<u32>(apartAt);
  let all: i64 = 0;
  for (let s: u32 = 0; s < m; s++) {
    const place = load<u32>(places + (s << 2));
    const band = bandOf(place, rows);
    let expected = <i64>load<u32>(bases + (s << 2)) * unit - stride;
    let integer = load<i32>(firsts + (s << 2));
    const begin = load<u32>(starts + (s << 2));
    const end = load<u32>(starts + (s << 2), 4);
    let p = begin - s;
    let row: u32 = 1;
    let until = bucketS;
    for (let i = begin; i < end; i++) {
      expected += stride;
      let offset = expected;
      const isRegular = i != next;
      if (!isRegular) {
        expected += <i64>load<i32>(missed + (e << 2));
        offset = expected + <i64>load<i32>(apart + (e << 2));
        next = load<u32>(apartAt + (++e << 2));
      }
      all |= offset;
      if (i > begin) integer += stepAt(plain, size, width, p++);
      let second = secondOf(<u64>offset + shift);
      while (second >= until && row < rows) {
        row++;
        until += bucketS;
      }
      enter(values, times, band, row, place, second, <f32>(<f64>integer / scale));
      if (!isEven || !isRegular) continue;
      let many = min(min(next, end) - i - 1, rows - row);
      i += many;
      row += many;
      until += <i32>many * bucketS;
      expected += <i64>many * stride;
      let at = band + (row - many) * LINE;
      for (; many > 0; many--) {
        at += LINE;
        second += bucketS;
        integer += stepAt(plain, size, width, p++);
        store<i32>(times + at, second);
        store<f32>(values + at, <f32>(<f64>integer / scale));
      }
      all |= expected;
    }
  }
  return all < 0 || all > FARTHEST ? -1 : <i32>((extra - extras) / EXTRA);
}

/** Words that are unfolded already: offsets in ms and values (doubles) of all sites, one behind the other. */
export function enterWords(starts: usize, m: u32, places: usize, offsets: usize, said: usize, shift: f64, bucketS: i32, rows: u32, values: usize, times: usize, extras: usize): i32 {
  extra = extras;
  for (let s: u32 = 0; s < m; s++) {
    const place = load<u32>(places + (s << 2));
    const band = bandOf(place, rows);
    const end = load<u32>(starts + (s << 2), 4);
    let row: u32 = 1;
    let until = bucketS;
    for (let i = load<u32>(starts + (s << 2)); i < end; i++) {
      const second = <i32>Math.ceil((<f64>load<i32>(offsets + (i << 2)) + shift) / 1000.0);
      while (second >= until && row < rows) {
        row++;
        until += bucketS;
      }
      enter(values, times, band, row, place, second, <f32>load<f64>(said + (i << 3)));
    }
  }
  return <i32>((extra - extras) / EXTRA);
}

/**
 * Brings bands into rows; whoever said nothing in a row has there what the row before has. `narrow`: whether times become 16-bit numbers.
 */
export function carryOn(rows: u32, values: usize, times: usize, toValues: usize, toTimes: usize, narrow: bool): void {
  const never = i32x4.splat(NOT_SAID);
  for (let first: u32 = 0; first < ENTRIES; first += LINE) {
    for (let part: u32 = 0; part < LINE; part += 32) {
      let low = never;
      let high = never;
      let lowValue = f32x4.splat(NaN);
      let highValue = lowValue;
      for (let row: u32 = 0; row <= rows; row++) {
        const at = first * (rows + 1) + row * LINE + part;
        const ownLow = v128.load(times + at);
        const ownHigh = v128.load(times + at, 16);
        const isLow = i32x4.eq(ownLow, never);
        const isHigh = i32x4.eq(ownHigh, never);
        low = v128.bitselect(low, ownLow, isLow);
        high = v128.bitselect(high, ownHigh, isHigh);
        lowValue = v128.bitselect(lowValue, v128.load(values + at), isLow);
        highValue = v128.bitselect(highValue, v128.load(values + at, 16), isHigh);
        const to = row * ROW + first + part;
        v128.store(toValues + to, lowValue);
        v128.store(toValues + to, highValue, 16);
        if (narrow) v128.store(toTimes + (to >>> 1), i16x8.narrow_i32x4_s(low, high));
        else {
          v128.store(toTimes + to, low);
          v128.store(toTimes + to, high, 16);
        }
      }
    }
  }
}

/** As `choose` of kernel.as, of times that are 16-bit numbers and without quality; `many` a multiple of 8, `now` within 16 bits. */
export function chooseNarrow(values: usize, times: usize, stride: usize, many: usize, now: i32, toValues: usize, toAges: usize): void {
  const limit = i16x8.splat(<i16>now);
  const limits = i32x4.splat(now);
  const never = i32x4.splat(-32768);
  const highValues = values + (stride << 2);
  const highTimes = times + (stride << 1);
  for (let i: usize = 0; i < many; i += 8) {
    const high = v128.load(highTimes + (i << 1));
    const later = i16x8.gt_s(high, limit);
    const said = v128.bitselect(v128.load(times + (i << 1)), high, later);
    const at = i << 2;
    v128.store(toValues + at, v128.bitselect(v128.load(values + at), v128.load(highValues + at), i32x4.extend_low_i16x8_s(later)));
    v128.store(toValues + at, v128.bitselect(v128.load(values + at, 16), v128.load(highValues + at, 16), i32x4.extend_high_i16x8_s(later)), 16);
    const low = i32x4.extend_low_i16x8_s(said);
    const top = i32x4.extend_high_i16x8_s(said);
    v128.store(toAges + at, v128.or(i32x4.sub(limits, low), i32x4.eq(low, never)));
    v128.store(toAges + at, v128.or(i32x4.sub(limits, top), i32x4.eq(top, never)), 16);
  }
}
