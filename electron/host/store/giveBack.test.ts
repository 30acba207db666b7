import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectMinutes, minute, START } from '../testing/runFile.ts';
import { checkFile } from './checkFile.ts';
import { freePages, giveBack } from './giveBack.ts';
import { openFile } from './openFile.ts';
import { openStore } from './openStore.ts';
import type { RunStore } from './store.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-pages-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const MINUTES = 900;
const fill = (file: string): RunStore => {
  const store = openStore(file);
  for (let n = 0; n < MINUTES; n++) store.append(minute(n));
  return store;
};

/** Each piece of work is left after some steps and begun again. */
function drain(store: RunStore, mergeBefore: number): void {
  for (let more = true, steps = 3; more; steps += 5) {
    const work = store.upkeep({ mergeBefore, dropBefore: null });
    let step = work.next();
    for (let k = 0; k < steps && !step.done; k++) step = work.next();
    more = !step.done || step.value;
    if (!step.done) work.return(true);
  }
}

it('gives back what the journal took once it is put away, whenever it is left; keeps as much as still waits', () => {
  const store = fill(path.join(folder, 'live.sqlite'));
  const { used } = store.storage();
  const half = START + (MINUTES / 2) * 60_000;
  drain(store, half);
  const midway = store.storage();
  expect(midway.file).toBeLessThan(used);
  expect(midway.file - midway.used, 'what waits will need room again').toBeGreaterThan(0.2 * midway.used);
  drain(store, Infinity);
  const after = store.storage();
  expect(after.used).toBeLessThan(used / 4);
  expect(after.file - after.used).toBeLessThan(600_000);
  expectMinutes(store, MINUTES);
  store.close();
  expect(statSync(store.file).size).toBe(after.file);
  expect(checkFile(store.file).isWhole).toBe(true);
});

it('does so in a file of old, too, which is written anew when it is opened; the same is in it', () => {
  const store = fill(path.join(folder, 'live.sqlite'));
  const { file } = store;
  store.close();
  const old = new Database(file);
  old.pragma('auto_vacuum = NONE');
  old.exec('VACUUM');
  expect(old.pragma('auto_vacuum', { simple: true })).toBe(0);
  old.close();
  const size = statSync(file).size;
  const again = openStore(file);
  expectMinutes(again, MINUTES);
  drain(again, Infinity);
  expectMinutes(again, MINUTES);
  again.close();
  expect(statSync(file).size).toBeLessThan(size / 3);
  expect(checkFile(file).isWhole).toBe(true);
});

it('keeps as many pages free as it is told: what the last block that was dropped had, the next one takes', () => {
  const db = openFile(path.join(folder, 'pages.sqlite'));
  db.exec('CREATE TABLE much (body)');
  db.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO much SELECT randomblob(2000) FROM n");
  db.exec('DELETE FROM much');
  const free = freePages(db);
  expect([...giveBack(db, 0, free - 200)], 'not worth the while').toStrictEqual([]);
  expect(freePages(db)).toBe(free);
  for (const _ of giveBack(db, 0, 300));
  expect(freePages(db)).toBe(300);
  for (const _ of giveBack(db, 100 * 2048, 0));
  expect(freePages(db)).toBe(300);
  db.close();
});
