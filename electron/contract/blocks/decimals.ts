/** Values as integers over a power of ten, exactly. */

/** Differences of two numbers below stay within 32 bits. */
export const MOST_INTEGER = 2 ** 30;

/** The integer next to `value`; 0 where it is none of ours. */
export function nearest(value: number): number {
  return value < MOST_INTEGER && value > -MOST_INTEGER ? (value + (value < 0 ? -0.5 : 0.5)) | 0 : 0;
}

/** Whether `integer / scale` is `value` to the last bit. */
export function fits(value: number, integer: number, scale: number): boolean {
  return integer / scale === value && (integer !== 0 || Object.is(value, 0));
}
