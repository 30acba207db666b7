import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openLogFile } from './logFile.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('keeps the newest lines in one file, those before them in another, neither larger than allowed, however long it runs', () => {
  const files = ['chengmai.log', 'chengmai-before.log'].map((name) => path.join(folder, name));
  let log = openLogFile(folder, 1000);
  for (let n = 0; n < 500; n++) {
    if (n === 250) log = openLogFile(folder, 1000);
    log(`第 ${n} 行`);
    expect(statSync(files[0]).size).toBeLessThanOrEqual(1000);
  }
  const lines = files.toReversed().flatMap((file) => readFileSync(file, 'utf8').trim().split('\n').map((line) => Number(/第 (\d+) 行$/.exec(line)![1])));
  expect(lines.at(-1)).toBe(499);
  expect(lines).toEqual(lines.map((_, i) => lines[0] + i));
  expect(statSync(files[1]).size).toBeGreaterThan(900);
});
