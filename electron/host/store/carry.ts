/** What leads into a block: the last words before it of those who speak late in it, or not at all. */
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { endingOf, type Ending } from './ends.ts';
import { carryMs, settleMs } from './grid.ts';
import type { History, Line } from './history.ts';
import type { State } from './store.ts';

/** `before`: the state at the last millisecond before the block, looking back `carryMs`. `first`: when each site first speaks in it, epoch ms; ∞ = never. */
export function carryOf({ spanMs }: Line, block: number, before: State, first: Float64Array): Block {
  const start = block * spanMs;
  const late = start + settleMs(spanMs);
  const oldest = start - carryMs(spanMs);
  const sites: number[] = [];
  let t0 = Infinity;
  let t1 = -Infinity;
  for (let site = 0; site < before.times.length; site++) {
    const time = before.times[site];
    if (!(time >= oldest) || first[site] < late) continue;
    sites.push(site);
    if (time < t0) t0 = time;
    if (time > t1) t1 = time;
  }
  const counts = Uint32Array.from(sites, (site) => before.counts[site]);
  return {
    t0: sites.length === 0 ? start : t0,
    t1: sites.length === 0 ? start : t1,
    sites: Uint32Array.from(sites),
    starts: Uint32Array.from({ length: sites.length + 1 }, (_, i) => i),
    offsets: Int32Array.from(sites, (site) => before.times[site] - t0),
    values: Float64Array.from(sites, (site) => before.values[site]),
    quality: Uint8Array.from(sites, (site) => before.quality[site]),
    counts: counts.every((count) => count === NOT_STATED) ? null : counts,
  };
}

/** When each of `sites` sites first speaks in a block, epoch ms; ∞ = never. Yields after each piece; null where one was put away meanwhile. */
export function* firstWords(history: History, line: Line, block: number, sites: number): Generator<void, Float64Array | null> {
  const first = new Float64Array(sites).fill(Infinity);
  for (const piece of history.pieces(line, block)) {
    const loaded = history.load(piece);
    if (loaded === null) return null;
    noteFirst(first, endingOf(loaded));
    yield;
  }
  return first;
}

export function noteFirst(first: Float64Array, { sites, firsts }: Ending): void {
  for (let s = 0; s < sites.length; s++) if (firsts[s] < first[sites[s]]) first[sites[s]] = firsts[s];
}
