/**
 * A batch as the journal keeps it until its block is put away: columns in the order in which they came, each as narrow as it can
 * be without a search, because writing has to be cheap. What is not written need not be brought to the disk either: a word of a
 * feed that goes through its sites in order takes four bytes.
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
/** Sites as what is added from one to the next, a byte each; of those that lie further apart the site itself, beside. */
const NEAR = 64;
/** Of quality only what is not 0, and where. */
const FEW_BAD = 128;
/** Times in a byte each. */
const TINY = 256;
/** Numbers before the columns: n, flags, decimals, a spare one; then far sites, and words of a quality that is not 0. */
const HEAD = 16;
const LONG_HEAD = 24;
const MOST_DECIMALS = 4;
/** In `NEAR`: the site stands beside. */
const FAR = 255;
/** More far sites or bad words than one in so many, and each has its own. */
const RARE = 8;

/** Columns that each batch is written over: new ones for each took as long to be had and given back as to be filled. */
let rooms = { words: 0, offsets: new Int32Array(0), integers: new Int32Array(0), steps: new Uint8Array(0), far: new Uint32Array(0) };
let packed = new ArrayBuffer(0);

function roomsFor(n: number): typeof rooms {
  if (rooms.words < n) rooms = { words: n, offsets: new Int32Array(n), integers: new Int32Array(n), steps: new Uint8Array(n), far: new Uint32Array((n >>> 3) + 1) };
  return rooms;
}

/** The `picked` of a batch (null: all), times as ms after `t0`, all within 24 days of it. The next call writes over what it gives. */
export function packRaw(batch: Batch, picked: Uint32Array | null, t0: number): Buffer {
  const { sites, times, values, quality, counts } = picked === null ? batch : pickOf(batch, picked);
  const n = sites.length;
  const { offsets, last, unit } = offsetsOf(times, t0);
  const found = integersOf(values);
  const near = nearOf(sites);
  let bad = 0;
  for (let i = 0; i < n; i++) if (quality[i] !== 0) bad++;
  const few = bad > 0 && bad * RARE < n;
  const flags = (counts === null ? 0 : HAS_COUNTS) | (bad === 0 ? 0 : HAS_QUALITY) | (unit === 1000 ? IN_SECONDS : 0) | (last < 65_536 ? SHORT : 0) | (last < 256 ? TINY : 0)
    | (found ? AS_INTEGERS : 0) | (found?.isShort ? SHORT_VALUES : 0) | (near ? NEAR : 0) | (few ? FEW_BAD : 0);
  const shape: Shape = { n, flags, far: near?.far.length ?? 0, few: few ? bad : 0 };
  const size = sizeOf(shape);
  if (packed.byteLength < size) packed = new ArrayBuffer(size);
  const room = packed;
  new Uint32Array(room, 0, headOf(flags) / 4).set([n, flags, found?.decimals ?? 0, 0, ...(headOf(flags) === LONG_HEAD ? [shape.far, shape.few] : [])]);
  const parts = partsOf(room, shape);
  parts.values.set(found ? found.integers : values);
  parts.offsets.set(offsets);
  parts.sites.set(near ? near.far : sites);
  parts.near?.set(near!.steps);
  parts.counts?.set(counts!);
  if (parts.places === null) parts.quality?.set(quality);
  else for (let i = 0, k = 0; k < bad; i++) if (quality[i] !== 0) [parts.places[k], parts.quality![k++]] = [i, quality[i]];
  return Buffer.from(room, 0, size);
}

/** A batch as it came, unfolded. */
export interface RawBatch {
  sites: Uint32Array;
  /** Milliseconds after the row's `t0`. */
  offsets: Int32Array;
  values: Float64Array;
  /** Null: all 0. */
  quality: Uint8Array | null;
  counts: Uint32Array | null;
}

/** Throws `RangeError` where the bytes are not what `packRaw` gave. */
export function unpackRaw(body: Buffer): RawBatch {
  const { room, shape } = openRaw(body);
  const { n, flags } = shape;
  const parts = partsOf(room.buffer as ArrayBuffer, shape, room.byteOffset);
  const offsets = new Int32Array(n);
  const unit = flags & IN_SECONDS ? 1000 : 1;
  const { offsets: ticks } = parts;
  if (unit === 1) offsets.set(ticks);
  else if (ticks instanceof Uint8Array) for (let i = 0; i < n; i++) offsets[i] = ticks[i] * 1000;
  else for (let i = 0; i < n; i++) offsets[i] = ticks[i] * 1000;
  return {
    sites: sitesOf(parts), offsets, values: valuesOf(parts.values, flags & AS_INTEGERS ? 10 ** room.readUInt32LE(8) : 1),
    quality: qualityOf(parts, n), counts: parts.counts,
  };
}

/** A batch as it lies in its row: whole numbers in steps of a power of ten. */
export interface RawColumns extends Omit<Parts, 'values'> {
  n: number;
  values: Int16Array | Int32Array;
  decimals: number;
  /** Of the times, ms. */
  unit: number;
}

/** Null where values are no such numbers; as `unpackRaw`. */
export function rawColumns(body: Buffer): RawColumns | null {
  const { room, shape } = openRaw(body);
  const { values, ...parts } = partsOf(room.buffer as ArrayBuffer, shape, room.byteOffset);
  return values instanceof Float64Array ? null : { ...parts, n: shape.n, values, decimals: room.readUInt32LE(8), unit: shape.flags & IN_SECONDS ? 1000 : 1 };
}

/** The sites alone, as `unpackRaw`. */
export function rawSites(body: Buffer): Uint32Array {
  const { room, shape } = openRaw(body);
  return sitesOf(partsOf(room.buffer as ArrayBuffer, shape, room.byteOffset));
}

interface Shape { n: number; flags: number; far: number; few: number }

const headOf = (flags: number): number => (flags & (NEAR | FEW_BAD) ? LONG_HEAD : HEAD);

function openRaw(body: Buffer): { room: Buffer; shape: Shape } {
  if (body.length < HEAD) throw new RangeError('a batch that ends too soon');
  const flags = body.readUInt32LE(4);
  const isLong = headOf(flags) === LONG_HEAD;
  if (isLong && body.length < LONG_HEAD) throw new RangeError('a batch that ends too soon');
  const shape = { n: body.readUInt32LE(0), flags, far: isLong ? body.readUInt32LE(16) : 0, few: isLong ? body.readUInt32LE(20) : 0 };
  if (body.length !== sizeOf(shape)) throw new RangeError('a batch that contradicts itself');
  // A small buffer of Node's lies anywhere in a pool; columns of doubles need a multiple of eight.
  return { room: body.byteOffset % 8 === 0 ? body : Buffer.from(Uint8Array.from(body).buffer), shape };
}

function sizeOf({ n, flags, far, few }: Shape): number {
  const sites = flags & NEAR ? n + 4 * far : 4 * n;
  const quality = flags & FEW_BAD ? 5 * few : flags & HAS_QUALITY ? n : 0;
  return headOf(flags) + sites + quality + n * (widthOfValues(flags) + widthOfTimes(flags) + (flags & HAS_COUNTS ? 4 : 0));
}

const widthOfValues = (flags: number): number => (flags & AS_INTEGERS ? (flags & SHORT_VALUES ? 2 : 4) : 8);
const widthOfTimes = (flags: number): number => (flags & TINY ? 1 : flags & SHORT ? 2 : 4);

interface Parts {
  values: Float64Array | Int32Array | Int16Array;
  offsets: Int32Array | Uint16Array | Uint8Array;
  /** Where there is `near`, only those that it names as far. */
  sites: Uint32Array;
  near: Uint8Array | null;
  counts: Uint32Array | null;
  /** Where the words lie that have a quality; null: all have. */
  places: Uint32Array | null;
  quality: Uint8Array | null;
}

/** The widest first, so that each begins where its kind may begin. */
function partsOf(room: ArrayBuffer, { n, flags, far, few }: Shape, start = 0): Parts {
  let at = start + headOf(flags);
  const next = (bytes: number): number => (at += bytes) - bytes;
  const wide = flags & AS_INTEGERS ? null : new Float64Array(room, next(8 * n), n);
  const many = flags & NEAR ? far : n;
  const sites = new Uint32Array(room, next(4 * many), many);
  const places = flags & FEW_BAD ? new Uint32Array(room, next(4 * few), few) : null;
  const counts = flags & HAS_COUNTS ? new Uint32Array(room, next(4 * n), n) : null;
  const whole = (flags & (AS_INTEGERS | SHORT_VALUES)) === AS_INTEGERS ? new Int32Array(room, next(4 * n), n) : null;
  const long = widthOfTimes(flags) === 4 ? new Int32Array(room, next(4 * n), n) : null;
  const brief = flags & SHORT_VALUES ? new Int16Array(room, next(2 * n), n) : null;
  const short = widthOfTimes(flags) === 2 ? new Uint16Array(room, next(2 * n), n) : null;
  const offsets = long ?? short ?? new Uint8Array(room, next(n), n);
  const near = flags & NEAR ? new Uint8Array(room, next(n), n) : null;
  const bad = flags & FEW_BAD ? few : n;
  const quality = flags & HAS_QUALITY ? new Uint8Array(room, next(bad), bad) : null;
  return { sites, near, counts, places, offsets, quality, values: wide ?? whole ?? brief! };
}

function pickOf({ indicator, sites, times, values, quality, counts }: Batch, picked: Uint32Array): Batch {
  const n = picked.length;
  const part: Batch = { indicator, sites: new Uint32Array(n), times: new Float64Array(n), values: new Float64Array(n), quality: new Uint8Array(n), counts: counts && new Uint32Array(n) };
  for (let i = 0; i < n; i++) {
    const from = picked[i];
    part.sites[i] = sites[from];
    part.times[i] = times[from];
    part.values[i] = values[from];
    part.quality[i] = quality[from];
    if (counts !== null) part.counts![i] = counts[from];
  }
  return part;
}

/** In seconds where all are whole ones, else in milliseconds. */
function offsetsOf(times: Float64Array, t0: number): { offsets: Int32Array; last: number; unit: 1 | 1000 } {
  const n = times.length;
  const offsets = roomsFor(n).offsets.subarray(0, n);
  let inSeconds = true;
  let last = 0;
  for (let i = 0; i < n; i++) {
    const offset = (times[i] - t0) | 0;
    offsets[i] = offset;
    if (offset > last) last = offset;
    inSeconds &&= offset % 1000 === 0;
  }
  if (!inSeconds) return { offsets, last, unit: 1 };
  for (let i = 0; i < n; i++) offsets[i] = (offsets[i] / 1000) | 0;
  return { offsets, last: last / 1000, unit: 1000 };
}

/** All as integers over the lowest power of ten with which each is exactly one; null where there is none. */
function integersOf(values: Float64Array): { decimals: number; integers: Int32Array; isShort: boolean } | null {
  const n = values.length;
  const integers = roomsFor(n).integers.subarray(0, n);
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    let most = 0;
    let i = 0;
    for (; i < n; i++) {
      const value = values[i];
      const integer = nearest(value * scale);
      if (!fits(value, integer, scale)) break;
      integers[i] = integer;
      most |= integer ^ (integer >> 31);
    }
    if (i === n) return { decimals, integers, isShort: most < 32_768 };
  }
  return null;
}

function valuesOf(said: Float64Array | Int32Array | Int16Array, scale: number): Float64Array {
  if (said instanceof Float64Array) return said;
  const n = said.length;
  const values = new Float64Array(n);
  if (said instanceof Int16Array) for (let i = 0; i < n; i++) values[i] = said[i] / scale;
  else for (let i = 0; i < n; i++) values[i] = said[i] / scale;
  return values;
}

/** What is added from one site to the next (less 1, turned so that small ones of either sign are small); null where too many lie far apart. */
function nearOf(sites: Uint32Array): { steps: Uint8Array; far: Uint32Array } | null {
  const n = sites.length;
  const most = (n >>> 3) + 1;
  const { steps: allSteps, far } = roomsFor(n);
  const steps = allSteps.subarray(0, n);
  let k = 0;
  let before = -1;
  for (let i = 0; i < n; i++) {
    const site = sites[i];
    const step = site - before - 1;
    before = site;
    if (step < 127 && step > -127) {
      steps[i] = (step << 1) ^ (step >> 31);
      continue;
    }
    if (k === most) return null;
    steps[i] = FAR;
    far[k++] = site;
  }
  return { steps, far: far.subarray(0, k) };
}

function sitesOf({ sites: far, near }: Parts): Uint32Array {
  if (near === null) return far;
  const n = near.length;
  const sites = new Uint32Array(n);
  let before = -1;
  let k = 0;
  for (let i = 0; i < n; i++) {
    const step = near[i];
    if (step !== FAR) before += 1 + ((step >>> 1) ^ -(step & 1));
    else if (k < far.length) before = far[k++];
    else throw new RangeError('a batch that names too few sites');
    sites[i] = before;
  }
  return sites;
}

function qualityOf({ places, quality }: Parts, n: number): Uint8Array | null {
  if (places === null || quality === null) return quality;
  const all = new Uint8Array(n);
  for (let k = 0; k < places.length; k++) all[places[k]] = quality[k];
  return all;
}
