/** One site's observations out of blocks. */
import { findSite, NOT_STATED, type Block } from './block.ts';
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
