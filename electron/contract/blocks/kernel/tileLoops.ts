/**
 * The loops of a tile's readers in the kernel: what they need is copied to its memory, what they give back from it. Each gives null where
 * there is no kernel, and throws RangeError where the bytes are no tile's, as the readers do without it.
 */
import type { Beats } from '../tileTimes.ts';
import { kernel, type Views } from './kernel.ts';

/** Bytes behind the last bit. */
const PADDING = 4;
/** Read beyond the end of bits, at most. */
const SLACK = 16;
/** More bytes of bits are left to who counts them in doubles. */
const MOST_BYTES = 2 ** 27;

export interface Place { bit: number }

const wide = (bytes: number): number => (bytes + 7) & ~7;

function checked(place: number): number {
  if (place < 0) throw new RangeError('bytes that are no tile');
  return place;
}

/** Copies the bits from the byte on in which `place` is; gives what a loop asks for, and the bytes that are taken. */
function layBits(views: Views, room: Uint8Array, { bit }: Place): { at: number; end: number; skipped: number } {
  const first = bit >>> 3;
  views.u8.set(room.subarray(first), 0);
  return { at: bit & 7, end: 8 * (room.length - first - PADDING), skipped: 8 * first };
}

const isBeyond = (room: Uint8Array, place: Place): boolean => room.length >= MOST_BYTES || place.bit > 8 * (room.length - PADDING);

/** Fills `into` with numbers in Rice's code (k ≤ 15), and moves the place behind them; false where there is no kernel. */
export function ricesFast(room: Uint8Array, place: Place, k: number, into: Uint32Array): boolean {
  if (kernel === null || isBeyond(room, place)) return false;
  const to = wide(room.length + SLACK);
  const views = kernel.reach(to + 4 * into.length);
  const { at, end, skipped } = layBits(views, room, place);
  place.bit = skipped + checked(kernel.loops.rices(0, at, end, k, into.length, to));
  into.set(views.u32.subarray(to / 4, to / 4 + into.length));
  return true;
}

/** What words lie beside their step (`many`, of `n` words), and how. */
export function exceptionsFast(room: Uint8Array, place: Place, k: number, n: number, many: number, unit: number, stride: number): Pick<Beats, 'places' | 'missed' | 'apart'> | null {
  if (kernel === null || isBeyond(room, place)) return null;
  const places = wide(room.length + SLACK);
  const missed = places + 4 * (many + 1);
  const apart = missed + 4 * many;
  const views = kernel.reach(apart + 4 * many);
  const { at, end, skipped } = layBits(views, room, place);
  place.bit = skipped + checked(kernel.loops.exceptions(0, at, end, k, n, many, unit, stride, places, missed, apart));
  return { places: views.u32.slice(places / 4, missed / 4), missed: views.i32.slice(missed / 4, apart / 4), apart: views.i32.slice(apart / 4, apart / 4 + many) };
}

interface LaidBeats { starts: number; bases: number; places: number; missed: number; apart: number; behind: number }

function lay(beats: Beats, starts: Uint32Array, behind: number): { at: LaidBeats; views: Views } {
  const bases = 4 * starts.length;
  const places = bases + 4 * beats.bases.length;
  const missed = places + 4 * beats.places.length;
  const apart = missed + 4 * beats.missed.length;
  const at = { starts: 0, bases, places, missed, apart, behind: wide(apart + 4 * beats.apart.length) };
  const views = kernel!.reach(at.behind + behind);
  views.u32.set(starts, 0);
  views.i32.set(beats.bases, bases / 4);
  views.u32.set(beats.places, places / 4);
  views.i32.set(beats.missed, missed / 4);
  views.i32.set(beats.apart, apart / 4);
  return { at, views };
}

/** Where each site last spoke by `limit` (whole ms, in [-1, 2^31)); `next` 2^31 - 1: nothing is later. */
export function lastTimesFast(beats: Beats, starts: Uint32Array, limit: number): { at: Int32Array; offsets: Int32Array; next: number } | null {
  if (kernel === null) return null;
  const m = starts.length - 1;
  const { at: { bases, places, missed, apart, behind }, views } = lay(beats, starts, 8 * m);
  const next = checked(kernel.loops.lastTimes(0, m, BigInt(beats.unit), BigInt(beats.stride), bases, places, missed, apart, BigInt(limit), behind, behind + 4 * m));
  return { at: views.i32.slice(behind / 4, behind / 4 + m), offsets: views.i32.slice(behind / 4 + m, behind / 4 + 2 * m), next };
}

/** The times of all words, ms. */
export function timesFast(beats: Beats, starts: Uint32Array): Int32Array | null {
  if (kernel === null) return null;
  const m = starts.length - 1;
  const { at: { bases, places, missed, apart, behind }, views } = lay(beats, starts, 4 * starts[m]);
  checked(kernel.loops.times(0, m, BigInt(beats.unit), BigInt(beats.stride), bases, places, missed, apart, behind));
  return views.i32.slice(behind / 4, behind / 4 + starts[m]);
}

/** `plain`: differences of `width` bytes each, between all words of a site. */
export interface Steps { plain: Uint8Array; width: number; starts: Uint32Array; firsts: Int32Array; scale: number }

/** Whether one of the bytes is an escape. */
export function hasEscapeFast(plain: Uint8Array): boolean | null {
  if (kernel === null) return null;
  kernel.reach(plain.length).u8.set(plain, 0);
  return kernel.loops.hasEscape(0, plain.length) !== 0;
}

/** Of each site the value at place `at` (-1: NaN); no difference is an escape. */
export function valuesAtFast({ plain, width, starts, firsts, scale }: Steps, at: Int32Array): Float64Array | null {
  if (kernel === null) return null;
  const m = firsts.length;
  const toStarts = wide(plain.length + SLACK);
  const toFirsts = toStarts + 4 * starts.length;
  const toAt = toFirsts + 4 * m;
  const values = wide(toAt + 4 * m);
  const views = kernel.reach(values + 8 * m);
  views.u8.set(plain, 0);
  views.u32.set(starts, toStarts / 4);
  views.i32.set(firsts, toFirsts / 4);
  views.i32.set(at, toAt / 4);
  kernel.loops.valuesAt(0, plain.length / width, width, toStarts, m, toFirsts, scale, toAt, values);
  return views.f64.slice(values / 8, values / 8 + m);
}

/** All values; `escapes`: what is told in place of each difference that is one, in their order. */
export function valuesFast({ plain, width, starts, firsts, scale }: Steps, escapes: Uint32Array): Float64Array | null {
  if (kernel === null) return null;
  const m = firsts.length;
  const n = starts[m];
  const toStarts = wide(plain.length + SLACK);
  const toFirsts = toStarts + 4 * starts.length;
  const toEscapes = toFirsts + 4 * m;
  const values = wide(toEscapes + 4 * escapes.length);
  const views = kernel.reach(values + 8 * n);
  views.u8.set(plain, 0);
  views.u32.set(starts, toStarts / 4);
  views.i32.set(firsts, toFirsts / 4);
  views.u32.set(escapes, toEscapes / 4);
  kernel.loops.values(0, plain.length / width, width, toStarts, m, toFirsts, scale, toEscapes, values);
  return views.f64.slice(values / 8, values / 8 + n);
}
