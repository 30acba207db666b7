import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openStore } from '../store/openStore.ts';
import type { RunStore } from '../store/store.ts';
import { openHeard } from './heard.ts';

const MINUTE = 60_000;
const START = 2000 * 86_400_000;
const sites = ['a', 'b', 'c'].map((id) => ({ id, zh: '', en: '', lon: 0, lat: 0, district: 0, town: 0, halfSizeM: 0 }));
let folder: string;
let store: RunStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-heard-'));
  store = openStore(path.join(folder, 'run.sqlite'));
  store.append({ feed: 'f', cursors: {}, known: START, batches: [], sites: [{ indicator: 'MW06', source: 's', sites }] });
  for (let t = 0; t < 360 * MINUTE; t += 15 * MINUTE) say(START + t);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function say(time: number): void {
  store.append({
    feed: 'f', cursors: {}, known: START, sites: [],
    batches: [{ indicator: 'MW06', sites: Uint32Array.of(0, 1, 2), times: new Float64Array(3).fill(time), values: new Float64Array(3), quality: new Uint8Array(3), counts: null }],
  });
}

it('reads a stretch of history in small steps, once', () => {
  const heard = openHeard(store, () => 3);
  expect([...heard.prepare('MW06', START, START + 360 * MINUTE - 1)].length).toBeGreaterThanOrEqual(24);
  const timesOf = vi.spyOn(store, 'timesOf');
  expect(heard.cadenceAt('MW06', START + 180 * MINUTE)).toBe(15 * MINUTE);
  expect(heard.firstIn('MW06', START, START + 360 * MINUTE)).toBe(START + 15 * MINUTE);
  expect([...heard.prepare('MW06', START, START + 360 * MINUTE - 1)]).toEqual([]);
  expect(timesOf).not.toHaveBeenCalled();
});

it('does not keep what was overtaken by new data while it was read', () => {
  const heard = openHeard(store, () => 3);
  const reading = heard.prepare('MW06', START, START + 360 * MINUTE - 1);
  for (let step = 0; step < 5; step++) reading.next();
  for (let t = 0; t < 360 * MINUTE; t += MINUTE) say(START + t);
  heard.forget(new Set(['MW06']), START, START + 360 * MINUTE);
  for (const _ of reading);
  expect(heard.cadenceAt('MW06', START + 180 * MINUTE)).toBe(MINUTE);
});

function thin(stepMs: number, before: number): void {
  for (let more = true; more;) {
    const work = store.upkeep({ mergeBefore: before, dropBefore: null, thin: [{ stepMs, before }] });
    let step = work.next();
    while (!step.done) step = work.next();
    more = step.value;
  }
}

it('hears what was thinned in the steps that are kept of it', () => {
  for (let t = 0; t < 360 * MINUTE; t += MINUTE) say(START + t);
  const heard = openHeard(store, () => 3);
  expect(heard.cadenceAt('MW06', START + 180 * MINUTE)).toBe(MINUTE);
  thin(15 * MINUTE, START + 86_400_000);
  heard.forget(new Set(['MW06']), START, START + 86_400_000);
  expect(heard.cadenceAt('MW06', START + 180 * MINUTE)).toBe(15 * MINUTE);
});

it('reads what is thinned to long steps once for all that lies in one piece, and knows the step also where one block has one word', () => {
  const day = 86_400_000;
  for (let t = 0; t < 3 * day; t += 60 * MINUTE) say(START + t);
  thin(360 * MINUTE, START + 24 * day);
  const heard = openHeard(store, () => 3);
  const timesOf = vi.spyOn(store, 'timesOf');
  for (let t = 360 * MINUTE; t < 3 * day; t += 360 * MINUTE) {
    expect(heard.cadenceAt('MW06', START + t + MINUTE)).toBe(360 * MINUTE);
    expect(heard.firstIn('MW06', START + t - 1, START + t + 360 * MINUTE)).toBe(START + t + 300 * MINUTE);
  }
  expect(timesOf).toHaveBeenCalledTimes(1);
  heard.forget(new Set(['MW06']), START + day, START + day);
  heard.cadenceAt('MW06', START + MINUTE);
  expect(timesOf, 'what was not stored anew is still known').toHaveBeenCalledTimes(1);
});
