/** Memories behind one face: frames as they are known now, as they were known at their instant, and stretches of history. */
import type { BlockMemory } from './blockMemory.ts';
import { createFrameCache, type FrameCache } from './cache.ts';

/** `asKnown`: which of the two is asked. Each may fill `budget` bytes. */
export function createKnownCache(budget: number, asKnown: () => boolean): FrameCache {
  const now = createFrameCache(budget);
  const then = createFrameCache(budget);
  const asked = (): FrameCache => (asKnown() ? then : now);
  return {
    put: (frame, settled) => (frame.asKnown ? then : now).put(frame, settled),
    at: (...args) => asked().at(...args),
    held: (...args) => asked().held(...args),
    clear() {
      now.clear();
      then.clear();
    },
    get bytes() {
      return now.bytes + then.bytes;
    },
  };
}

/** What was not seen as a frame may be in a stretch of history; not as it was known then. */
export function withBlocks(frames: FrameCache, blocks: Pick<BlockMemory, 'at' | 'held' | 'clear' | 'bytes'>, asKnown: () => boolean): FrameCache {
  return {
    put: frames.put,
    at: (run, places, time) => frames.at(run, places, time) ?? (asKnown() ? null : blocks.at(run, places, time)),
    held(run, places) {
      const all = [...frames.held(run, places), ...(asKnown() ? [] : blocks.held(run, places))].toSorted((a, b) => a.from - b.from);
      const stretches: { from: number; until: number }[] = [];
      for (const { from, until } of all) {
        const last = stretches.at(-1);
        if (last && last.until >= from) last.until = Math.max(last.until, until);
        else stretches.push({ from, until });
      }
      return stretches;
    },
    clear() {
      frames.clear();
      blocks.clear();
    },
    get bytes() {
      return frames.bytes + blocks.bytes;
    },
  };
}
