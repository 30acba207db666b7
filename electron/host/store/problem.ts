/** What can go wrong with a run file and is not a bug: said to the operator, with the file's name. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

/** Of opening; then of writing. */
type Opening = 'in-use' | 'from-the-future' | 'not-a-run-file' | 'unreadable';
type Writing = 'full' | 'unwritable' | 'damaged';

/** An expected failure of a run file, with a sentence for the operator. */
export class StoreProblem extends Error {
  readonly code: Opening | Writing;
  /** Its name without the folder. */
  readonly file: string;
  constructor(code: StoreProblem['code'], file: string, message: string) {
    super(message);
    this.code = code;
    this.file = file;
  }
}

/** A page or a row of the file is not what it was; the rest of it may be. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS))/.test(error.code);

/** What SQLite says while a file is opened, as a `StoreProblem`; anything else as it is. */
export function openingProblem(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const name = path.basename(file);
  const { code, message } = error;
  if (code.startsWith('SQLITE_BUSY')) return new StoreProblem('in-use', name, `${name} is open in another process; a run file has one writer.`);
  if (code.startsWith('SQLITE_NOTADB')) return new StoreProblem('not-a-run-file', name, `${name} is not a run file.`);
  if (!code.startsWith('SQLITE_FULL') && isReadOnly(file)) return new StoreProblem('unreadable', name, `${name} cannot be written: it or its folder is read-only.`);
  return new StoreProblem('unreadable', name, `${name} cannot be opened: ${message}`);
}

/** What SQLite says while something is written, as a `StoreProblem`; anything else as it is. */
export function writingProblem(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const name = path.basename(file);
  const { code, message } = error;
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return new StoreProblem('full', name, `${name} cannot be written: the disk is full.`);
  if (isDamage(error)) return new StoreProblem('damaged', name, `${name} is damaged and takes nothing more: ${message}`);
  return new StoreProblem('unwritable', name, `${name} cannot be written: ${message}`);
}

function isReadOnly(file: string): boolean {
  try {
    accessSync(path.dirname(file), constants.F_OK);
  } catch {
    return false;
  }
  try {
    accessSync(path.dirname(file), constants.W_OK);
    accessSync(file, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
