import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { minute, SITES, START, upkeep } from '../testing/runFile.ts';
import { checkFile } from './checkFile.ts';
import { openStore } from './openStore.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-check-'));
  file = path.join(folder, 'live.sqlite');
  const store = openStore(file);
  for (let n = 0; n < 40; n++) store.append(minute(n));
  for (let i = 0; i < 10; i++) upkeep(store);
  for (let n = 40; n < 45; n++) store.append(minute(n));
  store.keepNewest('MW06', store.newest('MW06'));
  store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const change = (sql: string): void => void new Database(file).exec(sql).close();
const command = (...args: string[]): { status: number | null; out: string } => {
  const { status, stdout } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'check.ts'), ...args], { encoding: 'utf8' });
  return { status, out: stdout };
};

it('says that a whole file is whole, and counts what is in it', () => {
  expect(checkFile(file)).toStrictEqual({ file: 'live.sqlite', isWhole: true, damage: [], read: { indicators: 1, sites: SITES, tiles: 6, journalRows: 5, observations: 45 * SITES } });
  expect(command(file)).toStrictEqual({ status: 0, out: `live.sqlite is whole: ${45 * SITES} observations of ${SITES} sites of 1 indicators, in 6 tiles and 5 batches that wait for theirs.\n` });
});

it('works beside the writer', () => {
  const store = openStore(file);
  store.append(minute(45));
  expect(checkFile(file)).toMatchObject({ isWhole: true, read: { observations: 46 * SITES } });
  store.close();
});

it.each([
  ['a tile’s body', 'UPDATE tile SET body = CAST(substr(body, 1, 100) || x\'00\' || substr(body, 102) AS BLOB) WHERE id = (SELECT min(id) FROM tile)', 'tile'],
  ['a tile’s time', 'UPDATE tile SET t0 = t0 + 60000 WHERE id = (SELECT max(id) FROM tile)', 'tile'],
  ['known times', 'UPDATE known SET body = x\'010203\' WHERE id = (SELECT min(id) FROM known)', 'known times'],
  ['a carry', 'UPDATE carry SET sum = sum + 1', 'carry'],
  ['a batch', 'UPDATE journal SET known = known + 1 WHERE seq = (SELECT max(seq) FROM journal)', 'journal'],
  ['the newest state', 'UPDATE head SET arrival = 0', 'newest state'],
  ['the list of blocks', 'UPDATE block SET n = n - 1', 'list of blocks'],
  ['a tile that is gone', 'DELETE FROM tile WHERE id = (SELECT min(id) FROM tile)', 'list of blocks'],
  ['a block that is gone', 'DELETE FROM block', 'list of blocks'],
  ['a site that is gone', 'DELETE FROM site WHERE dense = 7', 'sites'],
])('finds %s damaged', (_, sql, part) => {
  change(sql);
  const { isWhole, damage, read } = checkFile(file);
  expect(isWhole).toBe(false);
  expect(damage.map((each) => each.part)).toContain(part);
  for (const each of damage) expect(each).toMatchObject({ indicator: 'MW06' });
  expect(read.observations).toBeGreaterThan(20 * SITES);
});

it('names indicator, time and sites of a tile in a sentence, and as JSON', () => {
  change('UPDATE tile SET sum = 0 WHERE id = (SELECT min(id) FROM tile)');
  const { status, out } = command(file);
  expect(status).toBe(1);
  expect(out).toMatch(/^Damaged: tile, MW06, from 2026-11-2\d \d\d:52:00 .+ to .+, sites 0 to 1023 of its list: it is not what was written\.$/m);
  expect(out).toMatch(/^live\.sqlite is damaged in 1 place\. What can still be read: /m);
  const json = command(file, '--json');
  expect(json.status).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ file: 'live.sqlite', isWhole: false, damage: [{ part: 'tile', indicator: 'MW06', from: START, sites: [0, 1023] }] });
});

it('notices a flipped byte anywhere that changes what is read', { timeout: 60_000 }, () => {
  // Without the pages that are free.
  change('VACUUM');
  const whole = readFileSync(file);
  let found = 0;
  for (let k = 0; k < 60; k++) {
    const bytes = Buffer.from(whole);
    const at = Math.floor(((k + 0.5) / 60) * whole.length);
    bytes[at] ^= 0x10;
    writeFileSync(file, bytes);
    try {
      if (!checkFile(file).isWhole) found++;
    } catch (error) {
      expect(error).toMatchObject({ code: expect.any(String), file: 'live.sqlite' });
      found++;
    }
  }
  // What is left are names of sites and the ends of pages.
  expect(found).toBeGreaterThan(30);
});

it('refuses what is no run file with a sentence', () => {
  writeFileSync(file, 'no database. '.repeat(500));
  expect(command(file)).toStrictEqual({ status: 1, out: 'live.sqlite is not a run file.\n' });
});
