/** One site's observations out of blocks. */
import { NOT_STATED } from '#contract/observation.ts';
import { findSite, type Block } from './block.ts';
import type { Journal } from './journal.ts';
import type { Series } from './store.ts';

/** Observations of `site` in [from, to] of the blocks, in their order of arrival; the last that came of an instant. */
export function seriesOf(blocks: Block[], site: number, from: number, to: number): Series {
  const found: { time: number; value: number; count: number }[] = [];
  for (const { t0, sites, starts, offsets, values, counts } of blocks) {
    const s = findSite(sites, site);
    if (s < 0) continue;
    for (let at = starts[s]; at < starts[s + 1]; at++) {
      const time = t0 + offsets[at];
      if (time >= from && time <= to) found.push({ time, value: values[at], count: counts === null ? NOT_STATED : counts[at] });
    }
  }
  // The sort is stable: within an instant the order of arrival stays, and the last one is kept.
  const inTime = found.toSorted((a, b) => a.time - b.time).filter(({ time }, i, all) => all[i + 1]?.time !== time);
  return {
    times: Float64Array.from(inTime, ({ time }) => time),
    values: Float64Array.from(inTime, ({ value }) => value),
    counts: Uint32Array.from(inTime, ({ count }) => count),
  };
}

/** When each site said something in [from, to], rising. Yields after each block; begins again where upkeep has meanwhile replaced one. */
export function* timesOf(journal: Journal, indicator: number, sites: number[], from: number, to: number): Generator<void, Float64Array[]> {
  const rows = new Map(sites.flatMap((site) => journal.overlappingSite(indicator, from, to, site)).map((row) => [row.arrival, row]));
  const found = sites.map(() => new Set<number>());
  for (const row of rows.values()) {
    const block = journal.times(row);
    if (block === null) return yield* timesOf(journal, indicator, sites, from, to);
    sites.forEach((site, i) => {
      const s = findSite(block.sites, site);
      if (s < 0) return;
      for (let at = block.starts[s]; at < block.starts[s + 1]; at++) {
        const time = row.t0 + block.offsets[at];
        if (time >= from && time <= to) found[i].add(time);
      }
    });
    yield;
  }
  return found.map((times) => Float64Array.from(times).toSorted());
}
