/**
 * A block as bytes, exactly: what is read equals what was written bit for bit, and the same observations give the same bytes
 * with the same squeezer. Layout:
 *
 *   numbers: form · n · m · first site · of each part its codec, its length before and after squeezing
 *   steady part: what is added from one value to the next, a byte each, alike among themselves
 *   loose part: whatever is rare or long · bits: sites, times, first values, quality
 */
import { bitSink, bitSource, riceFor, type BitSink, type BitSource } from './bits.ts';
import type { Block } from './block.ts';
import { byteSink, byteSource, putIntegers, takeIntegers, type ByteSink, type ByteSource } from './bytes.ts';
import { contradicted } from './contradicted.ts';
import type { Codec, Squeezer, Unsqueeze } from './squeeze.ts';
import { putTimes, takeTimes } from './tileTimes.ts';
import { putValues, takeValues } from './tileValues.ts';

const FORM = 2;
/** In the loose part: how quality is kept. */
const ALL_GOOD = 0;
const FEW = 1;
const EACH = 2;
const MOST_FEW = 0.05;

export function encodeTile(block: Block, { squeeze }: Squeezer): Uint8Array {
  const { sites, starts, offsets, values, quality, counts } = block;
  const loose = byteSink(256);
  const bits = bitSink(4096 + values.length / 4);
  putSites(loose, bits, sites, starts);
  putTimes(loose, bits, offsets, starts);
  const steady = putValues(loose, bits, values, starts);
  putQuality(loose, bits, quality);
  loose.byte(counts === null ? 0 : 1);
  if (counts !== null) putIntegers(loose, differences(counts, starts));
  return closeTile({ n: values.length, m: sites.length, first: sites[0] ?? 0, steady, rest: loose.done(), packed: bits.done() }, squeeze);
}

/** A tile's parts as its bytes: a view that the next write may make stale. */
export function closeTile({ n, m, first, steady, rest, packed }: OpenTile, squeeze: Squeezer['squeeze']): Uint8Array {
  const parts = [steady, rest].map((plain) => ({ plain, ...squeeze(plain) }));
  const body = byteSink(64 + parts[0].bytes.length + parts[1].bytes.length + packed.length);
  for (const number of [FORM, n, m, first, packed.length]) body.number(number);
  for (const { plain, bytes, codec } of parts) for (const number of [codec, plain.length, bytes.length]) body.number(number);
  for (const { bytes } of parts) body.bytes(bytes);
  body.bytes(packed);
  return body.done();
}

/** Reads what `encodeTile` gave; `t0`, `t1` in epoch ms stand beside it. Throws where the bytes are not such a tile. `fast`: with the kernel. */
export function decodeTile(body: Uint8Array, t0: number, t1: number, unsqueeze: Unsqueeze, fast = true): Block {
  const { n, m, first, steady, rest, packed } = openTile(body, unsqueeze);
  const loose = byteSource(rest);
  const bits = bitSource(packed, fast);
  const { sites, starts } = sitesOf(loose, bits, { n, m, first });
  const offsets = takeTimes(loose, bits, starts);
  const values = takeValues(loose, bits, steady, starts);
  const quality = qualityOf(loose, bits, n);
  const counts = countsOf(loose, n, starts);
  return { t0, t1, sites, starts, offsets, values, quality, counts };
}

export interface OpenTile { n: number; m: number; first: number; steady: Uint8Array; rest: Uint8Array; packed: Uint8Array }
/** A part as it lies; `length`: unsqueezed. */
interface Part { codec: Codec; bytes: Uint8Array; length: number }
export interface ShutTile { n: number; m: number; first: number; steady: Part; rest: Part; packed: Uint8Array }

/** A tile's parts as they lie. Throws where the bytes are no tile. */
export function shutTile(body: Uint8Array): ShutTile {
  const head = byteSource(body);
  if (head.number() !== FORM) throw new RangeError('a tile of an unknown form');
  const [n, m, first, size] = [head.number(), head.number(), head.number(), head.number()];
  const sizes = [0, 1].map(() => ({ codec: head.number() as Codec, length: head.number(), squeezed: head.number() }));
  const [steady, rest] = sizes.map(({ codec, length, squeezed }) => ({ codec, length, bytes: head.bytes(squeezed) }));
  const packed = head.bytes(size);
  // Every word takes a byte of the one or a bit of the other: so large is what is made of them.
  if (m > n || n > steady.length + 8 * packed.length) contradicted();
  for (const { codec, bytes, length } of [steady, rest]) if (codec === 0 && bytes.length !== length) contradicted();
  return { n, m, first, steady, rest, packed };
}

/** A tile's parts. Throws as `shutTile`, and where one is not what it was. */
export function openTile(body: Uint8Array, unsqueeze: Unsqueeze): OpenTile {
  const shut = shutTile(body);
  const open = ({ codec, bytes, length }: Part): Uint8Array => unsqueeze(codec, bytes, length);
  return { ...shut, steady: open(shut.steady), rest: open(shut.rest) };
}

/** The same tile with nothing squeezed: for who has no codec, at a quarter more bytes. */
export function plainTile(body: Uint8Array, unsqueeze: Unsqueeze): Uint8Array {
  const { n, m, first, steady, rest, packed } = openTile(body, unsqueeze);
  const out = byteSink(64 + steady.length + rest.length + packed.length);
  for (const number of [FORM, n, m, first, packed.length]) out.number(number);
  for (const { length } of [steady, rest]) for (const number of [0, length, length]) out.number(number);
  for (const part of [steady, rest, packed]) out.bytes(part);
  return out.done();
}

/** Reads what is not squeezed. */
export const asItIs: Unsqueeze = (codec, bytes) => {
  if (codec !== 0) throw new RangeError('squeezed bytes where none are expected');
  return bytes;
};
export const unsqueezed: Squeezer = { squeeze: (bytes) => ({ codec: 0, bytes }) };

export function putSites(out: ByteSink, bits: BitSink, sites: Uint32Array, starts: Uint32Array): void {
  const m = sites.length;
  let usual = 0;
  let said = 0;
  for (let i = 0; i < m; i++) {
    const run = starts[i + 1] - starts[i];
    said += run;
    if (run > usual) usual = run;
  }
  const between = m === 0 ? 0 : sites[m - 1] - sites[0] + 1 - m;
  const kGaps = riceFor(between, m);
  const kRuns = riceFor(usual * m - said, m);
  out.number(usual);
  // Neighbours without gaps take nothing, nor do sites that said equally much.
  out.byte(between === 0 ? 0 : kGaps + 1);
  out.byte(said === usual * m ? 0 : kRuns + 1);
  if (between > 0) for (let i = 1; i < m; i++) bits.rice(sites[i] - sites[i - 1] - 1, kGaps);
  if (said < usual * m) for (let i = 0; i < m; i++) bits.rice(usual - (starts[i + 1] - starts[i]), kRuns);
}

export function sitesOf(input: ByteSource, bits: BitSource, { n, m, first }: Pick<OpenTile, 'n' | 'm' | 'first'>): { sites: Uint32Array; starts: Uint32Array } {
  const [usual, gaps, runs] = [input.number(), input.byte(), input.byte()];
  if (usual > n || gaps > 16 || runs > 16) contradicted();
  const sites = new Uint32Array(m);
  const starts = new Uint32Array(m + 1);
  const between = new Uint32Array(m);
  if (gaps > 0) bits.rices(gaps - 1, between.subarray(0, Math.max(0, m - 1)));
  let last = first + m - 1;
  if (gaps > 0) for (let i = 0; i < m; i++) last += between[i];
  if (m > 0 && last > 0xffffffff) contradicted();
  for (let i = 0, site = first | 0; i < m; site = (site + 1 + between[i++]) | 0) sites[i] = site;
  const fewer = new Uint32Array(m);
  if (runs > 0) bits.rices(runs - 1, fewer);
  let at = 0;
  for (let i = 0; i < m; i++) {
    if (fewer[i] >= usual) contradicted();
    at += usual - fewer[i];
    starts[i + 1] = at;
  }
  if (at !== n) contradicted();
  return { sites, starts };
}

function putQuality(out: ByteSink, bits: BitSink, quality: Uint8Array | null): void {
  let bad = 0;
  if (quality !== null) for (let i = 0; i < quality.length; i++) if (quality[i] !== 0) bad++;
  const k = putQualityHead(out, quality, bad);
  if (quality === null || k === null) return;
  let last = -1;
  for (let i = 0; i < quality.length; i++) {
    if (quality[i] === 0) continue;
    bits.rice(i - last - 1, k);
    bits.rice(quality[i] - 1, 1);
    last = i;
  }
}

/** `bad`: how many have one. Rice's k of the distances between them; null where no bits are to follow. */
export function putQualityHead(out: ByteSink, quality: Uint8Array | null, bad: number): number | null {
  if (quality === null || bad === 0) return out.byte(ALL_GOOD), null;
  if (bad > MOST_FEW * quality.length) {
    out.byte(EACH);
    return out.bytes(quality), null;
  }
  const k = riceFor(quality.length - bad, bad);
  out.byte(FEW);
  out.number(bad);
  out.byte(k);
  return k;
}

/** What stands before quality's bits: null: all good; each word's; or how many (`bad`) have one, and Rice's k of their distances. */
export type QualityHead = Uint8Array | { bad: number; k: number } | null;

export function headOfQuality(input: ByteSource, n: number): QualityHead {
  const form = input.byte();
  if (form === ALL_GOOD) return null;
  if (form === EACH) return input.bytes(n).slice();
  const [bad, k] = [input.number(), input.byte()];
  return k > 15 ? contradicted() : { bad, k };
}

export function qualityOf(input: ByteSource, bits: BitSource, n: number): Uint8Array | null {
  const head = headOfQuality(input, n);
  if (head === null || head instanceof Uint8Array) return head;
  const { bad, k } = head;
  const quality = new Uint8Array(n);
  for (let e = 0, at = -1; e < bad; e++) {
    at += bits.rice(k) + 1;
    if (at >= n) contradicted();
    quality[at] = bits.rice(1) + 1;
  }
  return quality;
}

export function countsOf(input: ByteSource, n: number, starts: Uint32Array): Uint32Array | null {
  return input.byte() === 0 ? null : sums(takeIntegers(input, n), starts);
}

/** Each site's first number as it is, then what is added from one to the next (modulo 2^32). */
function differences(column: Uint32Array, starts: Uint32Array): Int32Array {
  const out = new Int32Array(column);
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) out[i] = (column[i] - column[i - 1]) | 0;
  }
  return out;
}

function sums(column: Int32Array, starts: Uint32Array): Uint32Array {
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) column[i] = (column[i] + column[i - 1]) | 0;
  }
  return new Uint32Array(column);
}
