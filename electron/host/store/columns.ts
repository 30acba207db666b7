/** Typed columns to planes and back, exactly. */
import type { PlaneReader, PlaneWriter } from './planes.ts';

/** Whole numbers in [-2^31, 2^31): zigzag, then as many planes as the largest needs; none where all are 0. */
export function putIntegers(out: PlaneWriter, column: Int32Array): void {
  const n = column.length;
  let all = 0;
  for (let i = 0; i < n; i++) all |= (column[i] << 1) ^ (column[i] >> 31);
  const width = all === 0 ? 0 : Math.ceil((32 - Math.clz32(all)) / 8);
  out.number(width);
  for (let p = 0; p < width; p++) {
    const plane = Buffer.allocUnsafe(n);
    for (let i = 0; i < n; i++) plane[i] = ((column[i] << 1) ^ (column[i] >> 31)) >>> (8 * p);
    out.plane(plane);
  }
}

/** Of `n` written numbers, those from `from` to `to`. */
export function takeIntegers(input: PlaneReader, n: number, from = 0, to = n): Int32Array {
  const column = new Int32Array(to - from);
  const width = input.number();
  for (let p = 0; p < width; p++) {
    const plane = input.plane(n);
    const bits = 8 * p;
    for (let i = from; i < to; i++) column[i - from] |= plane[i] << bits;
  }
  for (let i = 0; i < column.length; i++) column[i] = (column[i] >>> 1) ^ -(column[i] & 1);
  return column;
}

/** Numbers as they are, 4 or 8 bytes each. */
export function putRaw(out: PlaneWriter, column: Float32Array | Float64Array): void {
  const n = column.length;
  const width = column.BYTES_PER_ELEMENT;
  const source = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let p = 0; p < width; p++) {
    const plane = Buffer.allocUnsafe(n);
    for (let i = 0; i < n; i++) plane[i] = source[i * width + p];
    out.plane(plane);
  }
}

/** Fills `column` with those from `from` on of `n` written numbers. */
export function takeRaw<T extends Float32Array | Float64Array>(input: PlaneReader, n: number, column: T, from = 0): T {
  const width = column.BYTES_PER_ELEMENT;
  const target = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let p = 0; p < width; p++) {
    const plane = input.plane(n);
    for (let i = 0; i < column.length; i++) target[i * width + p] = plane[from + i];
  }
  return column;
}
