/** A run's file from beginning to end, observation by observation: for who compares or carries it away. */
import { NOT_STATED } from '#contract/observation.ts';
import { openCache } from './cache.ts';
import { openHistory } from './history.ts';
import { openJournal } from './journal.ts';
import { openFile } from './openFile.ts';
import { openSiteBook } from './siteBook.ts';
import type { Batch, SiteList } from './store.ts';
import { openTiles } from './tiles.ts';

export interface Everything {
  siteList(indicator: string): SiteList;
  /** Beginnings of the stretches of `lengthMs`, counted from the epoch, in which the indicator has something, rising. */
  stretches(indicator: string, lengthMs: number): number[];
  /** All that is kept of [from, to), epoch ms, in the order of arrival; what came twice and was not put away yet is in it twice. */
  observations(indicator: string, from: number, to: number): Batch;
  close(): void;
}

const damaged = (what: string): never => {
  throw new RangeError(`${what} is damaged`);
};
const CACHE_BYTES = 64 * 1024 * 1024;

/** Throws `StoreProblem` where somebody else has the file open or it is none of ours, `RangeError` where something of it is damaged. */
export function openEverything(file: string): Everything {
  const db = openFile(file);
  const cache = openCache(() => CACHE_BYTES);
  const book = openSiteBook(db, damaged);
  const history = openHistory(openTiles(db, cache, damaged), openJournal(db, cache, damaged));
  return {
    siteList: book.list,
    stretches(indicator, lengthMs) {
      const line = book.line(indicator);
      if (!line) return [];
      const found = new Set<number>();
      for (const block of history.blocks(line, 0, Infinity)) {
        for (const piece of history.pieces(line, block)) {
          const { t0, offsets } = history.load(piece)!;
          for (const offset of offsets) found.add(Math.floor((t0 + offset) / lengthMs) * lengthMs);
        }
      }
      return [...found].toSorted((a, b) => a - b);
    },
    observations(indicator, from, to) {
      const line = book.line(indicator);
      const seen: { site: number; time: number; value: number; quality: number; count: number }[] = [];
      const pieces = line ? history.between(line, from, to - 1).toSorted((a, b) => a.arrival - b.arrival) : [];
      for (const piece of pieces) {
        const { t0, sites, starts, offsets, values, quality, counts } = history.load(piece)!;
        for (let s = 0; s < sites.length; s++) {
          for (let i = starts[s]; i < starts[s + 1]; i++) {
            const time = t0 + offsets[i];
            if (time >= from && time < to) seen.push({ site: sites[s], time, value: values[i], quality: quality?.[i] ?? 0, count: counts?.[i] ?? NOT_STATED });
          }
        }
      }
      return {
        indicator,
        sites: Uint32Array.from(seen, ({ site }) => site),
        times: Float64Array.from(seen, ({ time }) => time),
        values: Float64Array.from(seen, ({ value }) => value),
        quality: Uint8Array.from(seen, ({ quality }) => quality),
        counts: Uint32Array.from(seen, ({ count }) => count),
      };
    },
    close: () => void db.close(),
  };
}
