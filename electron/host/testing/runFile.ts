/** What the tests of a run file's failures have in common: a plain history of one indicator, and a disk that is soon full. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { openStore } from '../store/openStore.ts';
import type { Append, RunStore } from '../store/store.ts';

export const START = Date.UTC(2026, 10, 21, 12, 52);
export const SITES = 2000;
const names = Array.from({ length: SITES }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
const dense = Uint32Array.from({ length: SITES }, (_, i) => i);
export const valueOf = (minute: number, site: number): number => ((minute * 7919 + site * 104_729) % 4001) / 10 - 100;
/** One word of every site; the cursor says how many there are. */
export const minute = (n: number, known = START + n * 60_000): Append => ({
  feed: 'f', cursors: { n: String(n + 1) }, known, sites: n === 0 ? [{ indicator: 'MW06', source: '', sites: names }] : [],
  batches: [{
    indicator: 'MW06', sites: dense, times: Float64Array.from(dense, (site) => START + n * 60_000 + (site % 60) * 1000), values: Float64Array.from(dense, (site) => valueOf(n, site)),
    quality: new Uint8Array(SITES), counts: null,
  }],
});
export const standsAt = (store: RunStore): number => Number(store.cursor('f', 'n') ?? 0);
/** Everything up to the cursor is there as it was sent, and nothing beyond it. */
export function expectMinutes(store: RunStore, at = standsAt(store), sites = [0, 1, 59, 777, SITES - 1]): void {
  for (const site of sites) {
    const { times, values } = store.series('MW06', site, 0, 8e15);
    expect([...times]).toStrictEqual(Array.from({ length: at }, (_, n) => START + n * 60_000 + (site % 60) * 1000));
    expect([...values]).toStrictEqual(Array.from({ length: at }, (_, n) => valueOf(n, site)));
  }
}
export const upkeep = (store: RunStore): void => {
  const work = store.upkeep({ mergeBefore: Infinity, dropBefore: null });
  while (!work.next().done);
};
export const failure = (act: () => unknown): Error | null => {
  try {
    act();
    return null;
  } catch (error) {
    return error as Error;
  }
};

/** Why nothing can be mounted here; false where it can. */
function refusal(): string | false {
  if (process.platform !== 'linux') return 'a small disk can be made on Linux only';
  if (process.getuid?.() !== 0) return 'only root may mount a small disk';
  const place = mkdtempSync(path.join(tmpdir(), 'chengmai-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]);
  if (status === 0) spawnSync('umount', [place]);
  rmSync(place, { recursive: true });
  return status === 0 ? false : 'mounting is not allowed here';
}
/** False where a disk can be mounted. */
export const mountRefused = refusal();

/** A disk of that size, at `place`; `umount` it. */
function mountDisk(place: string, size: string): string {
  mkdirSync(place);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place]).status).toBe(0);
  return place;
}

export interface RunFiles {
  /** The test's own; goes with it. */
  folder(): string;
  /** Closed after the test. */
  open(file: string): RunStore;
  close(store: RunStore): void;
  closeAll(): void;
  /** The path of a disk of that size; unmounted after the test. */
  smallDisk(size: string): string;
}

/** For each test of the file that calls it: a folder, stores and small disks, all gone after it. */
export function runFiles(): RunFiles {
  let folder: string;
  let stores: RunStore[] = [];
  let mounted: string[] = [];
  const closeAll = (): void => {
    for (const store of stores) store.close();
    stores = [];
  };
  beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-failures-'))));
  afterEach(() => {
    closeAll();
    for (const place of mounted) spawnSync('umount', [place]);
    mounted = [];
    rmSync(folder, { recursive: true });
  });
  return {
    folder: () => folder,
    open(file) {
      const store = openStore(file, { waitMs: 50 });
      stores.push(store);
      return store;
    },
    close(store) {
      stores = stores.filter((other) => other !== store);
      store.close();
    },
    closeAll,
    smallDisk(size) {
      const place = mountDisk(path.join(folder, `disk-${mounted.length}`), size);
      mounted.push(place);
      return place;
    },
  };
}
