/** Ingest: the run file, the row table and DuckDB take the same slices in turn. */
import path from 'node:path';
import { median, type Figure } from '../report.ts';
import { against, told } from './figures.ts';
import { drain, ingest, openOurs, sizeOf, type Synchronous } from './ours.ts';
import { openDuck } from './duck.ts';
import { openRows, type Rows } from './rows.ts';
import { createWorld } from './world.ts';

export interface IngestOptions {
  folder: string;
  sites: number;
  slices: number;
  /** Observations a slice. */
  size: number;
  say(line: string): void;
}

/** `rows` stays open: its size and its deletion are measured later. */
export async function ingestSlices(synchronous: Synchronous, { folder, sites, slices, size, say }: IngestOptions): Promise<{ figures: Figure[]; rows: Rows; rowBytes: number; times: [from: number, to: number] }> {
  const world = createWorld(sites);
  const store = openOurs(path.join(folder, `ours-${synchronous}.sqlite`), sites, synchronous);
  const rowFile = path.join(folder, `rows-${synchronous}.sqlite`);
  const rows = openRows(rowFile, synchronous);
  const duck = synchronous === 'NORMAL' ? await openDuck(path.join(folder, 'slices.duckdb')) : null;
  const [ours, theirs, ducks]: number[][] = [[], [], []];
  let [from, to] = [Infinity, 0];
  for (let slice = 0; slice < slices; slice++) {
    const batches = world.take(size);
    from = Math.min(from, batches[0].times[0]);
    to = batches.at(-1)!.times.at(-1)!;
    const measures = [
      () => ours.push(size / ingest(store, batches) * 1000),
      () => theirs.push(size / rows.ingest(batches) * 1000),
      ...(duck ? [() => ducks.push(size / duck.ingest(batches) * 1000)] : []),
    ];
    // Whoever comes first finds the quieter machine: they take turns.
    for (let k = 0; k < measures.length; k++) measures[(k + slice) % measures.length]();
    say(`${synchronous}: ${[ours, theirs, ducks].filter((rates) => rates.length > 0).map((rates) => (rates.at(-1)! / 1e6).toFixed(2)).join(' / ')} million observations/s (ours, rows, DuckDB)`);
  }
  drain(store, { mergeBefore: Infinity, dropBefore: null });
  store.close();
  const ratios = ours.map((rate, i) => rate / theirs[i]);
  const bound = synchronous === 'NORMAL' ? 12 : 4;
  const figure = against(`ingest with compaction, batches of 10,000, synchronous ${synchronous}, median of ${slices} × ${size / 1e6} million`, median(ours), 'observations/s', 'row table, prepared inserts', median(theirs), ['≥', bound]);
  const figures: Figure[] = [{ ...figure, ratio: median(ratios), met: median(ratios) >= bound }];
  if (duck) {
    figures.push(told('the same', median(ours), 'observations/s', 'DuckDB, appender', median(ducks)));
    duck.close();
    say(duck.configuration);
  }
  say(rows.configuration);
  // The write-ahead log is not counted.
  return { figures, rows, rowBytes: sizeOf(rowFile) / rows.count, times: [from, to] };
}
