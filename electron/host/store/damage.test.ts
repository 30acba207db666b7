/** Bytes that are not what was written, disks that are full or refuse: what is damaged is lost by itself, what is written or not is said. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openReader } from './openReader.ts';
import { expectMinutes, failure, minute, mountRefused, runFiles, SITES, standsAt, START, upkeep, valueOf } from '../testing/runFile.ts';

const { folder, open, close, smallDisk } = runFiles();

describe('a flipped byte anywhere in a file', () => {
  const MINUTES = 90;
  it('is noticed or changes nothing: no answer is ever wrong, what is damaged is lost by itself, and the rest is kept', { timeout: 300_000 }, () => {
    const store = open(path.join(folder(), 'live.sqlite'));
    for (let n = 0; n < MINUTES; n++) store.append(minute(n));
    for (let i = 0; i < 40; i++) upkeep(store);
    // Some that are not merged yet.
    for (let n = MINUTES; n < MINUTES + 12; n++) store.append(minute(n));
    close(store);
    const whole = readFileSync(store.file);
    const page = whole.readUInt16BE(16) === 1 ? 65_536 : whole.readUInt16BE(16);
    const pages = whole.length / page;
    const sample = Array.from({ length: Math.min(pages, 120) }, (_, k) => Math.floor((k * pages) / Math.min(pages, 120)));
    const tally = { same: 0, refused: 0, partly: 0, wrong: [] as string[], unclear: [] as string[], worst: 0 };
    for (const [k, number] of sample.entries()) {
      // The page's header, its cell pointers, its middle, its last bytes, in turn.
      const inPage = [3, 8 + (k % 9), Math.floor(page * 0.4) + k, page - 1 - k, Math.floor(page * 0.75)][k % 5];
      const bytes = Buffer.from(whole);
      bytes[number * page + inPage] ^= 1 << k % 8;
      // A folder of its own: what a failed opening may hold on to is no matter here.
      const file = path.join(folder(), `${k}`, 'live.sqlite');
      mkdirSync(path.dirname(file));
      writeFileSync(file, bytes);
      let missing = 0;
      let seen = 0;
      const errors: Error[] = [];
      const opened = failure(() => {
        const again = open(file);
        try {
          for (const site of [0, 1, 59, 512, 777, 1024, 1500, SITES - 1]) {
            const error = failure(() => {
              const { times, values } = again.series('MW06', site, 0, 8e15);
              seen += times.length;
              missing += MINUTES + 12 - times.length;
              for (let i = 0; i < times.length; i++) {
                const n = (times[i] - START - (site % 60) * 1000) / 60_000;
                if (!Number.isInteger(n) || n < 0 || n >= MINUTES + 12 || values[i] !== valueOf(n, site)) tally.wrong.push(`page ${number} + ${inPage}: site ${site} said ${values[i]} at ${times[i]}`);
              }
            });
            if (error) errors.push(error);
          }
          for (const n of [0, 30, 60, 95, 101]) {
            const error = failure(() => {
              const state = again.stateAt('MW06', START + n * 60_000 + 59_999, 30_000 + 59_999);
              for (let site = 0; site < SITES; site++) {
                const at = (state.times[site] - START - (site % 60) * 1000) / 60_000;
                if (!Number.isNaN(at) && (!Number.isInteger(at) || state.values[site] !== valueOf(at, site))) tally.wrong.push(`page ${number} + ${inPage}: a state gave site ${site} ${state.values[site]} at ${state.times[site]}`);
              }
            });
            if (error) errors.push(error);
          }
        } finally {
          close(again);
        }
      });
      // As whoever reads beside a writer: the same is lost, and no more.
      const beside = opened ? null : failure(() => {
        const reader = openReader(file);
        try {
          for (const site of [0, 777, 1024, SITES - 1]) {
            const { times, values } = reader.series('MW06', site, 0, 8e15);
            for (let i = 0; i < times.length; i++) if (values[i] !== valueOf((times[i] - START - (site % 60) * 1000) / 60_000, site)) tally.wrong.push(`page ${number} + ${inPage}: a reader gave site ${site} ${values[i]} at ${times[i]}`);
          }
        } finally {
          reader.close();
        }
      });
      if (beside) errors.push(beside);
      if (opened) {
        tally.refused++;
        if (!(opened as { code?: string }).code || !opened.message.includes('live.sqlite')) tally.unclear.push(`opening, page ${number} + ${inPage}: ${opened.message}`);
      } else if (errors.length > 0 || missing > 0) {
        tally.partly++;
        tally.worst = Math.max(tally.worst, missing / (missing + seen));
        for (const error of errors) if (!/live\.sqlite|damaged/.test(error.message)) tally.unclear.push(`reading, page ${number} + ${inPage}: ${error.message}`);
      } else tally.same++;
    }
    expect(tally.wrong).toStrictEqual([]);
    expect(tally.unclear).toStrictEqual([]);
    // A damaged tile loses itself, not the file.
    expect(tally.refused).toBeLessThan(sample.length / 4);
    expect(tally.worst).toBeLessThan(0.5);
  });
});

describe(`a full disk, strictly${mountRefused ? ` (skipped: ${mountRefused})` : ''}`, () => {
  it.skipIf(mountRefused)('is said by a StoreProblem that names the file and the reason, at every append', () => {
    const disk = smallDisk('4m');
    const store = open(path.join(disk, 'live.sqlite'));
    let error: Error | null = null;
    for (let n = 0; error === null; n++) error = failure(() => store.append(minute(n)));
    for (let i = 0; i < 3; i++) expect(failure(() => store.append(minute(standsAt(store))))).toMatchObject({ code: expect.any(String), file: 'live.sqlite', message: expect.stringMatching(/live\.sqlite.*full/) });
    expectMinutes(store);
  });

  it.skipIf(mountRefused)('does not keep a file from being opened and read', () => {
    const disk = smallDisk('6m');
    const store = open(path.join(disk, 'live.sqlite'));
    for (let n = 0; n < 40; n++) store.append(minute(n));
    close(store);
    failure(() => writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(6_000_000, 1)));
    expectMinutes(open(store.file), 40);
  });

  it.skipIf(mountRefused)('a disk that refuses writing is said as such', () => {
    const disk = smallDisk('6m');
    const store = open(path.join(disk, 'live.sqlite'));
    store.append(minute(0));
    close(store);
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    expect(failure(() => open(store.file))).toMatchObject({ message: expect.stringMatching(/live\.sqlite.*(read-only|readonly|cannot be written)/i) });
  });
});

it('an opening that fails lets go of the file', () => {
  const store = open(path.join(folder(), 'live.sqlite'));
  for (let n = 0; n < 20; n++) store.append(minute(n));
  close(store);
  const whole = readFileSync(store.file);
  for (let page = 1; page < Math.min(20, whole.length / 8192); page++) {
    const bytes = Buffer.from(whole);
    bytes.fill(0xff, page * 8192, page * 8192 + 12);
    writeFileSync(store.file, bytes);
    const error = failure(() => close(open(store.file)));
    if (error) expect(error).toMatchObject({ code: expect.not.stringMatching('in-use'), file: 'live.sqlite' });
  }
  writeFileSync(store.file, whole);
  expectMinutes(open(store.file), 20);
});
