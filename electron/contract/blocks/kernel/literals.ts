/**
 * What zstd has squeezed by Huffman's code alone, read in the kernel: nothing is made for it and left to be collected, and of what lies in one
 * of its four streams no more is read than is asked for. Anything else of zstd's is left to zstd.
 */
import { kernel, type Kernel } from './kernel.ts';

/** Where the kernel works on a tree, what it makes of it, and behind both what is free. */
const WORK = 0;
const TABLE = 5 * 1024;
export const BEHIND = TABLE + 8192;
/** May be read before and behind the streams. */
export const SLACK = 16;

const MAGIC = 0xfd2fb528;
/** Above this a frame has more than one block. */
const MOST = 128 * 1024;
const STREAMS = 4;

/** Four streams that lie in the kernel's memory, and their tree. */
export interface Literals {
  length: number;
  /** Bits of an entry of the tree. */
  bits: number;
  /** The highest byte that there can be. */
  top: number;
  /** Symbols of each stream but the last. */
  part: number;
  /** Addresses, and behind the last its end. */
  streams: number[];
}

/** Lays what is in `frame`, `length` bytes once it is unsqueezed, at `at`, where there is room for it. Null where it is none of that kind, or is broken. */
export function layLiterals({ loops, reach }: Kernel, frame: Uint8Array, length: number, at: number): Literals | null {
  const place = placeOf(frame, length);
  if (place === null) return null;
  const { u8 } = reach(at + place.end - place.from + SLACK);
  u8.set(frame.subarray(place.from, place.end), at);
  const end = at + place.end - place.from;
  const tree = loops.openTree(at, end - at, WORK, TABLE);
  if (tree < 0) return null;
  const table = at + (tree & 0xff);
  if (table + 2 * (STREAMS - 1) > end) return null;
  const streams = [table + 2 * (STREAMS - 1)];
  for (let k = 0; k < STREAMS - 1; k++) streams.push(streams[k] + (u8[table + 2 * k] | (u8[table + 2 * k + 1] << 8)));
  streams.push(end);
  if (streams[STREAMS - 1] >= end) return null;
  return { length, bits: (tree >> 8) & 0xff, top: tree >> 16, part: (length + STREAMS - 1) >> 2, streams };
}

/** The literals of a frame of one block that is nothing else: the tree and what follows it. */
function placeOf(frame: Uint8Array, length: number): { from: number; end: number } | null {
  if (length > MOST || frame.length < 16) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const head = frame[4];
  // No dictionary; what of it has no meaning yet is not there.
  if (view.getUint32(0, true) !== MAGIC || (head & 0b1011) !== 0) return null;
  const isSingle = (head >> 5) & 1;
  const size = 5 + (isSingle ? 0 : 1);
  const width = [isSingle, 2, 4, 8][head >> 6];
  const block = size + width;
  if (block + 8 > frame.length) return null;
  const said = width === 0 ? length : width === 1 ? frame[size] : width === 2 ? view.getUint16(size, true) + 256 : view.getUint32(size, true);
  if (said !== length) return null;
  const sizes = frame[block] | (frame[block + 1] << 8) | (frame[block + 2] << 16);
  // The last block, and squeezed.
  if ((sizes & 7) !== 5) return null;
  const end = block + 3 + (sizes >> 3);
  const checksum = head & 4 ? 4 : 0;
  if (end + checksum !== frame.length) return null;
  const start = block + 3;
  const form = frame[start] & 15;
  // Under a tree of their own, in four streams; sizes of ten, fourteen or eighteen bits each.
  const wide = form === 6 ? 10 : form === 10 ? 14 : form === 14 ? 18 : 0;
  if (wide === 0) return null;
  const mask = (1 << wide) - 1;
  const low = view.getUint32(start, true);
  const many = (low >>> 4) & mask;
  const squeezed = wide === 18 ? ((low >>> 22) | (frame[start + 4] << 10)) & mask : (low >>> (4 + wide)) & mask;
  const from = start + (wide === 10 ? 3 : wide === 14 ? 4 : 5);
  // And nothing behind but that there are no sequences.
  return many !== length || from + squeezed + 1 !== end || frame[end - 1] !== 0 ? null : { from, end: end - 1 };
}

/** All of it to `to`; false where it is broken. */
export function allSymbols({ loops }: Kernel, { length, bits, streams }: Literals, to: number): boolean {
  const [a, b, c, d] = streams.slice(1).map((end, k) => end - streams[k]);
  return loops.allSymbols(streams[0], a, b, c, d, TABLE, bits, to, length) === 0;
}

/** So many streams are as quickly read together with the others. */
const FEW_STREAMS = 2;

/** Of all that belongs to `to`, at least what is in [from, until); false where that is broken. */
export function someSymbols(there: Kernel, literals: Literals, to: number, from: number, until: number): boolean {
  const { bits, part, streams } = literals;
  const [first, last] = [Math.floor(from / part), Math.floor(Math.max(from, until - 1) / part)];
  if (last - first >= FEW_STREAMS) return allSymbols(there, literals, to);
  for (let k = first; k <= last; k++) {
    const many = Math.min(until - k * part, part);
    if (there.loops.symbols(streams[k], streams[k + 1] - streams[k], TABLE, bits, to + k * part, many) !== 0) return false;
  }
  return true;
}

/** The bytes of a frame; null where it is left to zstd. */
export function unsqueezeFast(frame: Uint8Array, length: number): Uint8Array | null {
  if (kernel === null) return null;
  const to = BEHIND + SLACK + frame.length + SLACK;
  const { u8 } = kernel.reach(to + length + SLACK);
  const literals = layLiterals(kernel, frame, length, BEHIND + SLACK);
  return literals !== null && allSymbols(kernel, literals, to) ? u8.slice(to, to + length) : null;
}
