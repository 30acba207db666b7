/**
 * Frames that were seen, by run, place set and the interval they are the answer for, so that going back over seen
 * times draws from memory. Least recently used go first when `budget` bytes are full.
 */
import type { SlotFrame } from '#contract/frameCodec.ts';

interface Entry { key: string; frame: SlotFrame; from: number; until: number; bytes: number }

export interface FrameCache {
  /** Keeps `frame` for the part of its interval that lies before `settled`: later than that, more may still arrive. */
  put(frame: SlotFrame, settled: number): void;
  /** The frame that is the answer at `time`, or null. */
  at(run: string, places: string, time: number): SlotFrame | null;
  /** The instants that `at` has an answer for, in time order; neighbours are one stretch. Epoch ms, `until` is outside. */
  held(run: string, places: string): { from: number; until: number }[];
  /** What was known has changed (history filled in, another host): nothing kept is trusted any more. */
  clear(): void;
  readonly bytes: number;
}

export function createFrameCache(budget: number): FrameCache {
  const byKey = new Map<string, Entry[]>();
  /** In order of use; a Map iterates in order of insertion. */
  const used = new Map<Entry, true>();
  let bytes = 0;

  const drop = (entry: Entry): void => {
    used.delete(entry);
    bytes -= entry.bytes;
    const list = byKey.get(entry.key);
    if (!list) return;
    list.splice(list.indexOf(entry), 1);
    if (list.length === 0) byKey.delete(entry.key);
  };

  return {
    get bytes() {
      return bytes;
    },
    put(frame, settled) {
      const from = frame.validFrom;
      const until = Math.min(frame.validUntil, settled);
      if (!(until > from)) return;
      const key = keyOf(frame.run, frame.places);
      const list = byKey.get(key) ?? [];
      // What came last is the newest truth about these instants.
      for (const old of list.filter((entry) => entry.from < until && from < entry.until)) drop(old);
      const kept = byKey.get(key) ?? [];
      byKey.set(key, kept);
      const entry: Entry = { key, frame, from, until, bytes: sizeOf(frame) };
      kept.splice(firstAfter(kept, from), 0, entry);
      used.set(entry, true);
      bytes += entry.bytes;
      for (const oldest of used.keys()) {
        if (bytes <= budget) break;
        drop(oldest);
      }
    },
    at(run, places, time) {
      const list = byKey.get(keyOf(run, places));
      const entry = list?.[firstAfter(list, time) - 1];
      if (!entry || time >= entry.until) return null;
      used.delete(entry);
      used.set(entry, true);
      return entry.frame;
    },
    held(run, places) {
      const stretches: { from: number; until: number }[] = [];
      for (const { from, until } of byKey.get(keyOf(run, places)) ?? []) {
        const last = stretches.at(-1);
        if (last && last.until === from) last.until = until;
        else stretches.push({ from, until });
      }
      return stretches;
    },
    clear() {
      byKey.clear();
      used.clear();
      bytes = 0;
    },
  };
}

const keyOf = (run: string, places: string): string => `${run}|${places}`;

const sizeOf = ({ values, ages, status }: SlotFrame): number => values.byteLength + ages.byteLength + status.byteLength + 256;

/** Position of the first entry that starts after `time`. */
function firstAfter(list: readonly Entry[], time: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.from <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
