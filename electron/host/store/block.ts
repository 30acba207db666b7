/** Blocks of the journal's batches, and what is asked of a block. */
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import type { Batch } from './store.ts';

/** Observations, in the order of arrival, as the block of the last that came of each (site, time). `picked`: which of them; null = all. */
export function blockOf(batch: Batch, picked: Uint32Array | null): Block {
  const order = arrange(batch, picked);
  const n = order.length;
  const { times, sites } = batch;
  let t0 = Infinity;
  let t1 = -Infinity;
  for (let i = 0; i < n; i++) {
    const t = times[order[i]];
    if (t < t0) t0 = t;
    if (t > t1) t1 = t;
  }
  const offsets = new Int32Array(n);
  const values = new Float64Array(n);
  const quality = new Uint8Array(n);
  const counts = new Uint32Array(n);
  const starts = new Uint32Array(n + 1);
  const present = new Uint32Array(n);
  let distinct = 0;
  let anyQuality = 0;
  let anyCount = false;
  for (let i = 0; i < n; i++) {
    const from = order[i];
    offsets[i] = times[from] - t0;
    values[i] = batch.values[from];
    anyQuality |= quality[i] = batch.quality[from];
    counts[i] = batch.counts === null ? NOT_STATED : batch.counts[from];
    if (counts[i] !== NOT_STATED) anyCount = true;
    if (distinct === 0 || present[distinct - 1] !== sites[from]) {
      present[distinct] = sites[from];
      starts[distinct++] = i;
    }
  }
  starts[distinct] = n;
  return {
    t0, t1, sites: present.slice(0, distinct), starts: starts.slice(0, distinct + 1), offsets, values,
    quality: anyQuality === 0 ? null : quality, counts: anyCount ? counts : null,
  };
}

/** Indices of a batch by site, then time; of those with the same site and time only the last. */
function arrange({ sites, times }: Batch, picked: Uint32Array | null): Uint32Array {
  const n = picked?.length ?? sites.length;
  const order = picked ?? upTo(n);
  let sorted = true;
  for (let i = 1; i < n && sorted; i++) {
    const a = order[i - 1];
    const b = order[i];
    sorted = sites[a] < sites[b] || (sites[a] === sites[b] && times[a] < times[b]);
  }
  if (sorted) return order;
  const bySite = sortBySite(order, sites);
  let kept = 0;
  for (let lo = 0, hi = 0; lo < n; lo = hi) {
    const site = sites[bySite[lo]];
    let rising = true;
    for (hi = lo + 1; hi < n && sites[bySite[hi]] === site; hi++) rising &&= times[bySite[hi - 1]] <= times[bySite[hi]];
    if (!rising) bySite.subarray(lo, hi).sort((a, b) => times[a] - times[b] || a - b);
    for (let i = lo; i < hi; i++) {
      if (i + 1 === hi || times[bySite[i + 1]] !== times[bySite[i]]) bySite[kept++] = bySite[i];
    }
  }
  return bySite.slice(0, kept);
}

function upTo(n: number): Uint32Array {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  return order;
}

/** Keeps the order of arrival within a site. */
function sortBySite(order: Uint32Array, sites: Uint32Array): Uint32Array {
  const n = order.length;
  let low = Infinity;
  let high = 0;
  for (let i = 0; i < n; i++) {
    const site = sites[order[i]];
    if (site < low) low = site;
    if (site > high) high = site;
  }
  if (high - low > 8 * n + 4096) return order.toSorted((a, b) => sites[a] - sites[b] || a - b);
  const next = new Uint32Array(high - low + 2);
  for (let i = 0; i < n; i++) next[sites[order[i]] - low + 1]++;
  for (let s = 1; s < next.length; s++) next[s] += next[s - 1];
  const sorted = new Uint32Array(n);
  for (let i = 0; i < n; i++) sorted[next[sites[order[i]] - low]++] = order[i];
  return sorted;
}

/** A batch cut at the edges of spans of `spanMs`: which observations lie in each, in the order of arrival; null = all. */
export function bySpan(times: Float64Array, spanMs: number): (Uint32Array | null)[] {
  const n = times.length;
  let within = n > 0;
  const first = Math.floor(times[0] / spanMs) * spanMs;
  for (let i = 1; i < n && within; i++) within = times[i] >= first && times[i] < first + spanMs;
  if (within) return [null];
  const sizes = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const span = Math.floor(times[i] / spanMs);
    sizes.set(span, (sizes.get(span) ?? 0) + 1);
  }
  const parts = new Map<number, { picked: Uint32Array; filled: number }>();
  for (const [span, size] of sizes) parts.set(span, { picked: new Uint32Array(size), filled: 0 });
  for (let i = 0; i < n; i++) {
    const part = parts.get(Math.floor(times[i] / spanMs))!;
    part.picked[part.filled++] = i;
  }
  return [...parts.values()].map((part) => part.picked);
}

/** Position of a site in a block's `sites`, or -1. */
export function findSite(sites: Uint32Array, site: number): number {
  let low = 0;
  let high = sites.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (sites[middle] === site) return middle;
    if (sites[middle] < site) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Bytes that an unpacked block holds, nearly. */
export function blockBytes(block: Block): number {
  return 256 + block.sites.length * 8 + block.values.length * (12 + (block.quality ? 1 : 0) + (block.counts ? 4 : 0));
}
