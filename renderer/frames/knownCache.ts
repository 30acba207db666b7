/** Two memories behind one face: frames as they are known now, and as they were known at their instant. */
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
