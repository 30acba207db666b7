/**
 * When an indicator was heard at all, from a few of its sites: tells how densely a stretch of history was stored (a backend
 * may fill it in coarser steps than the live period) and which stretches are covered.
 */
import type { RunStore } from '../store/store.ts';

/** A stretch of the record that is kept in memory or forgotten at once, ms. */
export const BLOCK_MS = 6 * 3_600_000;
const SAMPLES = 3;
/** Observations looked at on each side of an instant. */
const NEIGHBOURS = 4;
/** The spacing is worked out once for so long a stretch, ms. */
const STRETCH_MS = 5 * 60_000;

export interface Heard {
  /** Usual spacing of observations around `instant`, ms; 0 where too few are stored to tell. An outage does not stretch it; where history is thinned it is its step at least. */
  cadenceAt(indicator: string, instant: number): number;
  /** When one of the sampled sites first said something in (after, before), epoch ms; null where none did. */
  firstIn(indicator: string, after: number, before: number): number | null;
  /** Reads what the answers for [from, to] need, so that they are at hand; yields every few milliseconds. */
  prepare(indicator: string, from: number, to: number): Generator<void, void>;
  /** What was stored anew: phenomenon times from…to, epoch ms. */
  forget(indicators: ReadonlySet<string>, from: number, to: number): void;
}

interface Block {
  /** Per sampled site, rising. */
  times: Float64Array[];
  /** The step that it is thinned to, ms; 0 where it is not. */
  step: number;
  spacings: Map<number, number>;
}

export function openHeard(store: Pick<RunStore, 'timesOf' | 'resolutions'>, siteCount: (indicator: string) => number): Heard {
  const blocks = new Map<string, Map<number, Block>>();
  /** Being read; what was stored meanwhile makes it stale: it is told once, not kept. */
  const underway = new Set<{ indicator: string; from: number; until: number; isStale: boolean }>();

  /** The block alone; in thinned history what is stored in one piece: to read a part of it costs as much as all. */
  const readTogether = (indicator: string, block: number): { from: number; until: number; step: number } => {
    const [from, until] = [block * BLOCK_MS, (block + 1) * BLOCK_MS];
    const thinned = store.resolutions(indicator, from, until - 1).find(({ stepMs }) => stepMs !== null);
    return thinned ? { from: thinned.from, until: thinned.until, step: thinned.stepMs! } : { from, until, step: 0 };
  };
  const read = function* (indicator: string, block: number): Generator<void, Block> {
    const sites = siteCount(indicator);
    const samples = Array.from({ length: Math.min(SAMPLES, sites) }, (_, k) => Math.floor(((k + 0.5) * sites) / Math.min(SAMPLES, sites)));
    const { from, until, step } = readTogether(indicator, block);
    const mine = { indicator, from, until, isStale: false };
    underway.add(mine);
    try {
      const all = yield* store.timesOf(indicator, samples, from, until - 1);
      const of = (each: number): Block => ({ times: all.map((times) => between(times, each * BLOCK_MS, (each + 1) * BLOCK_MS)), step, spacings: new Map() });
      if (mine.isStale) return of(block);
      for (let each = from / BLOCK_MS; each * BLOCK_MS < until; each++) keep(indicator, each, of(each));
      return blocks.get(indicator)!.get(block)!;
    } finally {
      underway.delete(mine);
    }
  };
  const keep = (indicator: string, block: number, found: Block): void => {
    const mine = blocks.get(indicator) ?? new Map<number, Block>();
    blocks.set(indicator, mine.set(block, found));
  };
  const blockOf = (indicator: string, block: number): Block => {
    const found = blocks.get(indicator)?.get(block);
    if (found) return found;
    const reading = read(indicator, block);
    for (;;) {
      const { done, value } = reading.next();
      if (done) return value;
    }
  };

  return {
    cadenceAt(indicator, instant) {
      const { times, step, spacings } = blockOf(indicator, Math.floor(instant / BLOCK_MS));
      const stretch = Math.floor(instant / STRETCH_MS);
      let spacing = spacings.get(stretch);
      if (spacing === undefined) {
        const bySite = times.map((site) => spacingAround(site, (stretch + 0.5) * STRETCH_MS)).filter((gap) => gap > 0);
        spacings.set(stretch, (spacing = Math.max(step, bySite.length === 0 ? 0 : median(bySite))));
      }
      return spacing;
    },
    firstIn(indicator, after, before) {
      for (let block = Math.floor(after / BLOCK_MS); block * BLOCK_MS < before; block++) {
        const first = Math.min(...blockOf(indicator, block).times.map((times) => times[firstAfter(times, after)] ?? Infinity));
        if (first < before) return first;
      }
      return null;
    },
    *prepare(indicator, from, to) {
      for (let block = Math.floor(from / BLOCK_MS); block * BLOCK_MS <= to; block++) {
        if (!blocks.get(indicator)?.has(block)) yield* read(indicator, block) as Generator<void, unknown>;
      }
    },
    forget(indicators, from, to) {
      for (const work of underway) {
        if (indicators.has(work.indicator) && work.until > from && work.from <= to) work.isStale = true;
      }
      for (const indicator of indicators) {
        const mine = blocks.get(indicator);
        if (!mine) continue;
        for (const block of mine.keys()) {
          if ((block + 1) * BLOCK_MS > from && block * BLOCK_MS <= to) mine.delete(block);
        }
      }
    },
  };
}

/** Of rising times those in [from, until). */
function between(times: Float64Array, from: number, until: number): Float64Array {
  return times.slice(firstAfter(times, from - 1), firstAfter(times, until - 1));
}

function spacingAround(times: Float64Array, instant: number): number {
  const middle = firstAfter(times, instant);
  const near = times.subarray(Math.max(0, middle - NEIGHBOURS), middle + NEIGHBOURS);
  const gaps = Array.from(near.subarray(1), (time, i) => time - near[i]);
  return gaps.length === 0 ? 0 : median(gaps);
}

function firstAfter(times: Float64Array, instant: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
