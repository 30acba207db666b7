/** Reading bits, lowest first, and numbers in Rice's code: part of kernel.as. */

/** So many ones in a row announce a number that is written whole. */
export const MOST_ONES: u32 = 16;
export const STOP: u64 = 1 << MOST_ONES;

/** The number of the last `rice`: of two things that it returns. */
export let told: u32 = 0;

// @ts-ignore: decorator
@inline
export function windowAt(room: usize, bit: u32): u32 {
  return <u32>(load<u64>(room + (bit >>> 3)) >>> (bit & 7));
}

/** The place behind a number in Rice's code, which is then `told`. */
// @ts-ignore: decorator
@inline
export function rice(room: usize, bit: u32, end: u32, k: u32): i32 {
  const window = windowAt(room, bit);
  const ones = ctz(~window | <u32>STOP);
  if (ones >= MOST_ONES) {
    bit += MOST_ONES;
    if (bit > end) return -1;
    told = windowAt(room, bit);
    bit += 32;
    return bit > end ? -1 : <i32>bit;
  }
  bit += ones + 1;
  // Thirty-two bits were read: as many as the longest such number has.
  told = (ones << k) | ((window >>> (ones + 1)) & ((1 << k) - 1));
  bit += k;
  return bit > end ? -1 : <i32>bit;
}

/** `n` of them one behind the other. The place behind, or -1. What was read is kept while a whole short one is in it. */
export function manyRices(room: usize, at: u32, end: u32, k: u32, n: u32, into: usize): i32 {
  let bit = at;
  const mask: u64 = (1 << k) - 1;
  const short = MOST_ONES + k;
  let window: u64 = 0;
  let held: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    if (held < short) {
      window = load<u64>(room + (bit >>> 3)) >>> (bit & 7);
      held = 64 - (bit & 7);
    }
    const ones = <u32>ctz(~window | STOP);
    if (ones < MOST_ONES) {
      const width = ones + 1 + k;
      store<u32>(into + (i << 2), <u32>((<u64>ones << k) | ((window >>> (ones + 1)) & mask)));
      window >>>= width;
      held -= width;
      bit += width;
      if (bit > end) return -1;
    } else {
      const then = rice(room, bit, end, k);
      if (then < 0) return -1;
      store<u32>(into + (i << 2), told);
      bit = then;
      held = 0;
    }
  }
  return <i32>bit;
}
