import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrations } from './migrations/registry.ts';
import { openFile } from './openFile.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-file-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('has one writer: another process and a second opening are told so, and it is free again once closed', () => {
  const file = path.join(folder, 'live.sqlite');
  const db = openFile(file);
  expect(() => openFile(file, { waitMs: 50 })).toThrow(expect.objectContaining({ code: 'in-use', message: expect.stringContaining('live.sqlite is open in another process') }));
  const script = `import { openFile } from ${JSON.stringify(path.join(import.meta.dirname, 'openFile.ts'))};
    try { openFile(${JSON.stringify(file)}, { waitMs: 50 }); console.log('opened'); } catch (problem) { console.log(problem.code); }`;
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout.trim()).toBe('in-use');
  db.close();
  openFile(file).close();
});

it('brings a file of the first form up to today’s', () => {
  const file = path.join(folder, 'live.sqlite');
  const old = new Database(file);
  old.exec(migrations[0].sql);
  old.exec("INSERT INTO tally VALUES (1, 2); INSERT INTO indicator VALUES (1, 'MW06', 's')");
  old.pragma('application_id = 0x434d524e');
  old.pragma('user_version = 1');
  old.close();
  const db = openFile(file);
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'tally'").all()).toEqual([]);
  expect(db.prepare('SELECT code FROM indicator').pluck().all()).toEqual(['MW06']);
  db.close();
});

it('refuses by name a file from the future, another database, and what is no database', () => {
  const file = path.join(folder, 'live.sqlite');
  const db = openFile(file);
  db.pragma('user_version = 99');
  db.close();
  expect(() => openFile(file)).toThrow(expect.objectContaining({ code: 'from-the-future', message: expect.stringContaining('form 99') }));
  const foreign = path.join(folder, 'foreign.sqlite');
  new Database(foreign).exec('CREATE TABLE a (b)').close();
  expect(() => openFile(foreign)).toThrow(expect.objectContaining({ code: 'not-a-run-file' }));
  const text = path.join(folder, 'text.sqlite');
  writeFileSync(text, 'no database, but long enough to be looked at as one. '.repeat(100));
  expect(() => openFile(text)).toThrow(expect.objectContaining({ code: 'not-a-run-file' }));
});

it('loads the native part that CHENGMAI_SQLITE_BINDING names', () => {
  const script = `import { openFile } from ${JSON.stringify(path.join(import.meta.dirname, 'openFile.ts'))}; openFile(${JSON.stringify(path.join(folder, 'a.sqlite'))});`;
  const env = { ...process.env, CHENGMAI_SQLITE_BINDING: path.join(folder, 'nowhere.node') };
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env }).stderr).toContain('nowhere.node');
});
