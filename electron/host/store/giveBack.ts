/** Gives pages that hold nothing back to the disk: what a block took in the journal is free again once it is put away. */
import type { Database } from './openFile.ts';
import { readOr } from './salvage.ts';

/** Pages of one piece: some milliseconds. */
const AT_ONCE = 256;
/** Less than so many pages, or than such a share of those in use, is not worth moving others for. */
const WORTH_PAGES = 256;
const WORTH_SHARE = 1 / 32;

/**
 * Yields between pieces, each a transaction of its own. `waitingBytes`: in the journal; when that is put away, what comes next takes
 * its place, so as much stays free, and `morePages` beside. False: there was nothing to give.
 */
export function* giveBack(db: Database, waitingBytes: number, morePages: number): Generator<void, boolean> {
  // A file of old whose pages have no map keeps them; they are used again.
  if (numberOf(db, 'auto_vacuum') === 0) return false;
  const kept = Math.ceil(waitingBytes / numberOf(db, 'page_size')) + morePages;
  const free = (): number => freePages(db) - kept;
  const pages = numberOf(db, 'page_count');
  if (free() <= Math.max(WORTH_PAGES, pages * WORTH_SHARE)) return false;
  for (let left = free(); left > 0; left = free()) {
    const pieces = Math.min(left, AT_ONCE);
    // Where the map is damaged nothing is moved.
    if (readOr(() => db.pragma(`incremental_vacuum(${pieces})`), null, () => undefined) === null) return false;
    yield;
    // More has become free meanwhile, or nothing was moved: it is begun again.
    if (free() >= left) break;
  }
  return true;
}

export const freePages = (db: Database): number => numberOf(db, 'freelist_count');

const numberOf = (db: Database, name: string): number => db.pragma(name, { simple: true }) as number;
