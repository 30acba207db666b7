/** Reading bits, lowest first, and numbers in Rice's code: part of kernel.as. */

/** So many ones in a row announce a number that is written whole. */
const MOST_ONES: u32 = 16;
const STOP: u32 = 1 << MOST_ONES;

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
  const ones = ctz(~window | STOP);
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
