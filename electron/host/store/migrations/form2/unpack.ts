/** A block of a file of form 2, unpacked: read only, to bring such a file up to date. */
import type { Block } from '#contract/blocks/block.ts';
import type { State } from '../../store.ts';
import { numberReader, planeReader, takeIntegers, takeRaw, type PlaneReader } from './planes.ts';

const FORM = 1;
const AS_FLOAT32 = 32;
const AS_FLOAT64 = 64;

/** `t0`, `t1`: epoch ms, of its first and last observation. */
export function unpackBlock(body: Buffer, t0: number, t1: number): Block {
  const { n, what: open, sites, who } = unpackHead(body);
  const starts = startsOf(who, sites.length);
  const what = open();
  const offsets = takeTimes(what, n, starts, 0, n);
  const values = takeValues(what, n, starts, 0, n);
  const quality = what.number() === 0 ? null : new Uint8Array(takeIntegers(what, n, 0, n));
  const counts = what.number() === 0 ? null : new Uint32Array(sums(takeIntegers(what, n, 0, n), starts));
  return { t0, t1, sites, starts, offsets, values, quality, counts };
}

/** The newest state of `sites` sites. */
export function unpackHeadState(body: Buffer, sites: number): Pick<State, 'times' | 'values' | 'quality' | 'counts'> {
  const input = planeReader(body);
  const times = takeRaw(input, sites, new Float64Array(sites));
  const values = takeRaw(input, sites, new Float64Array(sites));
  const quality = new Uint8Array(takeIntegers(input, sites));
  const counts = new Uint32Array(takeIntegers(input, sites));
  return { times, values, quality, counts };
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

function sums(column: Int32Array, starts: Uint32Array): Int32Array {
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) column[i] = (column[i] + column[i - 1]) | 0;
  }
  return column;
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
