/**
 * Number columns as byte planes: all lowest bytes, then all second bytes, …; neighbours are alike, so that deflate finds
 * more. Deflated at level 1 where that pays (Electron's older Node has no zstd).
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ByteReader, ByteWriter } from './bytes.ts';

const WORTH_TRYING = 48;
const WORTH_KEEPING = 0.92;

function putPlanes(out: ByteWriter, planes: Buffer): void {
  const small = planes.length < WORTH_TRYING ? planes : deflateRawSync(planes, { level: 1 });
  const kept = small.length < planes.length * WORTH_KEEPING;
  out.number(kept ? small.length : 0);
  out.bytes(kept ? small : planes);
}

function takePlanes(input: ByteReader, length: number): Buffer {
  const deflated = input.number();
  if (deflated === 0) return input.bytes(length);
  return inflateRawSync(input.bytes(deflated), { chunkSize: Math.max(64, length), maxOutputLength: Math.max(1, length) });
}

/** Whole numbers in [-2^31, 2^31): zigzag, then as many planes as the largest needs; none where all are 0. */
export function putIntegers(out: ByteWriter, column: Int32Array): void {
  const n = column.length;
  let all = 0;
  for (let i = 0; i < n; i++) all |= (column[i] << 1) ^ (column[i] >> 31);
  const width = all === 0 ? 0 : Math.ceil((32 - Math.clz32(all)) / 8);
  out.number(width);
  if (width === 0) return;
  const planes = Buffer.allocUnsafe(n * width);
  for (let i = 0; i < n; i++) {
    const z = (column[i] << 1) ^ (column[i] >> 31);
    planes[i] = z;
    if (width > 1) planes[n + i] = z >>> 8;
    if (width > 2) planes[2 * n + i] = z >>> 16;
    if (width > 3) planes[3 * n + i] = z >>> 24;
  }
  putPlanes(out, planes);
}

export function takeIntegers(input: ByteReader, n: number): Int32Array {
  const column = new Int32Array(n);
  const width = input.number();
  if (width === 0) return column;
  const planes = takePlanes(input, n * width);
  for (let i = 0; i < n; i++) {
    let z = planes[i];
    if (width > 1) z |= planes[n + i] << 8;
    if (width > 2) z |= planes[2 * n + i] << 16;
    if (width > 3) z |= planes[3 * n + i] << 24;
    column[i] = (z >>> 1) ^ -(z & 1);
  }
  return column;
}

/** Numbers as they are, 4 or 8 bytes each. */
export function putRaw(out: ByteWriter, column: Float32Array | Float64Array): void {
  const n = column.length;
  const width = column.BYTES_PER_ELEMENT;
  const source = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const planes = Buffer.allocUnsafe(n * width);
  for (let p = 0; p < width; p++) for (let i = 0; i < n; i++) planes[p * n + i] = source[i * width + p];
  putPlanes(out, planes);
}

export function takeRaw<T extends Float32Array | Float64Array>(input: ByteReader, column: T): T {
  const n = column.length;
  const width = column.BYTES_PER_ELEMENT;
  const planes = takePlanes(input, n * width);
  const target = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let p = 0; p < width; p++) for (let i = 0; i < n; i++) target[i * width + p] = planes[p * n + i];
  return column;
}
