/** That a run file has one writer: a file beside it, locked by the operating system for as long as the writer lives. */
import Database from 'better-sqlite3';

/**
 * Held until it is closed or the process ends, however it ends. Throws SQLite's BUSY where somebody else has it. Readers do
 * not ask for it. The empty file stays: to remove it would let two writers hold two files of one name.
 */
export function takeLock(file: string, options: Database.Options): Database.Database {
  const lock = new Database(`${file}-lock`, options);
  try {
    // Nothing is ever written: it can be held on a full disk, too.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}
