/** The blocks of a span anew: by ranges of sites, each (site, time) once. */
import { NOT_STATED } from '#contract/observation.ts';
import { blockOf, bySpan, SPAN_MS, type Block } from './block.ts';
import type { Batch } from './store.ts';

/** A series then unpacks a small part of a span, a state still few blocks. */
const SITES_A_BLOCK = 512;
/** Where sites speak more often than this in a span, blocks are of a quarter of an hour: a state unpacks less. */
const OFTEN = 16;
const QUARTER_MS = 900_000;
/** Observations looked at between two yields: a few milliseconds. */
const AT_ONCE = 16_384;

/** Yields while it works, so that its caller may do other things; returns blocks that do not overlap in both sites and time. `blocks`: by arrival. */
export function* merge(blocks: Iterable<Block>): Generator<void, Block[]> {
  const batches = new Map<number, Growing>();
  let looked = 0;
  for (const block of blocks) {
    for (let s = 0; s < block.sites.length; s++) {
      const range = Math.floor(block.sites[s] / SITES_A_BLOCK);
      let growing = batches.get(range);
      if (!growing) batches.set(range, (growing = emptyGrowing()));
      for (let at = block.starts[s]; at < block.starts[s + 1]; at++) push(growing, block, s, at);
    }
    if ((looked += block.values.length) > AT_ONCE) {
      looked = 0;
      yield;
    }
  }
  const merged: Block[] = [];
  for (const range of [...batches.keys()].toSorted((a, b) => a - b)) {
    const batch = grownBatch(batches.get(range)!);
    batches.delete(range);
    const often = batch.sites.length > OFTEN * new Set(batch.sites).size;
    for (const picked of bySpan(batch.times, often ? QUARTER_MS : SPAN_MS)) {
      merged.push(blockOf(batch, picked));
      yield;
    }
  }
  return merged;
}

/** A batch that is not yet as long as its columns. */
interface Growing {
  n: number;
  sites: Uint32Array;
  times: Float64Array;
  values: Float64Array;
  quality: Uint8Array;
  counts: Uint32Array;
}

function emptyGrowing(): Growing {
  return { n: 0, sites: new Uint32Array(1024), times: new Float64Array(1024), values: new Float64Array(1024), quality: new Uint8Array(1024), counts: new Uint32Array(1024) };
}

function push(growing: Growing, block: Block, s: number, at: number): void {
  const { n } = growing;
  if (n === growing.sites.length) {
    growing.sites = longer(growing.sites, new Uint32Array(2 * n));
    growing.times = longer(growing.times, new Float64Array(2 * n));
    growing.values = longer(growing.values, new Float64Array(2 * n));
    growing.quality = longer(growing.quality, new Uint8Array(2 * n));
    growing.counts = longer(growing.counts, new Uint32Array(2 * n));
  }
  growing.sites[n] = block.sites[s];
  growing.times[n] = block.t0 + block.offsets[at];
  growing.values[n] = block.values[at];
  growing.quality[n] = block.quality === null ? 0 : block.quality[at];
  growing.counts[n] = block.counts === null ? NOT_STATED : block.counts[at];
  growing.n++;
}

function longer<T extends { set(source: T): void }>(column: T, into: T): T {
  into.set(column);
  return into;
}

function grownBatch({ n, sites, times, values, quality, counts }: Growing): Batch {
  return {
    indicator: '', sites: sites.subarray(0, n), times: times.subarray(0, n), values: values.subarray(0, n),
    quality: quality.subarray(0, n), counts: counts.subarray(0, n),
  };
}
