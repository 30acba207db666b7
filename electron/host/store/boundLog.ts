/** Keeps the write-ahead log small while somebody reads beside a writer that never pauses. */
import { statSync } from 'node:fs';
import type { Database } from './openFile.ts';

/** SQLite empties the log by itself from 32 MB on, unless a reader stands in it just then. Beyond this the writer waits for readers. */
const MOST_BYTES = 48 * 1024 * 1024;
/** Where a reader does not leave within the connection's patience, it is not asked for again before so many bytes more. */
const PATIENCE_BYTES = 4 * 1024 * 1024;

/** To be called after a commit. */
export function boundLog(db: Database, file: string): () => void {
  let most = MOST_BYTES;
  return () => {
    const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= most) return;
    // New readers meanwhile read the file itself: only those that already read are waited for.
    const [{ busy }] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    most = busy ? size + PATIENCE_BYTES : MOST_BYTES;
  };
}
