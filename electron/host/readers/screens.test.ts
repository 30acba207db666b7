/** What a screen does not want answered any more is withdrawn from the threads, with a thread that answers nothing and says what it hears. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { connectScreen } from '../testing/screen.ts';
import { openTestHost } from '../testing/testHost.ts';

const THREAD = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ type, question, id }) => {
    if (type === 'close') return parentPort.close();
    parentPort.postMessage({ type: 'damaged', run: 'live', what: type === 'ask' ? id + ' ' + question : 'no ' + id });
  });`;
const HOUR = 3_600_000;

it('gives up the older of two questions that follow the hand, and all of a screen that has gone', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-screens-'));
  const readerEntry = path.join(folder, 'thread.cjs');
  writeFileSync(readerEntry, THREAD);
  const test = await openTestHost({ readerEntry, prepare: (live) => live.announce('MW06', [{ id: 's0', lon: 0.5, lat: 0.5 }]) });
  const screen = await connectScreen(test.host, 'port');
  try {
    const now = Date.now();
    const heard = (): string[] => test.errors.map((sentence) => /^Run live: (.*) is not what/.exec(sentence)?.[1] ?? sentence);
    /** Asks; resolves with the number that the thread knows it by. */
    const asks = async (question: string, ask: () => Promise<unknown>): Promise<{ id: string; ends: Promise<string> }> => {
      const before = heard().length;
      const ends = ask().then(() => 'answered', (error: Error) => error.message);
      return { id: await vi.waitFor(() => heard().slice(before).find((each) => each.endsWith(` ${question}`))!.split(' ')[0]), ends };
    };
    const range = { from: now - HOUR, to: now };
    const series = await asks('series', () => screen.call('series.get', { places: 'MW06', index: 0, ...range }));
    const older = await asks('coverage', () => screen.call('coverage.get', { ...range, buckets: 4 }));
    const newer = await asks('coverage', () => screen.call('coverage.get', { ...range, buckets: 5 }));
    expect(await older.ends).toBe('Another question has taken the place of this one.');
    await vi.waitFor(() => expect(heard()).toContain(`no ${older.id}`));
    await screen.call('clock.seek', { time: now - HOUR });
    const frame = await asks('frame', () => screen.call('layer.show', { slot: 'a', places: 'MW06' }));
    expect(heard().filter((each) => each.startsWith('no ') && each !== `no ${older.id}`)).toEqual([]);
    screen.close();
    for (const { id } of [series, newer, frame]) await vi.waitFor(() => expect(heard()).toContain(`no ${id}`));
  } finally {
    screen.close();
    await test.close();
    rmSync(folder, { recursive: true });
  }
});
