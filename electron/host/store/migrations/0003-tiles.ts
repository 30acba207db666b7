import { crc32 } from 'node:zlib';
import { blockOf, bySpan } from '../block.ts';
import { packRaw } from '../rawBatch.ts';
import type { Batch } from '../store.ts';
import { unpackBlock, unpackHeadState } from './form2/unpack.ts';
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
    ALTER TABLE block RENAME TO block_of_form_2;
    CREATE TABLE block (
      indicator INTEGER NOT NULL, block INTEGER NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL, n INTEGER NOT NULL, known INTEGER NOT NULL,
      seq INTEGER NOT NULL, PRIMARY KEY (indicator, block)) STRICT, WITHOUT ROWID;
    ALTER TABLE head ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  `,
  /** What form 2 kept becomes journal, in the order of arrival; upkeep puts it away in time. */
  convert(db) {
    const insert = db.prepare('INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    const body = db.prepare('SELECT * FROM block_of_form_2 WHERE arrival = ?');
    let seq = 0;
    for (const arrival of db.prepare('SELECT arrival FROM block_of_form_2 ORDER BY arrival').pluck().all() as number[]) {
      const row = body.get(arrival) as { indicator: number; t0: number; t1: number; known: number; body: Buffer };
      const { t0, sites, starts, offsets, values, quality, counts } = unpackBlock(row.body, row.t0, row.t1);
      const n = values.length;
      const batch: Batch = { indicator: '', sites: new Uint32Array(n), times: new Float64Array(n), values, quality: quality ?? new Uint8Array(n), counts };
      for (let s = 0; s < sites.length; s++) batch.sites.fill(sites[s], starts[s], starts[s + 1]);
      for (let i = 0; i < n; i++) batch.times[i] = t0 + offsets[i];
      for (const picked of bySpan(batch.times, SPAN_MS)) {
        const part = blockOf(batch, picked);
        const bytes = packRaw(batch, picked, part.t0);
        insert.run(++seq, row.indicator, Math.floor(part.t0 / SPAN_MS), part.t0, part.t1, part.sites[0], part.sites.at(-1), part.values.length, Math.ceil(row.known / 1000), crc32(bytes), bytes);
      }
    }
    db.prepare("UPDATE fact SET value = ? WHERE name = 'seq'").run(seq);
    // Of everything that is in the journal now: what the heads know beside it was dropped before.
    const put = db.prepare('UPDATE head SET arrival = 0, body = ?, sum = ? WHERE indicator = ?');
    for (const head of db.prepare('SELECT indicator, sites, body FROM head').all() as { indicator: number; sites: number; body: Buffer }[]) {
      const { times, values, counts, quality } = unpackHeadState(head.body, head.sites);
      const bytes = Buffer.concat([times, values, counts, quality].map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)));
      put.run(bytes, crc32(bytes), head.indicator);
    }
    db.exec('DROP TABLE block_of_form_2');
  },
};

/** Half an hour: what the indicators of such a file get above. */
const SPAN_MS = 1_800_000;
