/** Opens a run file for writing: the one place that knows how. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { migrations } from './migrations/registry.ts';

export type Database = Database.Database;

export interface FileOptions {
  /** How long to wait for another process that has the file open, ms. */
  waitMs?: number;
  /** NORMAL: what was acknowledged survives the process; FULL: also the power. */
  synchronous?: 'NORMAL' | 'FULL';
}

/** An expected failure of a run file, with a sentence for the operator. */
export class StoreProblem extends Error {
  readonly code: 'in-use' | 'from-the-future' | 'not-a-run-file' | 'unreadable';
  /** Its name without the folder. */
  readonly file: string;
  constructor(code: StoreProblem['code'], file: string, message: string) {
    super(message);
    this.code = code;
    this.file = file;
  }
}

/** "CMRN": tells a run file from any other SQLite file. */
const APPLICATION_ID = 0x434d524e;

/**
 * Opens or creates the file, alone: a second opening anywhere fails with `in-use` until this one is closed or its process
 * ended (the operating system lets go of the lock then, also after a crash). Brings an older file up to date; throws
 * `StoreProblem`.
 *
 * `CHENGMAI_SQLITE_BINDING`: path of another build of better-sqlite3's native part, for a runtime that its own does not fit.
 */
export function openFile(file: string, { waitMs = 3000, synchronous = 'NORMAL' }: FileOptions = {}): Database {
  const nativeBinding = process.env.CHENGMAI_SQLITE_BINDING;
  const name = path.basename(file);
  let db: Database | undefined;
  try {
    db = new Database(file, { timeout: waitMs, ...(nativeBinding ? { nativeBinding } : {}) });
    db.pragma('page_size = 2048');
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${synchronous}`);
    db.pragma('journal_size_limit = 67108864');
    db.pragma('cache_size = -65536');
    db.pragma('wal_autocheckpoint = 16000');
    bringUpToDate(db, name);
    return db;
  } catch (error) {
    db?.close();
    throw problemOf(error, name);
  }
}

function bringUpToDate(db: Database, name: string): void {
  db.exec('BEGIN IMMEDIATE');
  const version = db.pragma('user_version', { simple: true }) as number;
  const application = db.pragma('application_id', { simple: true }) as number;
  const empty = db.prepare('SELECT count(*) AS n FROM sqlite_schema').pluck().get() === 0;
  if (!(application === APPLICATION_ID || (empty && version === 0))) {
    throw new StoreProblem('not-a-run-file', name, `${name} is a database, but not a run of this workstation.`);
  }
  if (version > migrations.length) {
    throw new StoreProblem('from-the-future', name, `${name} was written by a newer version of the workstation (form ${version}, this one knows ${migrations.length}).`);
  }
  // An up-to-date file is not written to: it opens on a full disk, too.
  if (version < migrations.length) {
    for (const migration of migrations.slice(version)) db.exec(migration.sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migrations.length}`);
  }
  db.exec('COMMIT');
}

function problemOf(error: unknown, name: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code.startsWith('SQLITE_BUSY')) return new StoreProblem('in-use', name, `${name} is open in another process; a run file has one writer.`);
  if (error.code.startsWith('SQLITE_NOTADB')) return new StoreProblem('not-a-run-file', name, `${name} is not a run file.`);
  return new StoreProblem('unreadable', name, `${name} cannot be opened: ${error.message}`);
}
