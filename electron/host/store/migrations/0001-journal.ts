import type { Migration } from './registry.ts';

/**
 * A journal of packed blocks, each inside one span of time (`SPAN_MS`); sites numbered densely in each indicator; where
 * each feed stands, and the order in which it listed its sites; observations a minute, for the coverage strip; the newest
 * state of every site as of an arrival, so that opening reads only what arrived after it.
 * `arrival` rises with every block: of two that speak of the same site and time, the later arrival holds. `merged` blocks
 * of a span that is over need not be looked at again.
 */
export const journal: Migration = {
  title: 'journal of packed blocks',
  sql: `
    CREATE TABLE indicator (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, source TEXT NOT NULL) STRICT;
    CREATE TABLE site (
      indicator INTEGER NOT NULL, dense INTEGER NOT NULL, id TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL,
      lon REAL NOT NULL, lat REAL NOT NULL, district INTEGER NOT NULL, town INTEGER NOT NULL, half_size_m REAL NOT NULL,
      PRIMARY KEY (indicator, dense)) STRICT, WITHOUT ROWID;
    CREATE TABLE feed_cursor (feed TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (feed, name)) STRICT, WITHOUT ROWID;
    CREATE TABLE feed_order (feed TEXT NOT NULL, indicator INTEGER NOT NULL, dense BLOB NOT NULL, PRIMARY KEY (feed, indicator)) STRICT, WITHOUT ROWID;
    CREATE TABLE block (
      arrival INTEGER PRIMARY KEY, indicator INTEGER NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL,
      s0 INTEGER NOT NULL, s1 INTEGER NOT NULL, n INTEGER NOT NULL, known INTEGER NOT NULL, merged INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE INDEX block_by_end ON block (indicator, t1, t0, s0, s1);
    CREATE INDEX block_by_start ON block (indicator, t0, t1, n);
    CREATE INDEX block_loose ON block (indicator, t0 / 3600000, t0) WHERE merged = 0;
    CREATE TABLE tally (minute INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
    CREATE TABLE head (indicator INTEGER PRIMARY KEY, arrival INTEGER NOT NULL, sites INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
  `,
};
