/**
 * A block unfolded for drawing: one row a bucket of time, each row the last word of every site by then, so that a frame at any
 * instant is a choice between two neighbouring rows, read from end to end. A row is as long as whole groups of 1,024 sites are.
 */
import type { Block } from './block.ts';
import { chooseFast, strideOf } from './kernel/choose.ts';

/** In `times`: nothing was ever said. */
export const NOT_SAID = -0x80000000;
/** In a frame's ages: nothing was ever said. */
const NEVER = 0xffffffff;
const MOST_ROWS = 400;

/** What each site last said before a block: value, and when, in whole seconds before the block begins (rounded towards it). */
export interface Before {
  values: Float32Array;
  /** `NOT_SAID` where nothing. */
  times: Int32Array;
  quality: Uint8Array | null;
}

export type Times = Int32Array | Int16Array;
const neverIn = (times: Times): number => (times instanceof Int16Array ? -0x8000 : NOT_SAID);

export interface DenseBlock {
  /** Epoch ms, a whole second; the block is [from, until). */
  from: number;
  until: number;
  sites: number;
  /** Of the buckets, seconds. */
  bucketS: number;
  rows: number;
  /** rows + 1 rows of `strideOf(sites)` entries each, row 0 = before the block. Values carried on from row to row. */
  values: Float32Array;
  /** Whole seconds after `from` from which on the value is known; rises from row to row. Never said: the lowest number there is. */
  times: Times;
  /** Null: all 0. */
  quality: Uint8Array | null;
  /** Words that were not the last in their bucket: by row. */
  extras: Map<number, Extra[]>;
}

interface Extra { site: number; time: number; value: number; quality: number }

/** Columns of a frame, as long as there are sites. */
export interface FrameColumns {
  values: Float32Array;
  /** Seconds; `NEVER` (2^32 - 1) where nothing was said. */
  ages: Uint32Array;
  quality: Uint8Array;
}

/** `pieces` in the order of their arrival: of one site and instant the last holds. */
export function unfold(pieces: readonly Block[], before: Before, { from, until }: { from: number; until: number }): DenseBlock {
  const sites = before.values.length;
  const seen = new Map<number, number>();
  for (const piece of pieces.slice(0, 64)) for (const [gap, times] of spacings(piece)) seen.set(gap, (seen.get(gap) ?? 0) + times);
  const bucketS = bucketFor(seen, (until - from) / 1000);
  const rows = Math.ceil((until - from) / 1000 / bucketS);
  const size = (rows + 1) * strideOf(sites);
  const hasQuality = before.quality !== null || pieces.some(({ quality }) => quality !== null);
  const dense: DenseBlock = {
    from, until, sites, bucketS, rows, values: new Float32Array(size), times: new Int32Array(size).fill(NOT_SAID), quality: hasQuality ? new Uint8Array(size) : null, extras: new Map(),
  };
  for (let site = 0; site < sites; site++) {
    dense.values[site] = before.times[site] === NOT_SAID ? NaN : before.values[site];
    dense.times[site] = before.times[site];
    if (dense.quality !== null && before.quality !== null) dense.quality[site] = before.quality[site];
  }
  for (const piece of pieces) enter(dense, piece);
  carryOn(dense);
  return dense;
}

function enter({ from, sites: all, rows, bucketS, values, times, quality, extras }: DenseBlock, piece: Block): void {
  const stride = strideOf(all);
  const shift = piece.t0 - from;
  for (let s = 0; s < piece.sites.length; s++) {
    const site = piece.sites[s];
    for (let i = piece.starts[s]; i < piece.starts[s + 1]; i++) {
      // Never before it was observed: a part of a second counts as the next.
      const second = Math.ceil((piece.offsets[i] + shift) / 1000);
      const row = 1 + Math.min(rows - 1, Math.floor(second / bucketS));
      const at = row * stride + site;
      const code = piece.quality === null ? 0 : piece.quality[i];
      const there = times[at];
      if (there !== NOT_SAID && there !== second) {
        const early = there < second ? { site, time: there, value: values[at], quality: quality?.[at] ?? 0 } : { site, time: second, value: piece.values[i], quality: code };
        const list = extras.get(row);
        if (list) list.push(early);
        else extras.set(row, [early]);
        if (there > second) continue;
      }
      times[at] = second;
      values[at] = piece.values[i];
      if (quality !== null) quality[at] = code;
    }
  }
}

function carryOn({ rows, values, times, quality, sites }: DenseBlock): void {
  const stride = strideOf(sites);
  for (let at = stride; at < (rows + 1) * stride; at++) {
    if (times[at] !== NOT_SAID) continue;
    times[at] = times[at - stride];
    values[at] = values[at - stride];
    if (quality !== null) quality[at] = quality[at - stride];
  }
}

/** What each site had said last when the block ended: copies, in whole seconds after it began. */
export function lastRow({ sites, rows, values, times, quality }: DenseBlock): Before {
  const from = rows * strideOf(sites);
  const never = neverIn(times);
  const seconds = Int32Array.from(times.subarray(from, from + sites));
  if (never !== NOT_SAID) for (let i = 0; i < sites; i++) if (seconds[i] === never) seconds[i] = NOT_SAID;
  return { values: values.slice(from, from + sites), times: seconds, quality: quality && quality.slice(from, from + sites) };
}

/** How often sites' words lie how many seconds apart: a few of a block's sites are looked at. */
export function spacings({ sites, starts, offsets }: Pick<Block, 'sites' | 'starts' | 'offsets'>): Map<number, number> {
  const seen = new Map<number, number>();
  const stride = Math.max(1, Math.floor(sites.length / 32));
  for (let s = 0; s < sites.length; s += stride) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) {
      const gap = Math.round((offsets[i] - offsets[i - 1]) / 1000);
      seen.set(gap, (seen.get(gap) ?? 0) + 1);
    }
  }
  return seen;
}

/** A block's bucket in seconds: the commonest spacing of words (`seen`: how often each occurs), such that it has not too many rows. */
export function bucketFor(seen: ReadonlyMap<number, number>, spanS: number): number {
  let best = 0;
  let most = 0;
  for (const [gap, times] of seen) if (times > most || (times === most && gap < best)) [best, most] = [gap, times];
  return Math.max(1, Math.ceil(spanS / MOST_ROWS), Math.min(best || spanS, spanS));
}

/**
 * The frame at `time` (epoch ms, in the block) into `out`: of every site its last word, how old it is, its quality. Same answer
 * for the whole second. `fast`: by the kernel, where there is one.
 */
export function frameInto(dense: DenseBlock, time: number, out: FrameColumns, fast = true): void {
  const { from, sites, rows, bucketS, values, times, quality, extras } = dense;
  const now = Math.floor((time - from) / 1000);
  const row = 1 + Math.min(rows - 1, Math.floor(now / bucketS));
  const chosen = fast && chooseFast({ sites, row, now, values, times, quality }, out);
  if (!chosen) choosePlainly(dense, row, now, out);
  for (const { site, time: said, value, quality: code } of extras.get(row) ?? []) {
    const newest = out.ages[site] === NEVER ? NOT_SAID : now - out.ages[site];
    if (said > now || said < newest) continue;
    out.values[site] = value;
    out.ages[site] = now - said;
    out.quality[site] = code;
  }
}

/** What the kernel does, without it: for a runtime that allows none. */
function choosePlainly({ sites, values, times, quality }: DenseBlock, row: number, now: number, out: FrameColumns): void {
  const stride = strideOf(sites);
  const high = row * stride;
  const { values: toValues, ages, quality: toQuality } = out;
  const never = neverIn(times);
  if (quality === null) toQuality.fill(0, 0, sites);
  for (let i = 0; i < sites; i++) {
    // Not yet said in this row: the row before has what held until then.
    const at = times[high + i] > now ? high + i - stride : high + i;
    toValues[i] = values[at];
    const said = times[at];
    ages[i] = said === never ? NEVER : now - said;
    if (quality !== null) toQuality[i] = quality[at];
  }
}
