/** Every step from an empty file to today's, in order; a step once released never changes. `user_version` counts those done. */
import type { Database } from 'better-sqlite3';
import { journal } from './0001-journal.ts';
import { noTally } from './0002-no-tally.ts';
import { tiles } from './0003-tiles.ts';
import { keeping } from './0004-keeping.ts';
import { sealedSites } from './0005-sealed-sites.ts';

export interface Migration {
  title: string;
  sql: string;
  /** What SQL cannot say, after it, in the same transaction. */
  convert?(db: Database): void;
}

export const migrations: readonly Migration[] = [journal, noTally, tiles, keeping, sealedSites];
