/** A reader in a thread of its own, alone and while the writer back-fills as fast as it can. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RunStore } from '#host/store/store.ts';
import { percentile, type Figure } from '../report.ts';
import { against, alone, missing } from './figures.ts';
import { append, drain } from './ours.ts';
import { batchesOf, createWorld, MINUTE, START } from './world.ts';

export interface ReaderOrder {
  /** Module that exports `openReader(file)`. */
  module: string;
  file: string;
  minutes: number;
  /** Reads until this instant of the clock, epoch ms. */
  until: number;
}

/** Where the store opens a file a second time, for reading; null where it cannot. */
async function findReader(): Promise<string | null> {
  const folder = path.join(import.meta.dirname, '../../electron/host/store');
  for (const name of ['openReader.ts', 'openStore.ts']) {
    const file = path.join(folder, name);
    if (!existsSync(file)) continue;
    const url = pathToFileURL(file).href;
    if ('openReader' in ((await import(url)) as object)) return url;
  }
  return null;
}

/** Milliseconds of each read, once the reader has ended. */
function read(order: ReaderOrder): { ready: Promise<void>; times: Promise<number[]> } {
  const worker = new Worker(new URL('./reader.ts', import.meta.url), { workerData: order });
  const ready = new Promise<void>((resolve) => void worker.once('message', () => resolve()));
  const times = new Promise<number[]>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: 'open' | number[]) => void (message !== 'open' && resolve(message)));
  });
  return { ready, times };
}

export async function readerBesideWriter(store: RunStore, sites: number, minutes: number, seconds: number): Promise<Figure[]> {
  const name = 'reader’s p95 of a state at a random instant while the writer back-fills flat out';
  const module = await findReader();
  if (!module) return [missing(name, 'ms', '≤ 3 × the reader alone, WAL ≤ 64 MB', 'a run file has no second opening yet')];
  const order = { module, file: store.file, minutes };
  const quiet = await read({ ...order, until: Date.now() + seconds * 1000 }).times;
  const until = Date.now() + seconds * 1000;
  const { ready, times } = read({ ...order, until });
  await ready;
  let log = 0;
  for (let part = 0; Date.now() < until; part++) {
    // Corrections of a quarter of an hour, each time of another.
    const from = START + ((part * 97) % Math.max(1, minutes - 30)) * MINUTE;
    const world = createWorld(sites, { from, seed: 2 + part });
    while (world.minutes < 15 && Date.now() < until) {
      for (const batch of batchesOf(world.minute())) append(store, batch);
      log = Math.max(log, statSync(`${store.file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
    }
    drain(store, { mergeBefore: START + minutes * MINUTE, dropBefore: null });
    log = Math.max(log, statSync(`${store.file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  }
  const busy = await times;
  return [
    against(name, percentile(busy, 0.95), 'ms', 'the reader alone', percentile(quiet, 0.95), ['≤', 3]),
    alone('the write-ahead log meanwhile, at most', log / 1e6, 'MB', ['≤', 64]),
  ];
}
