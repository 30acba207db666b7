/**
 * A batch as the journal keeps it until its block is put away: columns in the order in which they came, each as narrow as it can
 * be without a search, because writing has to be cheap.
 */
import { fits, nearest } from '#contract/blocks/decimals.ts';
import type { Batch } from './store.ts';

const HAS_QUALITY = 1;
const HAS_COUNTS = 2;
const IN_SECONDS = 4;
const SHORT = 8;
/** Decimals of values that are integers; their flags say so. */
const AS_INTEGERS = 16;
const SHORT_VALUES = 32;
const HEAD = 16;
const MOST_DECIMALS = 4;

/** The `picked` of a batch (null: all), times as ms after `t0`, all within 24 days of it. */
export function packRaw({ sites, times, values, quality, counts }: Batch, picked: Uint32Array | null, t0: number): Buffer {
  const n = picked?.length ?? sites.length;
  const offsets = new Int32Array(n);
  let inSeconds = true;
  let last = 0;
  let anyBad = 0;
  for (let i = 0; i < n; i++) {
    const from = picked === null ? i : picked[i];
    const offset = times[from] - t0;
    offsets[i] = offset;
    if (offset % 1000 !== 0) inSeconds = false;
    if (offset > last) last = offset;
    anyBad |= quality[from];
  }
  const found = integersOf(values, picked);
  const flags = (counts === null ? 0 : HAS_COUNTS) | (anyBad === 0 ? 0 : HAS_QUALITY) | (inSeconds ? IN_SECONDS : 0) | (last < (inSeconds ? 65_536_000 : 65_536) ? SHORT : 0)
    | (found ? AS_INTEGERS : 0) | (found?.isShort ? SHORT_VALUES : 0);
  const room = new ArrayBuffer(sizeOf(n, flags));
  new Uint32Array(room, 0, 3).set([n, flags, found?.decimals ?? 0]);
  const parts = partsOf(room, n, flags);
  if (found) parts.values.set(found.integers);
  else for (let i = 0; i < n; i++) parts.values[i] = values[picked === null ? i : picked[i]];
  if (inSeconds) for (let i = 0; i < n; i++) parts.offsets[i] = (offsets[i] * 0.001 + 0.5) | 0;
  else parts.offsets.set(offsets);
  if (picked === null) {
    parts.sites.set(sites);
    parts.counts?.set(counts!);
    parts.quality?.set(quality);
  } else {
    for (let i = 0; i < n; i++) parts.sites[i] = sites[picked[i]];
    if (parts.counts) for (let i = 0; i < n; i++) parts.counts[i] = counts![picked[i]];
    if (parts.quality) for (let i = 0; i < n; i++) parts.quality[i] = quality[picked[i]];
  }
  return Buffer.from(room);
}

export interface RawBatch {
  sites: Uint32Array;
  /** Times `unit`, milliseconds after the row's `t0`. */
  offsets: Int32Array | Uint16Array;
  unit: number;
  /** Divided by `scale`, what was said. */
  values: Float64Array | Int32Array | Int16Array;
  scale: number;
  quality: Uint8Array | null;
  counts: Uint32Array | null;
}

/** Throws `RangeError` where the bytes are not what `packRaw` gave. */
export function unpackRaw(body: Buffer): RawBatch {
  if (body.length < HEAD) throw new RangeError('a batch that ends too soon');
  const n = body.readUInt32LE(0);
  const flags = body.readUInt32LE(4);
  if (body.length !== sizeOf(n, flags)) throw new RangeError('a batch that contradicts itself');
  // A small buffer of Node's lies anywhere in a pool; columns of doubles need a multiple of eight.
  const room = body.byteOffset % 8 === 0 ? body : Buffer.from(Uint8Array.from(body).buffer);
  return { ...partsOf(room.buffer as ArrayBuffer, n, flags, room.byteOffset), unit: flags & IN_SECONDS ? 1000 : 1, scale: flags & AS_INTEGERS ? 10 ** body.readUInt32LE(8) : 1 };
}

function sizeOf(n: number, flags: number): number {
  return HEAD + n * (4 + widthOfValues(flags) + (flags & SHORT ? 2 : 4) + (flags & HAS_COUNTS ? 4 : 0) + (flags & HAS_QUALITY ? 1 : 0));
}

const widthOfValues = (flags: number): number => (flags & AS_INTEGERS ? (flags & SHORT_VALUES ? 2 : 4) : 8);

/** The widest first, so that each begins where its kind may begin. */
function partsOf(room: ArrayBuffer, n: number, flags: number, start = 0): Omit<RawBatch, 'unit' | 'scale'> {
  let at = start + HEAD;
  const next = (bytes: number): number => (at += bytes) - bytes;
  const wide = flags & AS_INTEGERS ? null : new Float64Array(room, next(8 * n), n);
  const sites = new Uint32Array(room, next(4 * n), n);
  const counts = flags & HAS_COUNTS ? new Uint32Array(room, next(4 * n), n) : null;
  const whole = (flags & (AS_INTEGERS | SHORT_VALUES)) === AS_INTEGERS ? new Int32Array(room, next(4 * n), n) : null;
  const long = flags & SHORT ? null : new Int32Array(room, next(4 * n), n);
  const short = flags & SHORT_VALUES ? new Int16Array(room, next(2 * n), n) : null;
  const offsets = long ?? new Uint16Array(room, next(2 * n), n);
  const quality = flags & HAS_QUALITY ? new Uint8Array(room, next(n), n) : null;
  return { sites, counts, offsets, quality, values: wide ?? whole ?? short! };
}

/** All as integers over the lowest power of ten with which each is exactly one; null where there is none. */
function integersOf(values: Float64Array, picked: Uint32Array | null): { decimals: number; integers: Int32Array; isShort: boolean } | null {
  const n = picked?.length ?? values.length;
  const integers = new Int32Array(n);
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    let most = 0;
    let i = 0;
    for (; i < n; i++) {
      const value = values[picked === null ? i : picked[i]];
      const integer = nearest(value * scale);
      if (!fits(value, integer, scale)) break;
      integers[i] = integer;
      most |= integer ^ (integer >> 31);
    }
    if (i === n) return { decimals, integers, isShort: most < 32_768 };
  }
  return null;
}

