/**
 * A block as bytes, exactly: what is unpacked equals what was packed bit for bit. Values that are whole multiples of a
 * decimal step become integers; a site's values and times are kept as differences to its previous ones; what is the
 * same for all is kept once; sites without gaps take no room.
 */
import { findSite, type Block } from './block.ts';
import { putIntegers, putRaw, takeIntegers, takeRaw } from './columns.ts';
import { numberReader, planeReader, planeWriter, putNumber, type PlaneReader, type PlaneWriter } from './planes.ts';

const FORM = 1;
const MOST_DECIMALS = 6;
/** Differences of two numbers below stay within 32 bits. */
const MOST_INTEGER = 2 ** 30;
const AS_FLOAT32 = 32;
const AS_FLOAT64 = 64;

export function packBlock(block: Block): Buffer {
  const m = block.sites.length;
  const gaps = new Int32Array(m);
  const runs = new Int32Array(m);
  for (let i = 0; i < m; i++) {
    if (i > 0) gaps[i] = block.sites[i] - block.sites[i - 1] - 1;
    runs[i] = block.starts[i + 1] - block.starts[i] - 1;
  }
  const who = planeWriter();
  putIntegers(who, gaps);
  putIntegers(who, runs);
  const what = planeWriter();
  putTimes(what, block);
  putValues(what, block);
  what.number(block.quality === null ? 0 : 1);
  if (block.quality !== null) putIntegers(what, new Int32Array(block.quality));
  what.number(block.counts === null ? 0 : 1);
  if (block.counts !== null) putIntegers(what, differences(new Int32Array(block.counts), block.starts));

  const sites = who.done();
  const head: number[] = [];
  for (const number of [FORM, block.values.length, m, block.sites[0], sites.length]) putNumber(head, number);
  return Buffer.concat([Uint8Array.from(head), sites, what.done()]);
}

/** Who spoke when, without unpacking what was said. */
export function unpackTimes(body: Buffer): Pick<Block, 'sites' | 'starts' | 'offsets'> {
  const { n, what, sites, who } = unpackHead(body);
  const starts = startsOf(who, sites.length);
  return { sites, starts, offsets: takeTimes(what(), n, starts, 0, n) };
}

/** The whole block; or of one `site` alone, null where it is not in it. */
export function unpackBlock(body: Buffer, t0: number, t1: number, site?: number): Block | null {
  const { n, what, sites, who } = unpackHead(body);
  const only = site === undefined ? 0 : findSite(sites, site);
  if (only < 0) return null;
  const starts = startsOf(who, sites.length);
  if (site === undefined) return { t0, t1, sites, starts, ...unpackColumns(what(), n, starts, 0, n) };
  const [from, to] = [starts[only], starts[only + 1]];
  const own = Uint32Array.of(0, to - from);
  return { t0, t1, sites: Uint32Array.of(site), starts: own, ...unpackColumns(what(), n, own, from, to) };
}

/** How many observations, which sites, and the two parts that come behind: who spoke how often, what was said when. */
function unpackHead(body: Buffer): { n: number; sites: Uint32Array; who: PlaneReader; what: () => PlaneReader } {
  const head = numberReader(body, 0);
  if (head.number() !== FORM) throw new Error('a block of an unknown form');
  const n = head.number();
  const m = head.number();
  const first = head.number();
  const whoLength = head.number();
  const who = planeReader(body, head.at());
  const gaps = takeIntegers(who, m);
  const sites = new Uint32Array(m);
  for (let i = 0, at = first; i < m; i++) sites[i] = at = i === 0 ? first : at + gaps[i] + 1;
  return { n, sites, who, what: () => planeReader(body, head.at() + whoLength) };
}

function startsOf(who: PlaneReader, m: number): Uint32Array {
  const runs = takeIntegers(who, m);
  const starts = new Uint32Array(m + 1);
  for (let i = 0; i < m; i++) starts[i + 1] = starts[i] + runs[i] + 1;
  return starts;
}

/** Columns of whole sites: from position `from` to `to` of `n`; `starts` counts from `from`. */
function unpackColumns(what: PlaneReader, n: number, starts: Uint32Array, from: number, to: number): Pick<Block, 'offsets' | 'values' | 'quality' | 'counts'> {
  const offsets = takeTimes(what, n, starts, from, to);
  const values = takeValues(what, n, starts, from, to);
  const quality = what.number() === 0 ? null : new Uint8Array(takeIntegers(what, n, from, to));
  const counts = what.number() === 0 ? null : new Uint32Array(sums(takeIntegers(what, n, from, to), starts));
  return { offsets, values, quality, counts };
}

/** Each site's first number as it is, then what is added from one to the next (modulo 2^32). */
function differences(column: Int32Array, starts: Uint32Array): Int32Array {
  const out = new Int32Array(column);
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) out[i] = (column[i] - column[i - 1]) | 0;
  }
  return out;
}

function sums(column: Int32Array, starts: Uint32Array): Int32Array {
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) column[i] = (column[i] + column[i - 1]) | 0;
  }
  return column;
}

/** Offsets in units of their greatest common divisor; within a site less the commonest step. */
function putTimes(out: PlaneWriter, { offsets, starts }: Block): void {
  let unit = 0;
  for (let i = 0; i < offsets.length && unit !== 1; i++) {
    for (let a = offsets[i]; a !== 0; ) [unit, a] = [a, unit % a];
  }
  unit ||= 1;
  const column = differences(unit === 1 ? offsets : offsets.map((offset) => offset / unit), starts);
  const step = commonStep(column, starts);
  out.number(unit);
  out.number(step);
  if (step > 0) shift(column, starts, -step);
  putIntegers(out, column);
}

function takeTimes(input: PlaneReader, n: number, starts: Uint32Array, from: number, to: number): Int32Array {
  const unit = input.number();
  const step = input.number();
  const column = takeIntegers(input, n, from, to);
  if (step > 0) shift(column, starts, step);
  sums(column, starts);
  if (unit !== 1) for (let i = 0; i < column.length; i++) column[i] *= unit;
  return column;
}

function shift(column: Int32Array, starts: Uint32Array, by: number): void {
  for (let s = 0; s + 1 < starts.length; s++) for (let i = starts[s] + 1; i < starts[s + 1]; i++) column[i] += by;
}

function commonStep(column: Int32Array, starts: Uint32Array): number {
  const seen = new Map<number, number>();
  let best = 0;
  let most = 0;
  for (let s = 0; s + 1 < starts.length && seen.size < 64; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1] && seen.size < 64; i++) {
      const times = (seen.get(column[i]) ?? 0) + 1;
      seen.set(column[i], times);
      if (times > most) [best, most] = [column[i], times];
    }
  }
  return best;
}

function putValues(out: PlaneWriter, { values, starts }: Block): void {
  const decimals = decimalsOf(values);
  if (decimals === null) {
    const single = Float32Array.from(values);
    const exact = values.every((value, i) => Object.is(single[i], value));
    out.number(exact ? AS_FLOAT32 : AS_FLOAT64);
    return putRaw(out, exact ? single : values);
  }
  const scale = 10 ** decimals;
  const integers = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) integers[i] = Math.round(values[i] * scale);
  out.number(decimals);
  putIntegers(out, differences(integers, starts));
}

function takeValues(input: PlaneReader, n: number, starts: Uint32Array, from: number, to: number): Float64Array {
  const form = input.number();
  if (form === AS_FLOAT64) return takeRaw(input, n, new Float64Array(to - from), from);
  if (form === AS_FLOAT32) return new Float64Array(takeRaw(input, n, new Float32Array(to - from), from));
  const scale = 10 ** form;
  const integers = sums(takeIntegers(input, n, from, to), starts);
  const values = new Float64Array(integers.length);
  for (let i = 0; i < values.length; i++) values[i] = integers[i] / scale;
  return values;
}

/** Fewest decimals with which every value is exactly an integer over a power of ten; null where there is none, or for -0. */
function decimalsOf(values: Float64Array): number | null {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) if (areMultiples(values, 10 ** decimals)) return decimals;
  return null;
}

function areMultiples(values: Float64Array, scale: number): boolean {
  for (let i = 0; i < values.length; i++) {
    const integer = Math.round(values[i] * scale);
    if (!(integer < MOST_INTEGER && integer > -MOST_INTEGER && integer / scale === values[i]) || Object.is(integer, -0)) return false;
  }
  return true;
}
