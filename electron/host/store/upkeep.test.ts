import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './openStore.ts';
import type { Batch, RunStore, Series, State } from './store.ts';

let folder: string;
let stores: RunStore[] = [];
let files = 0;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-upkeep-'))));
afterEach(() => {
  for (const store of stores) store.close();
  stores = [];
  rmSync(folder, { recursive: true });
});

const START = Date.UTC(2026, 10, 21, 12, 52);
const SITES = 1500; // more than one block's range of sites
const names = Array.from({ length: SITES }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
const fresh = (): RunStore => {
  const store = openStore(path.join(folder, `${files++}.sqlite`));
  stores.push(store);
  store.append({ feed: 'f', cursors: {}, known: START, sites: [{ indicator: 'MW06', source: '', sites: names }], batches: [] });
  return store;
};
const reopen = (store: RunStore): RunStore => {
  store.close();
  const again = openStore(store.file);
  stores.push(again);
  return again;
};
const append = (store: RunStore, batch: Batch): void => store.append({ feed: 'f', cursors: {}, known: START, sites: [], batches: [batch] });
const batchOf = (seen: { site: number; time: number; value: number }[]): Batch => ({
  indicator: 'MW06', sites: Uint32Array.from(seen, (o) => o.site), times: Float64Array.from(seen, (o) => o.time),
  values: Float64Array.from(seen, (o) => o.value), quality: new Uint8Array(seen.length), counts: Uint32Array.from(seen, (o) => o.site),
});
const ALL = { mergeBefore: Infinity, dropBefore: null };
const run = (work: Generator<void, boolean>): boolean => {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
};
const keepUp = (store: RunStore): void => {
  while (run(store.upkeep(ALL)));
};

const PROBES = [0, 1, 700, 1023, 1024, 1499];
const instants = Array.from({ length: 20 }, (_, i) => START + i * 90_000);
const plain = ({ values, times, quality, counts }: State): unknown => structuredClone({ values, times, quality, counts });
/** Each state is valid until the next is taken. */
function* swept(store: RunStore): Generator<State> {
  for (const state of store.sweep('MW06', instants, 600_000)) if (state) yield state;
}
function answers(store: RunStore): { states: unknown[]; series: Series[]; newest: unknown } {
  return {
    states: [...instants.map((time) => plain(store.stateAt('MW06', time, 600_000))), ...Array.from(swept(store), plain)],
    series: PROBES.map((site) => store.series('MW06', site, 0, 8e15)),
    newest: plain(store.newest('MW06')),
  };
}

const seen = fc.record({ site: fc.constantFrom(...PROBES), time: fc.nat(40).map((step) => START + step * 41_003), value: fc.integer({ min: -50, max: 50 }) });
const deliveries = fc.array(fc.array(seen, { minLength: 1, maxLength: 30 }), { minLength: 2, maxLength: 12 });

describe('upkeep', () => {
  it('changes no answer: whenever it runs, is abandoned, or is overtaken by new data', () => {
    fc.assert(fc.property(deliveries, fc.array(fc.nat(12), { minLength: 12, maxLength: 12 }), (batches, when) => {
      const untouched = fresh();
      const kept = fresh();
      batches.forEach((seenNow, i) => {
        append(untouched, batchOf(seenNow));
        const work = kept.upkeep(ALL);
        for (let step = 0; step < when[i]; step++) if (work.next().done) break;
        append(kept, batchOf(seenNow));
        if (when[i] % 2 === 0) run(work);
        if (when[i] % 3 === 0) kept.keepNewest('MW06', kept.newest('MW06'));
      });
      const before = answers(untouched);
      expect(answers(kept)).toStrictEqual(before);
      keepUp(kept);
      expect(answers(kept)).toStrictEqual(before);
      expect(answers(reopen(kept))).toStrictEqual(before);
    }), {
      numRuns: 30,
      // What came while its block was being put away belongs to what leads into the next.
      examples: [[[[{ site: 0, time: START, value: 0 }, { site: 0, time: START + 492_036, value: 0 }], [{ site: 1023, time: START + 123_009, value: 0 }]], [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]],
    });
  });

  it('does not disturb a sweep that is under way', () => {
    const store = fresh();
    for (let k = 0; k < 30; k++) append(store, batchOf(PROBES.map((site) => ({ site, time: START + k * 60_000 + site, value: k }))));
    const whole = Array.from(swept(store), ({ values }) => [...values]);
    const steps = [...store.sweep('MW06', instants, 600_000)].length;
    expect(steps, 'a sweep can be left between two states').toBeGreaterThan(instants.length + 20);
    // Wherever it is left, in the middle of its first state as between two others.
    for (let leave = 1; leave <= steps; leave++) {
      const other = fresh();
      for (let k = 0; k < 30; k++) append(other, batchOf(PROBES.map((site) => ({ site, time: START + k * 60_000 + site, value: k }))));
      const interrupted: number[][] = [];
      let step = 0;
      for (const state of other.sweep('MW06', instants, 600_000)) {
        if (state) interrupted.push([...state.values]);
        if (++step === leave) keepUp(other);
      }
      expect(interrupted).toStrictEqual(whole);
    }
  });

  it('makes the file small and keeps what came twice once', () => {
    const store = fresh();
    for (let k = 0; k < 90; k++) {
      const sites = Array.from({ length: 250 }, (_, i) => i * 6 + (k % 6));
      append(store, batchOf(sites.map((site) => ({ site, time: START - 420_000 + k * 10_000, value: Math.round(50 + 10 * Math.sin(site + k / 9)) / 10 }))));
    }
    append(store, batchOf([{ site: 0, time: START - 420_000, value: 1 }, { site: 1, time: START, value: 5 }]));
    keepUp(store);
    store.close();
    const db = new Database(store.file);
    const { blocks, n, bytes } = db.prepare('SELECT count(*) AS blocks, sum(n) AS n, sum(length(body)) AS bytes FROM tile').get() as { blocks: number; n: number; bytes: number };
    db.close();
    expect(blocks).toBe(2); // one block of time, two tiles of sites
    expect(n).toBe(90 * 250 + 1);
    expect(bytes / (90 * 250)).toBeLessThan(1);
  });

  it('drops what is too old, in whole blocks, and says what is left', () => {
    const store = fresh();
    for (let k = 0; k < 100; k++) append(store, batchOf(PROBES.map((site) => ({ site, time: START + k * 900_000, value: k }))));
    while (run(store.upkeep({ mergeBefore: 0, dropBefore: START + 50 * 900_000 })));
    expect(store.extent()).toStrictEqual({ from: START + 49 * 900_000, to: START + 99 * 900_000 });
    for (const site of PROBES) expect(store.series('MW06', site, 0, 8e15).times).toHaveLength(51);
  });
});

it('loses nothing that was acknowledged, and keeps nothing twice, when it is killed while it writes and merges', { timeout: 60_000 }, async () => {
  const file = path.join(folder, 'killed.sqlite');
  const script = `
    import { openStore } from ${JSON.stringify(path.join(import.meta.dirname, 'openStore.ts'))};
    const store = openStore(${JSON.stringify(file)});
    store.append({ feed: 'f', cursors: {}, known: 0, sites: [{ indicator: 'MW06', source: '', sites: ${JSON.stringify(names.slice(0, 50))} }], batches: [] });
    let work = store.upkeep({ mergeBefore: Infinity, dropBefore: null });
    for (let n = Number(store.cursor('f', 'n') ?? 0); ; n++) {
      const sites = Uint32Array.from({ length: 50 }, (_, i) => i);
      store.append({ feed: 'f', cursors: { n: String(n + 1) }, known: n, sites: [], batches: [{ indicator: 'MW06', sites,
        times: Float64Array.from(sites, (site) => ${START} + n * 1000 + site), values: Float64Array.from(sites, (site) => n * 100 + site), quality: new Uint8Array(50), counts: null }] });
      process.stdout.write(n + '\\n');
      for (let i = 0; i < 3; i++) if (work.next().done) { process.stdout.write('merged\\n'); work = store.upkeep({ mergeBefore: Infinity, dropBefore: null }); }
      await new Promise((resolve) => setImmediate(resolve));
    }`;
  let acknowledged = -1;
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    let merged = 0;
    let lines = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === 'merged') merged++;
      else acknowledged = Math.max(acknowledged, Number(line));
      // At another place of the work in each round.
      if (++lines > 200 + round * 37 && merged > 0) child.kill('SIGKILL');
    }
    await gone;
    const store = openStore(file);
    const cursor = Number(store.cursor('f', 'n'));
    expect(cursor).toBeGreaterThanOrEqual(acknowledged + 1);
    for (const site of [0, 17, 49]) {
      const { times, values } = store.series('MW06', site, 0, 8e15);
      expect([...values]).toStrictEqual(Array.from({ length: cursor }, (_, n) => n * 100 + site));
      expect([...times]).toStrictEqual(Array.from({ length: cursor }, (_, n) => START + n * 1000 + site));
    }
    expect(store.newest('MW06').values).toStrictEqual(Float64Array.from({ length: 50 }, (_, site) => (cursor - 1) * 100 + site));
    store.close();
    const db = new Database(file);
    expect(db.prepare('SELECT (SELECT total(n) FROM journal) + (SELECT total(n) FROM tile)').pluck().get()).toBe(cursor * 50);
    db.close();
  }
});
