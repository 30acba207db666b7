/** DuckDB beside the store: its appender with data chunks, a table in stream order and one sorted by site. It keeps no known-time. */
import { DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER, UINTEGER, USMALLINT, UTINYINT } from '@duckdb/node-api';
import type { Batch } from '#host/store/store.ts';
import { sizeOf } from './ours.ts';

/** DuckDB's own size of a vector. */
const CHUNK = 2048;
const TYPES = [USMALLINT, INTEGER, UINTEGER, DOUBLE, UTINYINT];
const COLUMNS = 'indicator USMALLINT, time INTEGER, site UINTEGER, value DOUBLE, quality UTINYINT';

/** A vector's own memory: written as a whole, it takes half as long as value by value. */
interface Column {
  items: { fill(value: number, from: number, to: number): unknown; set(values: ArrayLike<number>): void; [at: number]: number };
  flush(): void;
}

export interface Duck {
  readonly configuration: string;
  /** Milliseconds. */
  ingest(batches: Batch[]): number;
  readonly count: number;
  /** Copies the table sorted by site and time; both files are written out. Bytes of each. */
  settle(): Promise<{ stream: number; sorted: number }>;
  /** Milliseconds for value, time and quality of every site at an instant (epoch ms), looking back three minutes. */
  frame(time: number): Promise<number>;
  /** Milliseconds for one site's whole series. */
  series(table: 'observation' | 'sorted.observation', site: number): Promise<number>;
  /** Milliseconds for the mean a minute over the sites [from, to). */
  area(table: 'observation' | 'sorted.observation', from: number, to: number): Promise<number>;
  close(): void;
}

export async function openDuck(file: string): Promise<Duck> {
  const options = { threads: '2', memory_limit: '4GB' };
  const instance = await DuckDBInstance.create(file, options);
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE observation (${COLUMNS})`);
  const appender = await connection.createAppender('observation');
  const chunk = DuckDBDataChunk.create(TYPES, CHUNK);
  const sortedFile = `${file}.sorted`;
  let count = 0;
  let version = '';
  const timed = async (sql: string): Promise<number> => {
    const began = performance.now();
    const reader = await connection.runAndReadAll(sql);
    reader.getColumns();
    return performance.now() - began;
  };
  version = String((await connection.runAndReadAll('SELECT version()')).getRows()[0][0]);
  return {
    configuration: `DuckDB ${version}, ${JSON.stringify(options)}; observation (${COLUMNS}); appender with data chunks of ${CHUNK}; time in whole seconds`,
    ingest(batches) {
      const began = performance.now();
      for (const { sites, times, values, quality } of batches) {
        for (let from = 0; from < sites.length; from += CHUNK) {
          const n = Math.min(CHUNK, sites.length - from);
          chunk.reset();
          chunk.rowCount = n;
          const columns = TYPES.map((_, k) => chunk.getColumnVector(k) as unknown as Column);
          columns[0].items.fill(1, 0, n);
          for (let i = 0; i < n; i++) columns[1].items[i] = times[from + i] / 1000;
          columns[2].items.set(sites.subarray(from, from + n));
          columns[3].items.set(values.subarray(from, from + n));
          columns[4].items.set(quality.subarray(from, from + n));
          for (const column of columns) column.flush();
          appender.appendDataChunk(chunk);
        }
        count += sites.length;
      }
      appender.flushSync();
      return performance.now() - began;
    },
    get count() { return count; },
    async settle() {
      await connection.run('CHECKPOINT');
      await connection.run(`ATTACH '${sortedFile}' AS sorted`);
      await connection.run('CREATE TABLE sorted.observation AS SELECT * FROM observation ORDER BY indicator, site, time');
      await connection.run('CHECKPOINT sorted');
      return { stream: sizeOf(file), sorted: sizeOf(sortedFile) };
    },
    frame: (time) => timed(`SELECT site, arg_max(value, time), max(time), arg_max(quality, time) FROM observation
      WHERE indicator = 1 AND time > ${time / 1000 - 180} AND time <= ${time / 1000} GROUP BY site`),
    series: (table, site) => timed(`SELECT time, value FROM ${table} WHERE indicator = 1 AND site = ${site} ORDER BY time`),
    area: (table, from, to) => timed(`SELECT time // 60 AS minute, avg(value) FROM ${table} WHERE indicator = 1 AND site >= ${from} AND site < ${to} GROUP BY minute ORDER BY minute`),
    close() {
      appender.closeSync();
      connection.closeSync();
      instance.closeSync();
    },
  };
}
