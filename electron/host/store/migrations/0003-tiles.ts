import type { Migration } from './registry.ts';

/**
 * Batches lie in the journal as they came until their block of time is over, then in tiles (decisions/0009). `span_ms`: how long
 * an indicator's blocks are. `sum`: CRC-32 of the body beside it. Smaller pages, because a tile's last page is on average half empty.
 */
export const tiles: Migration = {
  title: 'journal of batches, tiles of blocks',
  sql: `
    ALTER TABLE indicator ADD COLUMN span_ms INTEGER NOT NULL DEFAULT 1800000;
    CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO fact VALUES ('seq', 0);
    CREATE TABLE journal (
      seq INTEGER PRIMARY KEY, indicator INTEGER NOT NULL, block INTEGER NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL,
      s0 INTEGER NOT NULL, s1 INTEGER NOT NULL, n INTEGER NOT NULL, known INTEGER NOT NULL, sum INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE TABLE tile (id INTEGER PRIMARY KEY, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL, n INTEGER NOT NULL, sum INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE TABLE known (id INTEGER PRIMARY KEY, sum INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE TABLE carry (id INTEGER PRIMARY KEY, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL, sum INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
    DROP TABLE block;
    CREATE TABLE block (
      indicator INTEGER NOT NULL, block INTEGER NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL, n INTEGER NOT NULL, known INTEGER NOT NULL,
      seq INTEGER NOT NULL, PRIMARY KEY (indicator, block)) STRICT, WITHOUT ROWID;
    ALTER TABLE head ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  `,
};
