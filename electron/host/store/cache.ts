/** Unpacked blocks, the least lately used forgotten first. */
import type { Block } from '#contract/blocks/block.ts';
import { blockBytes } from './block.ts';

export interface BlockCache {
  /** The block under `key`; null where it is not there. */
  get(key: number): Block | null;
  put(key: number, block: Block): void;
  forget(key: number): void;
  clear(): void;
}

/** `budget`: bytes, asked at every entry. */
export function openCache(budget: () => number): BlockCache {
  const kept = new Map<number, { block: Block; bytes: number }>();
  let held = 0;
  const forget = (key: number): void => {
    held -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return null;
      kept.delete(key);
      kept.set(key, found);
      return found.block;
    },
    put(key, block) {
      forget(key);
      const bytes = blockBytes(block);
      kept.set(key, { block, bytes });
      held += bytes;
      const most = budget();
      for (const oldest of kept.keys()) {
        if (held <= most || oldest === key) break;
        forget(oldest);
      }
    },
    forget,
    clear() {
      kept.clear();
      held = 0;
    },
  };
}
