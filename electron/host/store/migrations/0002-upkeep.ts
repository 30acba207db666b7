import type { Migration } from './registry.ts';

/**
 * Blocks of a span that is over are merged, by ranges of sites; `merged` tells what need not be looked at again. The newest
 * state of every site is kept too, as of an arrival: opening a run reads only what arrived after it.
 */
export const upkeep: Migration = {
  title: 'merged blocks and kept heads',
  sql: `
    ALTER TABLE block ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX block_loose ON block (indicator, t0 / 900000, t0) WHERE merged = 0;
    CREATE TABLE head (indicator INTEGER PRIMARY KEY, arrival INTEGER NOT NULL, sites INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
  `,
};
