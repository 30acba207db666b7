/** Many sites together over time: a district, a kind of place, all. */
import type { Block } from '#contract/blocks/block.ts';
import type { History, Line, Piece } from './history.ts';
import type { Band } from './thin.ts';

export interface AreaQuery {
  /** Dense indices, rising. */
  sites: Uint32Array;
  /** Epoch ms; steps begin at `from`, the last may be shorter. */
  from: number;
  to: number;
  stepMs: number;
  /** Values whose share of the observations at or above (`>=`) is counted; none where it is empty. */
  above?: readonly number[];
  /** 10th, 50th and 90th percentile too: costs a sort a step. */
  percentiles?: boolean;
}

/**
 * One entry a step; NaN (0 in counts) where there is none. Of history that is thinned all words of its steps count: their mean, lowest and
 * highest are known. What is not known is taken from one of them: a percentile is of the means, and a step's words are above a
 * threshold where its last word is.
 */
export interface AreaSeries {
  /** When each step begins, epoch ms. */
  times: Float64Array;
  counts: Uint32Array;
  mean: Float64Array;
  least: Float64Array;
  most: Float64Array;
  p10: Float64Array | null;
  p50: Float64Array | null;
  p90: Float64Array | null;
  /** By threshold, then step: observations at or above it. */
  above: Uint32Array[];
}

interface Loaded { block: Block; band: Band | null }
interface Sums { series: AreaSeries; sums: Float64Array; lists: number[][] | null }

/**
 * Yields after each piece that is read; begins again where upkeep has meanwhile put one away. Where the same instant of a site was
 * said more than once and is not put away yet, the last counts.
 */
export function* areaSeries(history: History, line: Line, query: AreaQuery): Generator<void, AreaSeries> {
  const { sites, from, to, stepMs, above = [], percentiles = false } = query;
  const steps = Math.max(0, Math.ceil((to - from) / stepMs));
  const column = (): Float64Array => new Float64Array(steps).fill(NaN);
  const series: AreaSeries = {
    times: Float64Array.from({ length: steps }, (_, i) => from + i * stepMs), counts: new Uint32Array(steps), mean: column(), least: column(), most: column(),
    p10: percentiles ? column() : null, p50: percentiles ? column() : null, p90: percentiles ? column() : null, above: above.map(() => new Uint32Array(steps)),
  };
  const into: Sums = { series, sums: new Float64Array(steps), lists: percentiles ? Array.from({ length: steps }, () => []) : null };
  if (steps === 0 || sites.length === 0) return series;
  for (const block of history.blocks(line, from, to)) {
    const pieces = history.piecesOfSites(line, block, sites).filter(({ t0, t1 }) => t1 >= from && t0 < to);
    const loaded: Loaded[] = [];
    // What waits may say again what is put away.
    const isCold = into.lists === null && pieces.every(({ source }) => 'tile' in source);
    for (const piece of inArrival(pieces)) {
      if (isCold && !history.isThin(piece)) {
        const added = history.addSums(piece, sites, { from, to, stepMs, ...series, sums: into.sums, thresholds: above });
        if (added === null) return yield* areaSeries(history, line, query);
        if (added) {
          yield;
          continue;
        }
      }
      const band = history.band(piece);
      // What its steps were like lies beside all of a tile's words.
      const one = band ? history.load(piece, false) : history.loadSites(piece, sites);
      if (one === null) return yield* areaSeries(history, line, query);
      loaded.push({ block: one, band });
      yield;
    }
    const said = loaded.length > 1 && pieces.some(({ source }) => 'row' in source) ? latest(loaded) : null;
    for (const one of loaded) add(into, one, query, said);
  }
  finish(into);
  return series;
}

const inArrival = (pieces: Piece[]): Piece[] => pieces.toSorted((a, b) => a.arrival - b.arrival);

/** Of pieces that overlap: which of them was the last to speak of a site and instant. */
function latest(loaded: readonly Loaded[]): Map<string, Block> {
  const last = new Map<string, Block>();
  for (const { block } of loaded) eachWord(block, (site, time) => void last.set(`${site}/${time}`, block));
  return last;
}

function eachWord({ t0, sites, starts, offsets }: Block, visit: (site: number, time: number, at: number) => void): void {
  for (let s = 0; s < sites.length; s++) for (let i = starts[s]; i < starts[s + 1]; i++) visit(sites[s], t0 + offsets[i], i);
}

/** Of words that are neither thinned nor said twice the mean, the lowest and the highest: most of what is asked. */
function addPlainly({ series, sums }: Sums, { t0, sites, starts, offsets, values }: Block, { sites: wanted, from, to, stepMs }: AreaQuery): void {
  const { counts, least, most } = series;
  const [shift, end] = [t0 - from, to - from];
  for (let s = 0, w = 0; s < sites.length; s++) {
    while (w < wanted.length && wanted[w] < sites[s]) w++;
    if (w === wanted.length) break;
    if (wanted[w] !== sites[s]) continue;
    for (let i = starts[s]; i < starts[s + 1]; i++) {
      const time = shift + offsets[i];
      if (time < 0 || time >= end) continue;
      const step = Math.floor(time / stepMs);
      const value = values[i];
      sums[step] += value;
      counts[step]++;
      if (!(least[step] <= value)) least[step] = value;
      if (!(most[step] >= value)) most[step] = value;
    }
  }
}

function add(into: Sums, { block, band }: Loaded, query: AreaQuery, said: Map<string, Block> | null): void {
  const { sites: wanted, from, to, stepMs, above = [] } = query;
  const { series, sums, lists } = into;
  if (band === null && said === null && lists === null && above.length === 0) return addPlainly(into, block, query);
  const { t0, sites, starts, offsets, values } = block;
  let w = 0;
  for (let s = 0; s < sites.length; s++) {
    const site = sites[s];
    while (w < wanted.length && wanted[w] < site) w++;
    if (w === wanted.length) break;
    if (wanted[w] !== site) continue;
    for (let i = starts[s]; i < starts[s + 1]; i++) {
      const time = t0 + offsets[i];
      if (time < from || time >= to || (said !== null && said.get(`${site}/${time}`) !== block)) continue;
      const step = Math.floor((time - from) / stepMs);
      const value = values[i];
      const [low, mean, high, words] = band === null ? [value, value, value, 1] : [band.lowest[i], band.mean[i], band.highest[i], band.words[i]];
      sums[step] += mean * words;
      series.counts[step] += words;
      if (!(series.least[step] <= low)) series.least[step] = low;
      if (!(series.most[step] >= high)) series.most[step] = high;
      for (let k = 0; k < above.length; k++) if (value >= above[k]) series.above[k][step] += words;
      lists?.[step].push(mean);
    }
  }
}

function finish({ series, sums, lists }: Sums): void {
  const { counts, mean, p10, p50, p90 } = series;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    mean[i] = sums[i] / counts[i];
    if (lists === null) continue;
    const sorted = Float64Array.from(lists[i]).toSorted();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
    [p10![i], p50![i], p90![i]] = [at(0.1), at(0.5), at(0.9)];
  }
}
