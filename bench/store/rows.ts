/** A row an observation in SQLite, in its quick form: no rowid, one prepared insert, a transaction a batch. It keeps no known-time. */
import Database from 'better-sqlite3';
import type { Batch } from '#host/store/store.ts';
import type { Synchronous } from './ours.ts';

export interface Rows {
  readonly configuration: string;
  /** Milliseconds. */
  ingest(batches: Batch[]): number;
  /** Milliseconds for DELETE of [from, to), epoch ms. */
  drop(from: number, to: number): number;
  /** Rows. */
  readonly count: number;
  close(): void;
}

export function openRows(file: string, synchronous: Synchronous): Rows {
  const db = new Database(file);
  const pragmas = ['page_size = 8192', 'journal_mode = WAL', `synchronous = ${synchronous}`, 'cache_size = -65536', 'locking_mode = EXCLUSIVE', 'temp_store = MEMORY'];
  for (const pragma of pragmas) db.pragma(pragma);
  const table = 'CREATE TABLE observation (indicator INTEGER, time INTEGER, site INTEGER, value REAL, quality INTEGER, PRIMARY KEY (indicator, time, site)) WITHOUT ROWID';
  db.exec(table);
  const insert = db.prepare('INSERT INTO observation VALUES (1, ?, ?, ?, ?)');
  const erase = db.prepare('DELETE FROM observation WHERE indicator = 1 AND time >= ? AND time < ?');
  const put = db.transaction(({ sites, times, values, quality }: Batch) => {
    for (let i = 0; i < sites.length; i++) insert.run(times[i] / 1000, sites[i], values[i], quality[i]);
  });
  let count = 0;
  return {
    configuration: `${table}; ${pragmas.join('; ')}; one prepared INSERT a row, a transaction a batch; time in whole seconds`,
    ingest(batches) {
      const began = performance.now();
      for (const batch of batches) {
        put.immediate(batch);
        count += batch.sites.length;
      }
      return performance.now() - began;
    },
    drop(from, to) {
      const began = performance.now();
      erase.run(from / 1000, to / 1000);
      return performance.now() - began;
    },
    get count() { return count; },
    close: () => void db.close(),
  };
}
