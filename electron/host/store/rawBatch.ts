/** A batch as the journal keeps it until its block is put away: columns as they came, so that writing costs a copy. */
import type { Batch } from './store.ts';

const HAS_QUALITY = 1;
const HAS_COUNTS = 2;
const HEAD = 16;

/** The `picked` of a batch (null: all), times as ms after `t0`, all within 24 days of it. */
export function packRaw({ sites, times, values, quality, counts }: Batch, picked: Uint32Array | null, t0: number): Buffer {
  const n = picked?.length ?? sites.length;
  let flags = counts === null ? 0 : HAS_COUNTS;
  for (let i = 0; i < quality.length; i++) {
    if (quality[i] === 0) continue;
    flags |= HAS_QUALITY;
    break;
  }
  const room = new ArrayBuffer(HEAD + n * (16 + (flags & HAS_COUNTS ? 4 : 0) + (flags & HAS_QUALITY ? 1 : 0)));
  new Uint32Array(room, 0, 2).set([n, flags]);
  const parts = partsOf(room, n, flags);
  if (picked === null) {
    parts.values.set(values);
    parts.sites.set(sites);
    for (let i = 0; i < n; i++) parts.offsets[i] = times[i] - t0;
    parts.counts?.set(counts!);
    parts.quality?.set(quality);
    return Buffer.from(room);
  }
  for (let i = 0; i < n; i++) {
    const from = picked[i];
    parts.values[i] = values[from];
    parts.sites[i] = sites[from];
    parts.offsets[i] = times[from] - t0;
    if (parts.counts) parts.counts[i] = counts![from];
    if (parts.quality) parts.quality[i] = quality[from];
  }
  return Buffer.from(room);
}

export interface RawBatch {
  sites: Uint32Array;
  /** Milliseconds after the row's `t0`. */
  offsets: Int32Array;
  values: Float64Array;
  quality: Uint8Array | null;
  counts: Uint32Array | null;
}

/** Throws `RangeError` where the bytes are not what `packRaw` gave. */
export function unpackRaw(body: Buffer): RawBatch {
  if (body.length < HEAD) throw new RangeError('a batch that ends too soon');
  const n = body.readUInt32LE(0);
  const flags = body.readUInt32LE(4);
  if (body.length !== HEAD + n * (16 + (flags & HAS_COUNTS ? 4 : 0) + (flags & HAS_QUALITY ? 1 : 0))) throw new RangeError('a batch that contradicts itself');
  // A small buffer of Node's lies anywhere in a pool; columns of doubles need a multiple of eight.
  const room = body.byteOffset % 8 === 0 ? body : Buffer.from(Uint8Array.from(body).buffer);
  return partsOf(room.buffer as ArrayBuffer, n, flags, room.byteOffset);
}

function partsOf(room: ArrayBuffer, n: number, flags: number, start = 0): RawBatch {
  let at = start + HEAD;
  const next = (bytes: number): number => (at += bytes) - bytes;
  return {
    values: new Float64Array(room, next(8 * n), n),
    sites: new Uint32Array(room, next(4 * n), n),
    offsets: new Int32Array(room, next(4 * n), n),
    counts: flags & HAS_COUNTS ? new Uint32Array(room, next(4 * n), n) : null,
    quality: flags & HAS_QUALITY ? new Uint8Array(room, next(n), n) : null,
  };
}
