/** A full day of every site, as the run file and as DuckDB; quarters of an hour are held back, to be filled in later. */
import path from 'node:path';
import type { Batch, RunStore } from '#host/store/store.ts';
import { median, percentile, type Figure } from '../report.ts';
import { openDuck, type Duck } from './duck.ts';
import { against, alone, missing, told } from './figures.ts';
import { append, createCopy, drain, FRAME_BYTES, freeBytes, ingest, onePiece, openOurs, sizeOf } from './ours.ts';
import type { Rows } from './rows.ts';
import { batchesOf, CODE, createWorld, MINUTE, START } from './world.ts';

const HOLE_MINUTES = 15;
const HORIZON_MS = 3 * MINUTE;

export interface Day {
  store: RunStore;
  duck: Duck;
  sites: number;
  minutes: number;
  figures: Figure[];
}

export interface DayOptions {
  folder: string;
  sites: number;
  minutes: number;
  rowBytes: number;
  say(line: string): void;
}

export async function buildDay({ folder, sites, minutes, rowBytes, say }: DayOptions): Promise<Day> {
  const file = path.join(folder, 'day.sqlite');
  let store = openOurs(file, sites);
  const duck = await openDuck(path.join(folder, 'day.duckdb'));
  const world = createWorld(sites);
  const holes: Batch[][] = [[], [], [], [], []];
  let [took, taken, held] = [0, 0, 0];
  while (world.minutes < minutes) {
    const at = world.minutes;
    const batches = batchesOf(world.minute());
    const n = batches.reduce((sum, batch) => sum + batch.sites.length, 0);
    duck.ingest(batches);
    const hole = holes.findIndex((_, k) => at >= holeStart(k, minutes) && at < holeStart(k, minutes) + HOLE_MINUTES);
    if (hole >= 0) {
      holes[hole].push(...batches);
      held += n;
      continue;
    }
    took += ingest(store, batches);
    taken += n;
    if (at % 120 === 119) say(`day: ${at + 1} minutes, ${(taken / took / 1000).toFixed(2)} million observations/s`);
  }
  const limits = { mergeBefore: START + minutes * MINUTE, dropBefore: null };
  drain(store, limits);

  const fills = holes.map((batches) => {
    const n = batches.reduce((sum, batch) => sum + batch.sites.length, 0);
    const began = performance.now();
    for (const batch of batches) append(store, batch);
    drain(store, limits);
    return n / ((performance.now() - began) / 1000);
  });
  say(`holes filled at ${fills.map((rate) => (rate / 1e6).toFixed(2)).join(', ')} million observations/s`);
  store.close();
  const total = taken + held;
  const bytes = sizeOf(file) / total;
  const free = freeBytes(file) / total;
  store = openOurs(file, sites);
  say('sorting DuckDB’s table');
  const settled = await duck.settle();
  const name = `bytes an observation, ${(total / 1e6).toFixed(1)} million: exact second, quality, known-time`;
  const figures = [
    told('a day ingested in one go', taken / took * 1000, 'observations/s'),
    alone(name, bytes, 'B', ['≤', 0.85]),
    told('of these, free for what comes', free, 'B'),
    against(name, bytes, 'B', 'row table, no known-time', rowBytes, ['≤', 1 / 30], { aim: '≤ 1/30' }),
    against(name, bytes, 'B', 'DuckDB, stream order, no known-time', settled.stream / duck.count, ['≤', 1 / 6], { aim: '≤ 1/6' }),
    told(name, bytes, 'B', 'DuckDB, sorted by site and time', settled.sorted / duck.count),
    alone('back-fill of a 15-minute hole, upkeep included', median(fills), 'observations/s', ['≥', 10e6]),
  ];
  say(duck.configuration);
  return { store, duck, sites, minutes, figures };
}

/** Every few hours, across and inside of blocks; in a short day one after the other. */
const holeStart = (k: number, minutes: number): number => Math.floor(((k + 0.45) * minutes) / 5);

const time = (act: () => unknown): number => {
  const began = performance.now();
  act();
  return performance.now() - began;
};

/** A picture at uniformly random instants, a copy of as many bytes and DuckDB's answer in turn. */
export async function randomFrames({ store, duck, sites, minutes }: Day, samples: number, pick: () => number): Promise<Figure[]> {
  const copy = createCopy(sites);
  const [ours, again, copies, ducks]: number[][] = [[], [], [], []];
  for (let i = 0; i < samples; i++) {
    const instant = START + Math.floor((5 + pick() * (minutes - 6)) * MINUTE);
    ours.push(time(() => store.stateAt(CODE, instant, HORIZON_MS)));
    again.push(time(() => store.stateAt(CODE, instant + 1000, HORIZON_MS)));
    for (let k = 0; k < 5; k++) copies.push(copy());
    if (i % 6 === 0) ducks.push(await duck.frame(instant));
  }
  const beside = `memcpy of ${sites * FRAME_BYTES} bytes`;
  const name = 'frame at a uniformly random instant, blocks not decoded before';
  return [
    against(`${name}, p50`, median(ours), 'ms', beside, median(copies), ['≤', 350]),
    against(`${name}, p95`, percentile(ours, 0.95), 'ms', beside, median(copies), ['≤', 800]),
    against(`${name}, p50`, median(ours), 'ms', 'DuckDB, arg_max over three minutes', median(ducks), ['≥', 5], { inverse: true, aim: '≥ 5 × faster' }),
    told('state a second later, where the store has just looked, p50', median(again), 'ms', beside, median(copies)),
  ];
}

const AREA = 1000;

/** The mean a minute of neighbouring sites. */
function areaMean(store: RunStore, from: number, minutes: number): Float64Array {
  const work = store.area(CODE, { sites: Uint32Array.from({ length: AREA }, (_, i) => from + i), from: START, to: START + minutes * MINUTE, stepMs: MINUTE });
  for (;;) {
    const { done, value } = work.next();
    if (done) return value.mean;
  }
}

export async function charts({ store, duck, sites, minutes }: Day, samples: number, pick: () => number): Promise<Figure[]> {
  const [one, oneStream, oneSorted, area, areaStream, areaSorted]: number[][] = [[], [], [], [], [], []];
  for (let i = 0; i < samples; i++) {
    const site = Math.floor(pick() * sites);
    one.push(time(() => store.series(CODE, site, START, START + minutes * MINUTE)));
    oneSorted.push(await duck.series('sorted.observation', site));
    if (i % 4 === 0) oneStream.push(await duck.series('observation', site));
  }
  for (let i = 0; i < Math.ceil(samples / 6); i++) {
    const from = Math.floor((pick() * (sites - AREA)) / AREA) * AREA;
    area.push(time(() => areaMean(store, from, minutes)));
    areaStream.push(await duck.area('observation', from, from + AREA));
    areaSorted.push(await duck.area('sorted.observation', from, from + AREA));
  }
  const hours = `${minutes / 60} h`;
  return [
    { ...alone(`${hours} series of one site`, median(one), 'ms', ['≤', 5]), beside: 'DuckDB, stream order', besideValue: median(oneStream), ratio: median(one) / median(oneStream) },
    told(`${hours} series of one site`, median(one), 'ms', 'DuckDB, sorted', median(oneSorted)),
    { ...alone(`${hours} mean of an area of ${AREA} sites`, median(area), 'ms', ['≤', 25]), beside: 'DuckDB, stream order', besideValue: median(areaStream), ratio: median(area) / median(areaStream) },
    told(`${hours} mean of an area of ${AREA} sites`, median(area), 'ms', 'DuckDB, sorted', median(areaSorted)),
  ];
}

/**
 * Drops whole hours of the day from its beginning; from the row table as many rows as an hour has, or all there are, in turn. Either leaves
 * free pages in its file; ours goes on to give them back to the disk, which is told apart.
 */
export function retention({ store }: Day, rows: Rows, [from, to]: [number, number], say: (line: string) => void): Figure[] {
  const hour = 60 * MINUTE;
  const step = Math.min(hour, to - from);
  const [ours, given, theirs]: number[][] = [[], [], []];
  const begins = (): number => store.extent()?.from ?? Infinity;
  for (let k = 0; k === 0 || from + (k + 1) * step <= to; k++) {
    const limits = { mergeBefore: 0, dropBefore: START + (k + 1) * hour };
    ours.push(time(() => {
      while (begins() < limits.dropBefore && onePiece(store, limits));
    }));
    if (begins() < limits.dropBefore) return [missing('drop one hour by retention', 'ms', '≥ 300 × faster', 'an hour that has ended was not dropped')];
    given.push(time(() => drain(store, limits)));
    theirs.push((rows.drop(from + k * step, from + (k + 1) * step) * hour) / step);
    say(`an hour dropped in ${ours.at(-1)!.toFixed(2)} ms, its pages given back in ${given.at(-1)!.toFixed(2)} ms, rows in ${theirs.at(-1)!.toFixed(0)} ms`);
  }
  const beside = step === hour ? 'DELETE in the row table' : `DELETE of ${Math.round(step / MINUTE)} minutes in the row table, made an hour's`;
  return [
    against('drop one hour by retention', median(ours), 'ms', beside, median(theirs), ['≥', 300], { inverse: true, aim: '≥ 300 × faster' }),
    told('giving its pages back to the disk afterwards, in idle pieces', median(given), 'ms'),
  ];
}
