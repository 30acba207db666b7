/**
 * Bytes that zstd has squeezed by Huffman's code alone, as it does with differences in which nothing repeats: four streams under one tree
 * (RFC 8878, 3.1.1.3 and 4.2). Part of kernel.as, and held to the same. Behind a stream and before it lie eight bytes that may be read; it
 * is read from its end to its beginning, a place in it is how many bits are left.
 */
const MOST_BITS: u32 = 11;
const MOST_WEIGHT: u32 = 12;
/** Bits of a state, at most, of the code that the weights themselves may be written in. */
const MOST_STATE_BITS: u32 = 6;

/** Work on a tree: weights, how many have each weight, states of the weights' own code, how often each weight is there, entries of one symbol. */
const WEIGHTS: usize = 0;
const RANKS: usize = 256;
const STATES: usize = RANKS + 64;
const OFTEN: usize = STATES + 256;
const SINGLE: usize = OFTEN + 64;

/** Bytes that the last tree took. */
let taken: u32 = 0;

/** The `width` bits below `bit`: 0 for those before the beginning. */
@inline
function bitsBelow(start: usize, bit: i32, width: i32): u32 {
  const low = bit - width;
  const mask: u32 = (1 << width) - 1;
  if (low >= 0) return <u32>(load<u64>(start + (low >>> 3)) >>> (low & 7)) & mask;
  return bit <= 0 ? 0 : (load<u32>(start) & ((1 << bit) - 1)) << -low & mask;
}

/** How many bits a stream of `size` bytes has, or -1. */
@inline
function bitsOf(start: usize, size: u32): i32 {
  const last: u32 = size == 0 ? 0 : load<u8>(start + size - 1);
  return last == 0 ? -1 : <i32>(8 * size - 8 + 31 - clz(last));
}

/** Weights that are written in a code of their own; how many, or -1. */
function codedWeights(from: usize, size: u32, work: usize): i32 {
  const end: u32 = size << 3;
  const log = (load<u8>(from) & 15) + 5;
  if (log > MOST_STATE_BITS) return -1;
  let bit: u32 = 4;
  let left: i32 = 1 << log;
  let symbols: u32 = 0;
  while (left > 0) {
    if (symbols > MOST_WEIGHT || bit >= end) return -1;
    const width: u32 = 32 - clz(<u32>left + 1);
    const low: u32 = (1 << (width - 1)) - 1;
    const spare: u32 = (1 << width) - 2 - left;
    let read = <u32>(load<u64>(from + (bit >>> 3)) >>> (bit & 7)) & ((1 << width) - 1);
    if ((read & low) < spare) {
      read &= low;
      bit += width - 1;
    } else {
      if (read > low) read -= spare;
      bit += width;
    }
    const often = <i32>read - 1;
    left -= often < 0 ? 1 : often;
    store<i32>(work + OFTEN + (symbols++ << 2), often);
    if (often != 0) continue;
    for (let more: u32 = 3; more == 3; ) {
      more = <u32>(load<u16>(from + (bit >>> 3)) >>> (bit & 7)) & 3;
      bit += 2;
      if (symbols + more > MOST_WEIGHT + 1 || bit > end) return -1;
      for (let i: u32 = 0; i < more; i++) store<i32>(work + OFTEN + (symbols++ << 2), 0);
    }
  }
  const head = (bit + 7) >>> 3;
  if (left != 0 || head >= size) return -1;

  // A state: symbol, bits to be read for the next one, and from where.
  const states: u32 = 1 << log;
  let high = states;
  for (let s: u32 = 0; s < symbols; s++) {
    if (load<i32>(work + OFTEN + (s << 2)) >= 0) continue;
    store<u8>(work + STATES + (--high << 2), <u8>s);
    store<i32>(work + OFTEN + (s << 2), -1);
  }
  const step = (states >>> 1) + (states >>> 3) + 3;
  let place: u32 = 0;
  for (let s: u32 = 0; s < symbols; s++) {
    for (let i: i32 = load<i32>(work + OFTEN + (s << 2)); i > 0; i--) {
      store<u8>(work + STATES + (place << 2), <u8>s);
      do place = (place + step) & (states - 1);
      while (place >= high);
    }
  }
  for (let i: u32 = 0; i < states; i++) {
    const often = work + OFTEN + (<u32>load<u8>(work + STATES + (i << 2)) << 2);
    const now = load<i32>(often);
    const next: u32 = now < 0 ? 1 : now;
    store<i32>(often, next + 1);
    const width = log - (31 - clz(next));
    store<u8>(work + STATES + (i << 2), <u8>width, 1);
    store<u16>(work + STATES + (i << 2), <u16>((next << width) - states), 2);
  }

  const start = from + head;
  let at = bitsOf(start, size - head);
  if (at < 0) return -1;
  let one = bitsBelow(start, at, log);
  at -= log;
  let other = bitsBelow(start, at, log);
  at -= log;
  if (at < 0) return -1;
  let many: u32 = 0;
  // Two states in turn; when nothing is left to move the one, the other tells the last weight.
  for (;;) {
    if (many > 253) return -1;
    const state = work + STATES + (one << 2);
    store<u8>(work + WEIGHTS + many++, load<u8>(state));
    const width = <i32>load<u8>(state, 1);
    one = load<u16>(state, 2) + bitsBelow(start, at, width);
    at -= width;
    const turn = one;
    one = other;
    other = turn;
    if (at >= 0) continue;
    store<u8>(work + WEIGHTS + many++, load<u8>(work + STATES + (one << 2)));
    return many;
  }
}

/**
 * The tree at `from`, of at most `size` bytes, as a table of 2^bits entries: one symbol or two, bits of all, bits of the first, and how many they
 * are. Returns bytes that the tree takes, its bits from bit 8 and its highest symbol from bit 16; or -1. `work`: 5 KiB.
 */
export function openTree(from: usize, size: u32, work: usize, table: usize): i32 {
  if (size == 0) return -1;
  const head: u32 = load<u8>(from);
  let many: i32 = 0;
  if (head >= 128) {
    many = head - 127;
    taken = 1 + ((many + 1) >>> 1);
    if (taken > size) return -1;
    for (let i: i32 = 0; i < many; i++) store<u8>(work + WEIGHTS + i, (load<u8>(from + (i >>> 1), 1) >>> (i & 1 ? 0 : 4)) & 15);
  } else {
    taken = 1 + head;
    if (head == 0 || taken > size) return -1;
    many = codedWeights(from + 1, head, work);
    if (many < 0) return -1;
  }
  memory.fill(work + RANKS, 0, 64);
  let sum: u32 = 0;
  for (let i: i32 = 0; i < many; i++) {
    const weight: u32 = load<u8>(work + WEIGHTS + i);
    if (weight > MOST_WEIGHT) return -1;
    const rank = work + RANKS + (weight << 2);
    store<u32>(rank, load<u32>(rank) + 1);
    sum += (1 << weight) >>> 1;
  }
  if (sum == 0) return -1;
  const bits: u32 = 32 - clz(sum);
  const left: u32 = (1 << bits) - sum;
  if (bits > MOST_BITS || popcnt(left) != 1) return -1;
  const last: u32 = 32 - clz(left);
  store<u8>(work + WEIGHTS + many, <u8>last);
  store<u32>(work + RANKS + (last << 2), load<u32>(work + RANKS + (last << 2)) + 1);
  // The longest codes come in pairs.
  const longest = load<u32>(work + RANKS, 4);
  if (longest < 2 || longest & 1) return -1;
  // Where the symbols of each weight begin: those of the longest codes first.
  let begin: u32 = 0;
  for (let weight: u32 = 1; weight <= bits; weight++) {
    const rank = work + RANKS + (weight << 2);
    const all = load<u32>(rank) << (weight - 1);
    store<u32>(rank, begin);
    begin += all;
  }
  for (let s: i32 = 0; s <= many; s++) {
    const weight: u32 = load<u8>(work + WEIGHTS + s);
    if (weight == 0) continue;
    const rank = work + RANKS + (weight << 2);
    const first = load<u32>(rank);
    const entry = <u16>(s | ((bits + 1 - weight) << 8));
    const end = first + (1 << (weight - 1));
    store<u32>(rank, end);
    for (let i = first; i < end; i++) store<u16>(work + SINGLE + (i << 1), entry);
  }
  const mask: u32 = (1 << bits) - 1;
  for (let i: u32 = 0; i <= mask; i++) {
    const one: u32 = load<u16>(work + SINGLE + (i << 1));
    const width = one >>> 8;
    const two: u32 = load<u16>(work + SINGLE + (((i << width) & mask) << 1));
    const both = width + (two >>> 8);
    const isPair = both <= bits;
    store<u32>(table + (i << 2), (one & 255) | ((two & 255) << 8) | ((isPair ? both : width) << 16) | (width << 22) | ((isPair ? 2 : 1) << 30));
  }
  return <i32>(taken | (bits << 8) | (many << 16));
}

/** Five entries' symbols. Returns the bits that they take, and how many they are from bit 6. */
// @ts-ignore: decorator
@inline
function five(start: usize, bit: i32, table: usize, down: u64, to: usize): u32 {
  let window = load<u64>(start + ((bit + 7) >>> 3) - 8) << ((8 - (bit & 7)) & 7);
  let all: u32 = 0;
  let at = to;
  for (let i: u32 = 0; i < 5; i++) {
    const entry = load<u32>(table + <usize>((window >>> down) << 2));
    store<u16>(at, <u16>entry);
    at += entry >>> 30;
    // Of what is shifted by, the lowest six bits count; five times as many bits are no more than these can say.
    window <<= entry >>> 16;
    all += entry >>> 16;
  }
  return (all & 63) | ((at - to) << 6);
}

/** Symbols up to `end` from where a stream has `bit` bits left; how many are left then, or -1. */
function rest(start: usize, bit: i32, table: usize, bits: u32, to: usize, end: usize): i32 {
  const down: u64 = 64 - bits;
  while (bit >= 64 && to + 10 <= end) {
    const all = five(start, bit, table, down, to);
    bit -= <i32>(all & 63);
    to += all >>> 6;
  }
  for (; to < end; to++) {
    const entry = load<u32>(table + (bitsBelow(start, bit, bits) << 2));
    store<u8>(to, <u8>entry);
    bit -= <i32>((entry >>> 22) & 15);
    if (bit < 0) return -1;
  }
  return bit;
}

/** The first `many` symbols of a stream of `size` bytes. 0, or -1. */
export function symbols(start: usize, size: u32, table: usize, bits: u32, to: usize, many: u32): i32 {
  const bit = bitsOf(start, size);
  return bit < 0 || rest(start, bit, table, bits, to, to + many) < 0 ? -1 : 0;
}

/** All `n` symbols of four streams that lie one behind the other, of `a`, `b`, `c` and `d` bytes. 0, or -1. */
export function allSymbols(start: usize, a: u32, b: u32, c: u32, d: u32, table: usize, bits: u32, to: usize, n: u32): i32 {
  const down: u64 = 64 - bits;
  const part: u32 = (n + 3) >>> 2;
  const startB = start + a;
  const startC = startB + b;
  const startD = startC + c;
  let bitA = bitsOf(start, a);
  let bitB = bitsOf(startB, b);
  let bitC = bitsOf(startC, c);
  let bitD = bitsOf(startD, d);
  if (bitA < 0 || bitB < 0 || bitC < 0 || bitD < 0 || part * 3 > n) return -1;
  const endA = to + part;
  const endB = endA + part;
  const endC = endB + part;
  const end = to + n;
  let toA = to;
  let toB = endA;
  let toC = endB;
  let toD = endC;
  while (bitA >= 64 && bitB >= 64 && bitC >= 64 && bitD >= 64 && toA + 10 <= endA && toB + 10 <= endB && toC + 10 <= endC && toD + 10 <= end) {
    const allA = five(start, bitA, table, down, toA);
    const allB = five(startB, bitB, table, down, toB);
    const allC = five(startC, bitC, table, down, toC);
    const allD = five(startD, bitD, table, down, toD);
    bitA -= <i32>(allA & 63);
    bitB -= <i32>(allB & 63);
    bitC -= <i32>(allC & 63);
    bitD -= <i32>(allD & 63);
    toA += allA >>> 6;
    toB += allB >>> 6;
    toC += allC >>> 6;
    toD += allD >>> 6;
  }
  if (rest(start, bitA, table, bits, toA, endA) != 0 || rest(startB, bitB, table, bits, toB, endB) != 0) return -1;
  return rest(startC, bitC, table, bits, toC, endC) != 0 || rest(startD, bitD, table, bits, toD, end) != 0 ? -1 : 0;
}
