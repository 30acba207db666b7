/** What goes wrong around a run file: the disk is full, the file cannot be written, another process has it, the clock goes back, bytes flip. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { expectMinutes, failure, minute, mountRefused, runFiles, SITES, standsAt, START, upkeep, valueOf } from '../testing/runFile.ts';
import { openStore } from './openStore.ts';
import type { RunStore } from './store.ts';

const { folder, open, close, smallDisk, closeAll } = runFiles();

describe(`a full disk${mountRefused ? ` (skipped: ${mountRefused})` : ''}`, () => {
  it.skipIf(mountRefused)('is said by an error; what was acknowledged stays readable, also after a restart; with room again it goes on', () => {
    const disk = smallDisk('6m');
    const ballast = path.join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(2_000_000, 1));
    const store = open(path.join(disk, 'live.sqlite'));
    let error: Error | null = null;
    for (let n = 0; error === null; n++) error = failure(() => store.append(minute(n)));
    const acknowledged = standsAt(store);
    expect(acknowledged).toBeGreaterThan(10);
    expect(error.message).toMatch(/full|no space|I\/O/i);
    // Again and again: no other failure, nothing half done.
    for (let i = 0; i < 5; i++) expect(failure(() => store.append(minute(acknowledged)))).not.toBeNull();
    expectMinutes(store, acknowledged);
    failure(() => upkeep(store));
    expectMinutes(store, acknowledged);
    rmSync(ballast);
    for (let n = acknowledged; n < acknowledged + 5; n++) store.append(minute(n));
    expectMinutes(store, acknowledged + 5);
    close(store);
    expectMinutes(open(store.file), acknowledged + 5);
  });

  it.skipIf(mountRefused)('before opening: the file opens whole, or a sentence says why not and it is whole once there is room', () => {
    const disk = smallDisk('6m');
    const store = open(path.join(disk, 'live.sqlite'));
    for (let n = 0; n < 40; n++) store.append(minute(n));
    close(store);
    const ballast = path.join(disk, 'ballast');
    failure(() => writeFileSync(ballast, Buffer.alloc(6_000_000, 1)));
    const error = failure(() => expectMinutes(open(store.file), 40));
    if (error) expect(error).toMatchObject({ code: 'unreadable', file: 'live.sqlite', message: expect.stringMatching(/^live\.sqlite cannot be opened: .*full/) });
    closeAll();
    rmSync(ballast);
    expectMinutes(open(store.file), 40);
  });
});

describe('a file that cannot be written', () => {
  it.skipIf(process.platform === 'win32')('is refused with a sentence, and is whole afterwards', () => {
    const store = open(path.join(folder(), 'live.sqlite'));
    for (let n = 0; n < 5; n++) store.append(minute(n));
    close(store);
    // Root writes what nobody may write: for it, the whole disk has to refuse.
    const asRoot = process.getuid?.() === 0;
    if (asRoot && mountRefused) return;
    const disk = asRoot ? smallDisk('8m') : folder();
    const file = path.join(disk, 'locked.sqlite');
    copyFileSync(store.file, file);
    if (asRoot) spawnSync('mount', ['-o', 'remount,ro', disk]);
    else chmodSync(file, 0o444);
    expect(failure(() => open(file))).toMatchObject({ code: 'unreadable', file: 'locked.sqlite', message: expect.stringMatching(/^locked\.sqlite cannot be (opened|written): ./) });
    if (asRoot) spawnSync('mount', ['-o', 'remount,rw', disk]);
    else chmodSync(file, 0o644);
    expectMinutes(open(file), 5);
  });

  it('is refused with a sentence where its folder is not there', () => {
    expect(failure(() => open(path.join(folder(), 'nowhere', 'live.sqlite')))).toBeInstanceOf(Error);
  });
});

const checkSetBack = (which: RunStore): void => {
  const { values, times } = which.series('MW06', 5, 0, 8e15);
  expect([...values]).toStrictEqual(Array.from({ length: 50 }, (_, n) => (n === 3 ? 7.5 : valueOf(n, 5))));
  expect(times).toHaveLength(50);
  expect(which.stateAt('MW06', START + 3 * 60_000 + 59_999, 600_000).values[17]).toBe(7.5);
  expect(which.newest('MW06').values[17]).toBe(valueOf(49, 17));
  expect(which.extent()).toStrictEqual({ from: START, to: START + 49 * 60_000 + 59_000 });
};

it('keeps and orders what came while the clock was set back an hour: the last word that came holds, whatever it says of when it was known', () => {
  const store = open(path.join(folder(), 'live.sqlite'));
  for (let n = 0; n < 30; n++) store.append(minute(n, START + n * 60_000 + 2000));
  // From here on the clock is an hour behind: known goes backwards, and so do the times of words that correct earlier ones.
  for (let n = 30; n < 50; n++) store.append(minute(n, START + (n - 60) * 60_000 + 2000));
  const corrected = minute(3, START - 30 * 60_000);
  corrected.batches[0].values.fill(7.5);
  store.append({ ...corrected, cursors: {} });
  checkSetBack(store);
  upkeep(store);
  checkSetBack(store);
  close(store);
  checkSetBack(open(store.file));
});

describe('two processes on one file', () => {
  it('the second is told, the first goes on unharmed; when the first is killed the next one has all that was acknowledged', { timeout: 60_000 }, async () => {
    const file = path.join(folder(), 'live.sqlite');
    const script = `
      import { openStore } from ${JSON.stringify(path.join(import.meta.dirname, 'openStore.ts'))};
      import { writeSync } from 'node:fs';
      const store = openStore(${JSON.stringify(file)});
      const sites = Uint32Array.from({ length: ${SITES} }, (_, i) => i);
      const names = sites => Array.from(sites, (i) => ({ id: 's' + i, zh: '', en: '', lon: 121, lat: 31, district: 0, town: 0, halfSizeM: 0 }));
      const value = ${valueOf.toString()};
      for (let n = 0; ; n++) {
        store.append({ feed: 'f', cursors: { n: String(n + 1) }, known: ${START} + n * 60000, sites: n === 0 ? [{ indicator: 'MW06', source: '', sites: names(sites) }] : [],
          batches: [{ indicator: 'MW06', sites, times: Float64Array.from(sites, (s) => ${START} + n * 60000 + (s % 60) * 1000), values: Float64Array.from(sites, (s) => value(n, s)), quality: new Uint8Array(${SITES}), counts: null }] });
        writeSync(1, (n + 1) + '\\n');
        await new Promise((resolve) => setTimeout(resolve, 2));
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    let acknowledged = 0;
    let told = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged % 10 === 0 && told < 4) {
        const error = failure(() => openStore(file, { waitMs: 20 }).close());
        expect(error).toMatchObject({ code: 'in-use', message: expect.stringContaining('live.sqlite is open in another process') });
        told++;
      }
      if (told === 4 && acknowledged >= 60) child.kill('SIGKILL');
    }
    await gone;
    const store = open(file);
    expect(standsAt(store)).toBeGreaterThanOrEqual(acknowledged);
    expectMinutes(store);
  });
});

/** A file that was killed: what the write-ahead log holds is not yet in it. */
function killedFile(): { file: string; log: string } {
  const file = path.join(folder(), 'killed.sqlite');
  const live = path.join(folder(), 'live.sqlite');
  const store = open(live);
  for (let n = 0; n < 25; n++) store.append(minute(n));
  copyFileSync(live, file);
  copyFileSync(`${live}-wal`, `${file}-wal`);
  close(store);
  return { file, log: `${file}-wal` };
}

describe('a flipped byte', () => {
  it('in the write-ahead log: what is left is consistent with the cursor, so that the feed sends the rest again', { timeout: 60_000 }, () => {
    const { file, log } = killedFile();
    expect(existsSync(log)).toBe(true);
    const whole = readFileSync(log);
    const body = readFileSync(file);
    for (let k = 0; k < 24; k++) {
      const bytes = Buffer.from(whole);
      bytes[Math.floor(((k + 0.37) / 24) * bytes.length)] ^= 0x41;
      writeFileSync(log, bytes);
      writeFileSync(file, body);
      rmSync(`${file}-shm`, { force: true });
      const store = open(file);
      const at = standsAt(store);
      expect(at).toBeLessThanOrEqual(25);
      expectMinutes(store, at, at === 0 ? [] : undefined);
      store.append(minute(at));
      expectMinutes(store, at + 1);
      close(store);
    }
  });

  it('in the first page: a sentence that names the file, or a file that answers as before', () => {
    const store = open(path.join(folder(), 'live.sqlite'));
    for (let n = 0; n < 10; n++) store.append(minute(n));
    close(store);
    const whole = readFileSync(store.file);
    expect(statSync(store.file).size).toBe(whole.length);
    for (const at of [0, 7, 16, 18, 19, 21, 44, 60, 63, 68, 71, 100, 103]) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 0x55;
      writeFileSync(store.file, bytes);
      const error = failure(() => {
        const again = open(store.file);
        try {
          expectMinutes(again, 10);
        } finally {
          close(again);
        }
      });
      if (error) expect(error).toMatchObject({ file: 'live.sqlite', code: expect.any(String), message: expect.stringContaining('live.sqlite') });
    }
  });
});
