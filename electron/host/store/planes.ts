/** Number columns as byte planes: all lowest bytes, then all second bytes, …; neighbours are alike, so that deflate finds more. */
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Whole numbers in [-2^31, 2^31): zigzag, then as many planes as the largest needs; none where all are 0. */
export function putIntegers(out: ByteWriter, column: Int32Array): void {
  const n = column.length;
  let all = 0;
  for (let i = 0; i < n; i++) all |= (column[i] << 1) ^ (column[i] >> 31);
  const width = all === 0 ? 0 : Math.ceil((32 - Math.clz32(all)) / 8);
  out.number(width);
  if (width === 0) return;
  const planes = Buffer.allocUnsafe(n * width);
  for (let i = 0; i < n; i++) planes[i] = (column[i] << 1) ^ (column[i] >> 31);
  for (let p = 1; p < width; p++) {
    for (let i = 0; i < n; i++) planes[p * n + i] = ((column[i] << 1) ^ (column[i] >> 31)) >>> (8 * p);
  }
  out.bytes(planes);
}

export function takeIntegers(input: ByteReader, n: number): Int32Array {
  const column = new Int32Array(n);
  const width = input.number();
  if (width === 0) return column;
  const planes = input.bytes(n * width);
  for (let i = 0; i < n; i++) column[i] = planes[i];
  for (let p = 1; p < width; p++) for (let i = 0; i < n; i++) column[i] |= planes[p * n + i] << (8 * p);
  for (let i = 0; i < n; i++) column[i] = (column[i] >>> 1) ^ -(column[i] & 1);
  return column;
}

/** Numbers as they are, 4 or 8 bytes each. */
export function putRaw(out: ByteWriter, column: Float32Array | Float64Array): void {
  const n = column.length;
  const width = column.BYTES_PER_ELEMENT;
  const source = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const planes = Buffer.allocUnsafe(n * width);
  for (let p = 0; p < width; p++) for (let i = 0; i < n; i++) planes[p * n + i] = source[i * width + p];
  out.bytes(planes);
}

export function takeRaw<T extends Float32Array | Float64Array>(input: ByteReader, column: T): T {
  const n = column.length;
  const width = column.BYTES_PER_ELEMENT;
  const planes = input.bytes(n * width);
  const target = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let p = 0; p < width; p++) for (let i = 0; i < n; i++) target[i * width + p] = planes[p * n + i];
  return column;
}
