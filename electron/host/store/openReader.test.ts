import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectMinutes, minute, SITES, START, upkeep, valueOf } from '../testing/runFile.ts';
import { openReader, type RunReader } from './openReader.ts';
import { openStore } from './openStore.ts';
import type { RunStore } from './store.ts';

let folder: string;
let open: { close(): void }[] = [];
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-reader-'))));
afterEach(() => {
  for (const each of open) each.close();
  open = [];
  rmSync(folder, { recursive: true });
});
const tracked = <T extends { close(): void }>(each: T): T => {
  open.push(each);
  return each;
};
const bothOn = (file: string): { store: RunStore; reader: RunReader } => {
  const store = tracked(openStore(file));
  return { store, reader: tracked(openReader(file)) };
};
const drain = <R>(steps: Generator<unknown, R>): R => {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as R;
  }
};
const answers = (from: RunStore | RunReader, minutes: number): unknown => ({
  list: from.siteList('MW06').sites.length, codes: from.indicators(), extent: from.extent(), newest: from.newest('MW06'),
  states: [0, 20, minutes - 1].map((n) => from.stateAt('MW06', START + n * 60_000 + 30_000, 600_000)),
  swept: [...from.sweep('MW06', [START, START + 600_000, START + minutes * 60_000], 600_000)].flatMap((state) => state ? [structuredClone(state)] : []),
  series: [0, 59, SITES - 1].map((site) => from.series('MW06', site, 0, 8e15)),
  times: drain(from.timesOf('MW06', [1, 1500], 0, 8e15)),
});

it('answers as its writer does, at once: what was appended, put away, corrected and dropped', () => {
  const { store, reader } = bothOn(path.join(folder, 'live.sqlite'));
  expect(reader.extent()).toBeNull();
  fc.assert(fc.property(fc.array(fc.constantFrom('append', 'correct', 'upkeep', 'drop'), { minLength: 8, maxLength: 16 }), (acts) => {
    let n = Number(store.cursor('f', 'n') ?? 0);
    for (const act of acts) {
      if (act === 'append' || n < 3) store.append(minute(n++));
      else if (act === 'correct') {
        const again = minute(Math.max(0, n - 2));
        again.batches[0].values.fill(7.25);
        store.append({ ...again, cursors: {}, sites: [] });
      } else if (act === 'upkeep') upkeep(store);
      else store.upkeep({ mergeBefore: 0, dropBefore: START + (n - 30) * 60_000 }).next();
      expect(answers(reader, n)).toStrictEqual(answers(store, n));
    }
  }), { numRuns: 4 });
});

it('sees at once what another process has committed, and what it had when that was killed', { timeout: 60_000 }, async () => {
  const file = path.join(folder, 'live.sqlite');
  const child = spawn(process.execPath, ['--input-type=module', '-e', `
    import { openStore } from ${JSON.stringify(path.join(import.meta.dirname, 'openStore.ts'))};
    import { writeSync } from 'node:fs';
    const store = openStore(${JSON.stringify(file)});
    const sites = Uint32Array.from({ length: 100 }, (_, i) => i);
    const names = Array.from(sites, (i) => ({ id: 's' + i, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
    for (let n = 0; ; n++) {
      store.append({ feed: 'f', cursors: { n: String(n + 1) }, known: ${START} + n * 60000, sites: n === 0 ? [{ indicator: 'MW06', source: '', sites: names }] : [],
        batches: [{ indicator: 'MW06', sites, times: new Float64Array(100).fill(${START} + n * 60000), values: new Float64Array(100).fill(n), quality: new Uint8Array(100), counts: null }] });
      writeSync(1, n + '\\n');
      if (n % 40 === 39) { const work = store.upkeep({ mergeBefore: Infinity, dropBefore: null }); while (!work.next().done); }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let reader: RunReader | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const acknowledged = Number(line);
    reader ??= tracked(openReader(file));
    const newest = reader.newest('MW06').values[99];
    expect(newest).toBeGreaterThanOrEqual(acknowledged);
    expect([...reader.series('MW06', 7, 0, 8e15).values].slice(0, acknowledged + 1)).toStrictEqual(Array.from({ length: acknowledged + 1 }, (_, n) => n));
    if (acknowledged === 150) child.kill('SIGKILL');
  }
  await gone;
  const last = reader!.newest('MW06').values[0];
  expect(reader!.series('MW06', 0, 0, 8e15).values).toHaveLength(last + 1);
  // Its file has a writer again at once.
  const store = tracked(openStore(file));
  expect(store.newest('MW06').values[0]).toBe(last);
});

it('keeps the log of a writer that never pauses below 64 MB, with a reader beside it that never pauses either', { timeout: 120_000 }, async () => {
  const file = path.join(folder, 'live.sqlite');
  const store = tracked(openStore(file));
  store.append(minute(0));
  const worker = new Worker(`
    const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(path.join(import.meta.dirname, 'openReader.ts'))}).then(({ openReader }) => {
      const reader = openReader(${JSON.stringify(file)});
      let wanted = true, reads = 0;
      parentPort.on('message', () => (wanted = false));
      const read = () => {
        for (let i = 0; i < 20; i++, reads++) reader.stateAt('MW06', ${START} + reads % 100 * 60000, 600000);
        if (wanted) setImmediate(read);
        else { reader.close(); parentPort.postMessage(reads); parentPort.close(); }
      };
      parentPort.postMessage('open');
      read();
    });`, { eval: true });
  await new Promise((resolve) => void worker.once('message', resolve));
  let most = 0;
  for (let n = 1; n < 4000; n++) {
    store.append(minute(n % 400));
    if (n % 400 === 0) upkeep(store);
    most = Math.max(most, statSync(`${file}-wal`).size);
  }
  const reads = new Promise((resolve) => void worker.once('message', resolve));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  worker.postMessage('end');
  expect(await reads).toBeGreaterThan(100);
  expect(most).toBeGreaterThan(8e6);
  expect(most).toBeLessThan(64 * 1024 * 1024);
});

it('says why it cannot read: no such file, a file that is none', () => {
  expect(() => openReader(path.join(folder, 'nothing.sqlite'))).toThrow(expect.objectContaining({ code: 'unreadable', file: 'nothing.sqlite' }));
  writeFileSync(path.join(folder, 'text.sqlite'), 'no database. '.repeat(500));
  expect(() => openReader(path.join(folder, 'text.sqlite'))).toThrow(expect.objectContaining({ code: 'not-a-run-file' }));
});

it('reads a file that nobody writes', () => {
  const file = path.join(folder, 'live.sqlite');
  const store = openStore(file);
  for (let n = 0; n < 40; n++) store.append(minute(n));
  upkeep(store);
  store.close();
  const reader = tracked(openReader(file));
  expectMinutes(reader as unknown as RunStore, 40);
  expect(reader.newest('MW06').values[5]).toBe(valueOf(39, 5));
});
