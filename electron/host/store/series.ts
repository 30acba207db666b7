/** One site's observations out of blocks. */
import { NOT_STATED } from '#contract/observation.ts';
import type { Block } from '#contract/blocks/block.ts';
import { findSite } from './block.ts';
import type { History, Line, Piece } from './history.ts';
import type { Series } from './store.ts';
import type { Band } from './thin.ts';

/** Observations of `site` in [from, to] of the blocks, in their order of arrival; the last that came of an instant. */
function seriesOf(blocks: { block: Block; band: Band | null }[], site: number, from: number, to: number): Series {
  return inOrder(blocks, site, from, to) ?? sorted(blocks, site, from, to);
}

/** Where nothing is thinned and no piece begins before the one before it ends: nearly always. Null where that is not so. */
function inOrder(blocks: { block: Block; band: Band | null }[], site: number, from: number, to: number): Series | null {
  const most = blocks.reduce((sum, { block: { offsets } }) => sum + offsets.length, 0);
  const [times, values, counts] = [new Float64Array(most), new Float64Array(most), new Uint32Array(most)];
  let n = 0;
  for (const { block, band } of blocks.toSorted((a, b) => a.block.t0 - b.block.t0)) {
    if (band !== null) return null;
    const s = findSite(block.sites, site);
    if (s < 0) continue;
    for (let at = block.starts[s]; at < block.starts[s + 1]; at++) {
      const time = block.t0 + block.offsets[at];
      if (time < from || time > to) continue;
      if (n > 0 && time <= times[n - 1]) return null;
      times[n] = time;
      values[n] = block.values[at];
      counts[n++] = block.counts === null ? NOT_STATED : block.counts[at];
    }
  }
  return { times: times.slice(0, n), values: values.slice(0, n), counts: counts.slice(0, n) };
}

function sorted(blocks: { block: Block; band: Band | null }[], site: number, from: number, to: number): Series {
  const found: { time: number; value: number; count: number; low: number; mean: number; high: number; words: number }[] = [];
  for (const { block: { t0, sites, starts, offsets, values, counts }, band } of blocks) {
    const s = findSite(sites, site);
    if (s < 0) continue;
    for (let at = starts[s]; at < starts[s + 1]; at++) {
      const time = t0 + offsets[at];
      if (time >= from && time <= to) found.push({
        time, value: values[at], count: counts === null ? NOT_STATED : counts[at],
        low: band?.lowest[at] ?? values[at], mean: band?.mean[at] ?? values[at], high: band?.highest[at] ?? values[at], words: band?.words[at] ?? 1,
      });
    }
  }
  // The sort is stable: within an instant the order of arrival stays, and the last one is kept.
  const inTime = found.toSorted((a, b) => a.time - b.time).filter(({ time }, i, all) => all[i + 1]?.time !== time);
  return {
    times: Float64Array.from(inTime, ({ time }) => time),
    values: Float64Array.from(inTime, ({ value }) => value),
    counts: Uint32Array.from(inTime, ({ count }) => count),
    ...(blocks.some(({ band }) => band !== null) ? { band: bandOf(inTime) } : {}),
  };
}

const bandOf = (found: { low: number; mean: number; high: number; words: number }[]): Band => ({
  lowest: Float64Array.from(found, ({ low }) => low), mean: Float64Array.from(found, ({ mean }) => mean), highest: Float64Array.from(found, ({ high }) => high), words: Uint32Array.from(found, ({ words }) => words),
});

/** One site's observations in [from, to]. */
export function siteSeries(history: History, line: Line, site: number, from: number, to: number): Series {
  const pieces = history.blocks(line, from, to).flatMap((block) => history.piecesOfSite(line, block, site)).filter(({ t0, t1 }) => t1 >= from && t0 <= to);
  // One pass without a pause: nothing is put away in between.
  return seriesOf(pieces.toSorted((a, b) => a.arrival - b.arrival).flatMap((piece) => {
    const band = history.band(piece);
    // What its steps were like lies beside all of a tile's words.
    const block = band ? history.load(piece, false) : history.loadSite(piece, site);
    return block === null ? [] : [{ block, band }];
  }), site, from, to);
}

/** When each site said something in [from, to], rising. Yields after each piece; begins again where upkeep has meanwhile put one away. */
export function* timesOf(history: History, line: Line, sites: number[], from: number, to: number): Generator<void, Float64Array[]> {
  const pieces = new Map<number | string, Piece>();
  for (const block of history.blocks(line, from, to)) {
    for (const site of sites) for (const piece of history.piecesOfSite(line, block, site)) if (piece.t1 >= from && piece.t0 <= to) pieces.set(keyOf(piece), piece);
  }
  const found = sites.map(() => new Set<number>());
  for (const piece of pieces.values()) {
    const block = history.load(piece, false);
    if (block === null) return yield* timesOf(history, line, sites, from, to);
    sites.forEach((site, i) => {
      const s = findSite(block.sites, site);
      if (s < 0) return;
      for (let at = block.starts[s]; at < block.starts[s + 1]; at++) {
        const time = block.t0 + block.offsets[at];
        if (time >= from && time <= to) found[i].add(time);
      }
    });
    yield;
  }
  return found.map((times) => Float64Array.from(times).toSorted());
}

const keyOf = ({ source }: Piece): number | string => ('tile' in source ? `t${source.tile.id}` : source.row.seq);
