/** Opens a run file for writing: the one place that knows how. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { takeLock } from './lock.ts';
import { migrations } from './migrations/registry.ts';
import { openingProblem, StoreProblem } from './problem.ts';

export type Database = Database.Database;

export interface FileOptions {
  /** How long to wait for another process that has the file open, ms. */
  waitMs?: number;
  /** NORMAL: what was acknowledged survives the process; FULL: also the power. */
  synchronous?: 'NORMAL' | 'FULL';
}

/** "CMRN": tells a run file from any other SQLite file. */
const APPLICATION_ID = 0x434d524e;

const driver = (options: Database.Options): Database.Options => {
  const nativeBinding = process.env.CHENGMAI_SQLITE_BINDING;
  return nativeBinding ? { ...options, nativeBinding } : options;
};

/**
 * Opens or creates the file, as its only writer: a second opening anywhere fails with `in-use` until this one is closed or its
 * process ended (the operating system lets go of the lock then, also after a crash); `openToRead` stays possible. Brings an
 * older file up to date; throws `StoreProblem`.
 *
 * `CHENGMAI_SQLITE_BINDING`: path of another build of better-sqlite3's native part, for a runtime that its own does not fit.
 */
export function openFile(file: string, options: FileOptions = {}): Database {
  const { waitMs = 3000 } = options;
  let lock: Database | undefined;
  try {
    const held = (lock = takeLock(file, driver({ timeout: waitMs })));
    const db = openLocked(file, options);
    const close = db.close.bind(db);
    return Object.assign(db, {
      close() {
        close();
        held.close();
        return db;
      },
    });
  } catch (error) {
    lock?.close();
    throw openingProblem(error, file);
  }
}

function openLocked(file: string, options: FileOptions): Database {
  try {
    return openDatabase(file, options, false);
  } catch (error) {
    // What connections share takes 32 KiB on the disk: where there is no room for it, the writer goes on alone.
    if (!(error instanceof Database.SqliteError && /^SQLITE_(IOERR_SHM|FULL)/.test(error.code))) throw error;
    return openDatabase(file, options, true);
  }
}

function openDatabase(file: string, { waitMs = 3000, synchronous = 'NORMAL' }: FileOptions, alone: boolean): Database {
  const db = new Database(file, driver({ timeout: waitMs }));
  try {
    db.pragma('page_size = 2048');
    if (alone) db.pragma('locking_mode = EXCLUSIVE');
    // One that is there already would be written to; where it is of old, `mapPages` makes it so.
    if (db.pragma('page_count', { simple: true }) === 0) db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${synchronous}`);
    db.pragma('journal_size_limit = 67108864');
    db.pragma('cache_size = -65536');
    db.pragma('wal_autocheckpoint = 16000');
    bringUpToDate(db, path.basename(file));
    mapPages(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A connection that only reads what is committed, beside the writer. Throws `StoreProblem`; a file of another form than today's is refused. */
export function openToRead(file: string, { waitMs = 3000 }: Pick<FileOptions, 'waitMs'> = {}): Database {
  const name = path.basename(file);
  let db: Database | undefined;
  try {
    db = new Database(file, driver({ timeout: waitMs, readonly: true, fileMustExist: true }));
    db.pragma('cache_size = -65536');
    const version = versionOf(db, name);
    if (version < migrations.length) throw new StoreProblem('unreadable', name, `${name} is of an older form (${version}); open it in the workstation once.`);
    return db;
  } catch (error) {
    db?.close();
    throw openingProblem(error, file);
  }
}

/** Of a run file that this workstation can read, or of an empty one. */
function versionOf(db: Database, name: string): number {
  const version = db.pragma('user_version', { simple: true }) as number;
  const application = db.pragma('application_id', { simple: true }) as number;
  const empty = db.prepare('SELECT count(*) AS n FROM sqlite_schema').pluck().get() === 0;
  if (!(application === APPLICATION_ID || (empty && version === 0))) {
    throw new StoreProblem('not-a-run-file', name, `${name} is a database, but not a run of this workstation.`);
  }
  if (version > migrations.length) {
    throw new StoreProblem('from-the-future', name, `${name} was written by a newer version of the workstation (form ${version}, this one knows ${migrations.length}).`);
  }
  return version;
}

/** A larger file is not written anew while somebody waits for it: its free pages are used again, but not given back. */
const MOST_REWRITTEN = 64 * 1024 * 1024;

/** Free pages of a file can be given back only where a map says whose each page is: a file of old is written anew, in one transaction. */
function mapPages(db: Database): void {
  const [mapped, pages, size] = ['auto_vacuum', 'page_count', 'page_size'].map((name) => db.pragma(name, { simple: true }) as number);
  if (mapped !== 0 || pages * size > MOST_REWRITTEN) return;
  try {
    db.pragma('auto_vacuum = INCREMENTAL');
    db.exec('VACUUM');
  } catch (error) {
    // No room, or damage: it is as good as before.
    if (!(error instanceof Database.SqliteError)) throw error;
  }
}

function bringUpToDate(db: Database, name: string): void {
  db.exec('BEGIN IMMEDIATE');
  const version = versionOf(db, name);
  // An up-to-date file is not written to: it opens on a full disk, too.
  if (version < migrations.length) {
    for (const { sql, convert } of migrations.slice(version)) {
      db.exec(sql);
      convert?.(db);
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migrations.length}`);
  }
  db.exec('COMMIT');
}
