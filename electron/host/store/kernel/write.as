/**
 * The loops that make tiles of journal rows, in AssemblyScript: what `gather.ts`, `settle.ts`, `knownTimes.ts` and the writing half of
 * `#contract/blocks` do without it, on memory that the caller lays out. Addresses are bytes in that memory. A word is a record of sixteen
 * bytes: milliseconds after its block begins, its value in steps, the second in which it became known, its site within the tile (two bytes)
 * and its quality (two). Bits are written from bit `bit` of `room` on, lowest first, over whatever is there, up to eight bytes behind the last.
 * Nothing here keeps anything. Compiled by `node scripts/kernel.mjs` into `code.ts`.
 */

const FAR: u32 = 255;
const TILE_BITS: u32 = 10;
const TILE_SITES: u32 = 1024;
const RECORD: usize = 16;
/** Differences of two values below stay within 32 bits. */
const MOST_INTEGER: i64 = 0x40000000;
const ESCAPE: u32 = 255;
const MOST_ONES: u32 = 16;
/** How an exception of times is told. */
const LATE: u32 = 0;
const EARLY: u32 = 1;
const MISSED_ONE: u32 = 2;
const OTHER: u32 = 3;

/** The sites of a batch whose steps are a byte each; -1 where it names too few far ones. */
export function nearSites(near: usize, far: usize, many: u32, n: u32, into: usize): i32 {
  let before: u32 = 0xffffffff;
  let k: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const step: u32 = load<u8>(near + i);
    if (step != FAR) before += 1 + ((step >>> 1) ^ -(step & 1));
    else if (k < many) before = load<u32>(far + (k++ << 2));
    else return -1;
    store<u32>(into + (i << 2), before);
  }
  return 0;
}

/** Adds how many of the sites lie in each of `tiles` tiles; -1 where one lies beyond. */
export function countTiles(sites: usize, n: u32, counts: usize, tiles: u32): i32 {
  for (let i: u32 = 0; i < n; i++) {
    const tile = load<u32>(sites + (i << 2)) >>> TILE_BITS;
    if (tile >= tiles) return -1;
    const count = counts + (tile << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  return 0;
}

@inline
function write(record: usize, offset: i32, value: i32, known: u32, site: u32, quality: u32): void {
  store<u64>(record, <u64><u32>offset | (<u64><u32>value << 32));
  store<u64>(record, <u64>known | (<u64>(site | (quality << 16)) << 32), 8);
}

/**
 * Each word of a batch to where the next record of its tile stands (`next`, an address a tile, moved on): of tiles `first` and `many` in
 * all. Times are `timeBytes` each in `unit` ms and `shift` ms late, values `valueBytes` each and `times` as many steps; `quality` 0: none.
 * -1 where a value would be too large.
 */
export function scatter(
  sites: usize, n: u32, ticks: usize, timeBytes: u32, unit: i32, shift: i32, values: usize, valueBytes: u32, times: i64, quality: usize, known: u32, first: u32, many: u32, next: usize,
): i32 {
  for (let i: u32 = 0; i < n; i++) {
    const site = load<u32>(sites + (i << 2));
    const tile = (site >>> TILE_BITS) - first;
    if (tile >= many) continue;
    const tick: i32 = timeBytes == 1 ? <i32>load<u8>(ticks + i) : timeBytes == 2 ? <i32>load<u16>(ticks + (i << 1)) : load<i32>(ticks + (i << 2));
    const value = times * <i64>(valueBytes == 2 ? <i32>load<i16>(values + (i << 1)) : load<i32>(values + (i << 2)));
    if (value >= MOST_INTEGER || value <= -MOST_INTEGER) return -1;
    const place = next + (tile << 2);
    const at = <usize>load<u32>(place);
    write(at, tick * unit + shift, <i32>value, known, site & (TILE_SITES - 1), quality == 0 ? 0 : <u32>load<u8>(quality + i));
    store<u32>(place, <u32>(at + RECORD));
  }
  return 0;
}

/** What lay in a tile as records; -1 where a value is no whole number of steps (`scale` of them are 1). `quality` 0: none. */
export function recordsOf(sites: usize, starts: usize, m: u32, first: u32, offsets: usize, shift: i32, values: usize, scale: f64, known: usize, quality: usize, into: usize): i32 {
  for (let s: u32 = 0; s < m; s++) {
    const site = load<u32>(sites + (s << 2)) - first;
    const end = load<u32>(starts + (s << 2), 4);
    for (let i = load<u32>(starts + (s << 2)); i < end; i++, into += RECORD) {
      const value = load<f64>(values + (i << 3));
      const scaled = value * scale;
      if (!(abs(scaled) < <f64>MOST_INTEGER)) return -1;
      const integer = <i32>(scaled + (scaled < 0 ? -0.5 : 0.5));
      // Also a zero that is negative is none.
      if (<f64>integer / scale != value || (integer == 0 && reinterpret<u64>(value) != 0)) return -1;
      write(into, load<i32>(offsets + (i << 2)) + shift, integer, load<u32>(known + (i << 2)), site, quality == 0 ? 0 : <u32>load<u8>(quality + i));
    }
  }
  return 0;
}

/** Values of records as `times` as many steps; -1 where one would be too large. */
export function rescale(records: usize, n: u32, times: i64): i32 {
  for (let i: u32 = 0; i < n; i++, records += RECORD) {
    const value = times * <i64>load<i32>(records, 4);
    if (value >= MOST_INTEGER || value <= -MOST_INTEGER) return -1;
    store<i32>(records, <i32>value, 4);
  }
  return 0;
}

/**
 * Two stretches of records, the one that came first first, by site and then by time; `begins`: 1,025 places, of each site's first. -1 where two
 * speak of the same site and time, or all are in too wild an order.
 */
export function sortRecords(old: usize, many: u32, fresh: usize, more: u32, begins: usize, next: usize, into: usize): i32 {
  memory.fill(begins, 0, (TILE_SITES + 1) << 2);
  countSites(old, many, begins);
  countSites(fresh, more, begins);
  let sum: u32 = 0;
  for (let s: u32 = 0; s <= TILE_SITES; s++) {
    sum += load<u32>(begins + (s << 2));
    store<u32>(begins + (s << 2), sum);
    store<u32>(next + (s << 2), <u32>into + (sum << 4));
  }
  placeAll(old, many, next);
  placeAll(fresh, more, next);
  let patience: i64 = 64 * (<i64>many + <i64>more);
  for (let s: u32 = 0; s < TILE_SITES; s++) {
    const begin = into + (<usize>load<u32>(begins + (s << 2)) << 4);
    const end = into + (<usize>load<u32>(begins + (s << 2), 4) << 4);
    for (let at = begin + RECORD; at < end; at += RECORD) {
      const offset = load<i32>(at);
      let before = at - RECORD;
      if (load<i32>(before) < offset) continue;
      const low = load<u64>(at);
      const high = load<u64>(at, 8);
      for (; before >= begin && load<i32>(before) > offset; before -= RECORD) {
        store<u64>(before, load<u64>(before), 16);
        store<u64>(before, load<u64>(before, 8), 24);
        patience--;
      }
      if ((before >= begin && load<i32>(before) == offset) || patience < 0) return -1;
      store<u64>(before, low, 16);
      store<u64>(before, high, 24);
    }
  }
  return 0;
}

@inline
function countSites(records: usize, n: u32, begins: usize): void {
  for (let i: u32 = 0; i < n; i++, records += RECORD) {
    const count = begins + (<usize>load<u16>(records, 12) << 2);
    store<u32>(count, load<u32>(count, 4) + 1, 4);
  }
}

@inline
function placeAll(records: usize, n: u32, next: usize): void {
  for (let i: u32 = 0; i < n; i++, records += RECORD) {
    const place = next + (<usize>load<u16>(records, 12) << 2);
    const at = <usize>load<u32>(place);
    store<u64>(at, load<u64>(records));
    store<u64>(at, load<u64>(records, 8), 8);
    store<u32>(place, <u32>(at + RECORD));
  }
}

/** Whether all times are whole multiples of `unit` ms after `first`. */
export function areMultiples(records: usize, n: u32, first: i32, unit: i32): bool {
  for (let i: u32 = 0; i < n; i++, records += RECORD) if ((load<i32>(records) - first) % unit != 0) return false;
  return true;
}

/** How many values are no multiples of `steps`; more than `most` are not counted. */
export function countOdd(records: usize, n: u32, steps: i32, most: u32): u32 {
  let odd: u32 = 0;
  for (let i: u32 = 0; i < n && odd <= most; i++, records += RECORD) odd += u32(load<i32>(records, 4) % steps != 0);
  return odd;
}

/** Records as columns: times in units after `first`, values in `steps`, quality. Returns how many have one. */
export function columnsOf(records: usize, n: u32, first: i32, unit: i32, steps: i32, ticks: usize, values: usize, quality: usize): u32 {
  const share = 1.0 / <f64>unit;
  let bad: u32 = 0;
  for (let i: u32 = 0; i < n; i++, records += RECORD) {
    store<i32>(ticks + (i << 2), <i32>(<f64>(load<i32>(records) - first) * share + 0.5));
    const value = load<i32>(records, 4);
    store<i32>(values + (i << 2), steps == 1 ? value : value / steps);
    const code = load<u8>(records, 14);
    store<u8>(quality + i, code);
    bad += u32(code != 0);
  }
  return bad;
}

@inline
function stepsIn(rest: i32, step: i32): i32 {
  return <i32>Math.floor(<f64>rest / <f64>step + 0.5);
}

/** Where a site's steps begin, such that most of its words lie on them; in [0, step) where that can be. */
@inline
function baseOf(ticks: usize, begin: u32, end: u32, step: i32): i32 {
  const first = load<i32>(ticks + (begin << 2));
  if (step == 0) return first;
  let before: i32 = 0;
  let on: i32 = 1;
  let after: i32 = 0;
  let expected = first;
  for (let i = begin + 1; i < end; i++) {
    expected += step;
    let rest = load<i32>(ticks + (i << 2)) - expected;
    if (rest > 1 || rest < -1) {
      const steps = stepsIn(rest, step);
      expected += steps * step;
      rest -= steps * step;
    }
    if (rest == 0) on++;
    else if (rest == -1) before++;
    else if (rest == 1) after++;
  }
  const base = before > on && before >= after ? first - 1 : after > on ? first + 1 : first;
  return ((base % step) + step) % step;
}

/** What does not lie on its site's steps: `bases`, and of each exception its place, the steps that are missing before it and how far it lies beside. Returns how many. */
export function timesApart(ticks: usize, starts: usize, m: u32, step: i32, bases: usize, places: usize, missed: usize, apart: usize): u32 {
  let exceptions: usize = 0;
  for (let s: u32 = 0; s < m; s++) {
    const begin = load<u32>(starts + (s << 2));
    const end = load<u32>(starts + (s << 2), 4);
    const base = baseOf(ticks, begin, end, step);
    store<i32>(bases + (s << 2), base);
    let expected = base - step;
    for (let i = begin; i < end; i++) {
      expected += step;
      const rest = load<i32>(ticks + (i << 2)) - expected;
      if (rest == 0) continue;
      const skipped: i32 = step == 0 ? 0 : max(0, stepsIn(rest, step));
      expected += skipped * step;
      store<u32>(places + exceptions, i);
      store<i32>(missed + exceptions, skipped);
      store<i32>(apart + exceptions, rest - skipped * step);
      exceptions += 4;
    }
  }
  return <u32>(exceptions >>> 2);
}

/** The lowest `width` (≤ 48) bits of a value that has no others; the bit behind. */
@inline
function put(room: usize, bit: u32, value: u64, width: u32): u32 {
  const at = room + (bit >>> 3);
  const held = bit & 7;
  store<u64>(at, (<u64>load<u8>(at) & ((1 << held) - 1)) | (value << held));
  return bit + width;
}

@inline
function rice(room: usize, bit: u32, value: u32, k: u32): u32 {
  const ones = value >>> k;
  if (ones >= MOST_ONES) return put(room, bit, 0xffff | (<u64>value << 16), 48);
  const tail = <u64>(value & ((1 << k) - 1));
  return put(room, bit, ((<u64>1 << ones) - 1) | (tail << (ones + 1)), ones + 1 + k);
}

@inline
function symbolOf(missed: i32, apart: i32): u32 {
  if (missed == 0) return apart == 1 ? LATE : apart == -1 ? EARLY : OTHER;
  return missed == 1 && apart == 0 ? MISSED_ONE : OTHER;
}

@inline
function zigzag(value: i32): u32 {
  return <u32>((value << 1) ^ (value >> 31));
}

export function putTimes(room: usize, from: u32, bases: usize, m: u32, width: u32, places: usize, missed: usize, apart: usize, exceptions: u32, k: u32): u32 {
  let bit = from;
  for (let s: u32 = 0; s < m; s++) bit = put(room, bit, <u64>load<u32>(bases + (s << 2)), width);
  let last: u32 = 0xffffffff;
  for (let e: u32 = 0; e < exceptions; e++) {
    const place = load<u32>(places + (e << 2));
    bit = rice(room, bit, place - last - 1, k);
    bit = put(room, bit, <u64>symbolOf(load<i32>(missed + (e << 2)), load<i32>(apart + (e << 2))), 2);
    last = place;
  }
  for (let e: u32 = 0; e < exceptions; e++) {
    const skipped = load<i32>(missed + (e << 2));
    const beside = load<i32>(apart + (e << 2));
    if (symbolOf(skipped, beside) != OTHER) continue;
    bit = rice(room, bit, <u32>skipped, 2);
    bit = rice(room, bit, zigzag(beside), 4);
  }
  return bit;
}

export function putOne(room: usize, bit: u32, value: u32, width: u32): u32 {
  return put(room, bit, <u64>(value & ((1 << width) - 1)), width);
}

export function riceOne(room: usize, bit: u32, value: u32, k: u32): u32 {
  return rice(room, bit, value, k);
}

/** Where quality is not 0, and it. */
export function putQuality(room: usize, from: u32, quality: usize, n: u32, k: u32): u32 {
  let bit = from;
  let last: u32 = 0xffffffff;
  for (let i: u32 = 0; i < n; i++) {
    const code: u32 = load<u8>(quality + i);
    if (code == 0) continue;
    bit = rice(room, bit, i - last - 1, k);
    bit = rice(room, bit, code - 1, 1);
    last = i;
  }
  return bit;
}

/** Zeros behind the last bit, up to a whole byte and four bytes more; how many bytes there are then. */
export function endBits(room: usize, bit: u32): u32 {
  put(room, bit, 0, 0);
  return ((bit + 7) >>> 3) + 4;
}

/** What is added from one word of a site to the next, a byte each, and beside what takes more. Returns how many do. */
export function differences(values: usize, starts: usize, m: u32, plain: usize, escapes: usize): u32 {
  let many: u32 = 0;
  for (let s: u32 = 0; s < m; s++) {
    const end = load<u32>(starts + (s << 2), 4);
    let i = load<u32>(starts + (s << 2));
    let before = load<i32>(values + (i << 2));
    for (i++; i < end; i++) {
      const value = load<i32>(values + (i << 2));
      const coded = zigzag(value - before);
      before = value;
      store<u8>(plain++, min(coded, ESCAPE));
      if (coded < ESCAPE) continue;
      store<u32>(escapes + (many++ << 2), coded);
    }
  }
  return many;
}

/** For each of `seconds` seconds after `first`, when what was observed in it mostly became known; `votes` is 0 where nothing was. */
export function usualKnown(records: usize, n: u32, first: i32, seconds: u32, usual: usize, votes: usize): void {
  memory.fill(votes, 0, seconds << 2);
  for (let i: u32 = 0; i < n; i++, records += RECORD) {
    const s = <usize>(<u32>(load<i32>(records) - first) / 1000) << 2;
    const known = load<u32>(records, 8);
    // One more than the majority's votes: what was seen at all stays apart from what was not.
    const vote = load<u32>(votes + s);
    if (vote <= 1) store<u32>(usual + s, known);
    store<u32>(votes + s, vote <= 1 ? 2 : load<u32>(usual + s) == known ? vote + 1 : vote - 1);
  }
}

/** Places of the words that became known in another second than the usual one. Returns how many. */
export function knownApart(records: usize, n: u32, first: i32, usual: usize, places: usize): u32 {
  let many: u32 = 0;
  for (let i: u32 = 0; i < n; i++, records += RECORD) {
    const s = <usize>(<u32>(load<i32>(records) - first) / 1000) << 2;
    if (load<u32>(records, 8) != load<u32>(usual + s)) store<u32>(places + (many++ << 2), i);
  }
  return many;
}
