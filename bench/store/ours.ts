/** The run file as the bench uses it: batches in stream order, with its upkeep done in between and counted in. */
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openStore } from '#host/store/openStore.ts';
import type { Batch, RunStore } from '#host/store/store.ts';
import { CODE, MINUTE } from './world.ts';

export type Synchronous = 'NORMAL' | 'FULL';

export function openOurs(file: string, sites: number, synchronous: Synchronous = 'NORMAL'): RunStore {
  const options: Parameters<typeof openStore>[1] & { synchronous: Synchronous } = { synchronous };
  const store = openStore(file, options);
  if (store.siteList(CODE).sites.length === 0) {
    const names = Array.from({ length: sites }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
    store.append({ feed: 'bench', cursors: {}, known: 0, sites: [{ indicator: CODE, source: 'bench', sites: names }], batches: [] });
  }
  return store;
}

interface Limits { mergeBefore: number; dropBefore: number | null }

/** One piece of upkeep; false: there was none. */
export function onePiece(store: RunStore, limits: Limits): boolean {
  const work = store.upkeep(limits);
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** All that there is to do. */
export function drain(store: RunStore, limits: Limits): void {
  while (onePiece(store, limits));
}

const UPKEEP_EVERY = 64;
/** As in the product: what is younger is left alone. */
const SETTLED_MS = 10 * MINUTE;

export function append(store: RunStore, batch: Batch): void {
  const newest = batch.times[batch.times.length - 1];
  store.append({ feed: 'bench', cursors: { at: String(newest) }, known: newest + 2000, sites: [], batches: [batch] });
}

/** Batches since a store's last upkeep. */
const waiting = new WeakMap<RunStore, number>();

/** Milliseconds, upkeep included. */
export function ingest(store: RunStore, batches: Batch[]): number {
  const began = performance.now();
  for (const batch of batches) {
    append(store, batch);
    const since = (waiting.get(store) ?? 0) + 1;
    waiting.set(store, since % UPKEEP_EVERY);
    if (since === UPKEEP_EVERY) drain(store, { mergeBefore: batch.times[0] - SETTLED_MS, dropBefore: null });
  }
  return performance.now() - began;
}

export const sizeOf = (file: string): number => statSync(file).size;

/** Bytes of a closed run file that hold nothing now and will be used again. */
export function freeBytes(file: string): number {
  const db = new Database(file, { readonly: true });
  const free = (db.pragma('freelist_count', { simple: true }) as number) * (db.pragma('page_size', { simple: true }) as number);
  db.close();
  return free;
}

/** Value, age and quality of a site, as a picture holds them. */
export const FRAME_BYTES = 9;
const SOURCE_BYTES = 32 * 1024 * 1024;

/** Copies as many bytes as a frame of so many sites has, each time from another place than the last: milliseconds. */
export function createCopy(sites: number): () => number {
  const bytes = sites * FRAME_BYTES;
  const source = new Uint8Array(Math.max(SOURCE_BYTES, 4 * bytes)).fill(7);
  const target = new Uint8Array(bytes);
  let at = 0;
  return () => {
    at = at + 2 * bytes > source.length ? 0 : at + bytes;
    const began = performance.now();
    target.set(source.subarray(at, at + bytes));
    return performance.now() - began;
  };
}
