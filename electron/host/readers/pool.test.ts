/** The pool by itself, with threads of our own making: what it does with questions, deaths and what is not wanted any more. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { bareCity } from '../frames/areas.ts';
import { openReaders, type Readers, type RunReaders } from './readers.ts';

/**
 * Answers with what it was asked and told, each thread with a number of its own. `dies`: it ends. `dies once`: unless there is
 * a file of that name. `waits`: it answers that, and only when it is withdrawn, to the next that asks.
 */
const THREAD = `
  const { existsSync, writeFileSync } = require('node:fs');
  const { parentPort, threadId } = require('node:worker_threads');
  const heard = [];
  parentPort.on('message', (message) => {
    if (message.type === 'close') return parentPort.close();
    if (message.type === 'withdraw') return heard.push(message.id);
    const [what, file] = message.args;
    if (what === 'dies') process.exit(7);
    if (what === 'dies once' && !existsSync(file)) { writeFileSync(file, ''); process.exit(7); }
    if (what === 'waits') return;
    parentPort.postMessage({ type: 'answer', id: message.id, answer: { what, threadId, stale: message.stale, heard, id: message.id } });
  });`;
interface Told { what: string; threadId: number; stale: unknown[]; heard: number[]; id: number }

let folder: string;
let readers: Readers;
let run: RunReaders;
const log = vi.fn<(level: string, sentence: string) => void>();
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-pool-'));
  writeFileSync(path.join(folder, 'thread.cjs'), THREAD);
  log.mockClear();
});
afterEach(async () => {
  await readers.close();
  rmSync(folder, { recursive: true });
});

function open(threads: number): void {
  readers = openReaders({ catalogue: loadCatalogue(), log, entry: path.join(folder, 'thread.cjs'), threads });
  run = readers.run({ config: { id: 'run', clock: 'wall' }, file: '', outlines: bareCity('none').outlines }, () => undefined);
}
const ask = (question: 'frame' | 'strip' | 'missed', args: unknown[], signal = new AbortController().signal): Promise<Told> => run.ask(question, args as never, 0, signal) as unknown as Promise<Told>;

it('keeps one thread for what lies under a hand, whatever the others have to do', async () => {
  open(3);
  const long = await Promise.all([ask('missed', ['a']), ask('missed', ['b']), ask('missed', ['c']), ask('strip', ['MW06']), ask('strip', ['MW07'])]);
  const quick = await Promise.all([ask('frame', ['d']), ask('frame', ['e'])]);
  expect(new Set(quick.map(({ threadId }) => threadId)).size).toBe(1);
  expect(new Set(long.map(({ threadId }) => threadId)).size).toBe(2);
  expect(long.map(({ threadId }) => threadId)).not.toContain(quick[0].threadId);
  // Where a strip was made it is kept.
  const [, , , first, other] = long;
  expect((await Promise.all([ask('strip', ['MW07']), ask('strip', ['MW06'])])).map(({ threadId }) => threadId)).toEqual([other.threadId, first.threadId]);
});

it('tells each thread with its next question what was stored since, an indicator once', async () => {
  open(1);
  expect((await ask('frame', ['a'])).stale).toEqual([]);
  for (const from of [50, 10, 30]) run.changed({ indicator: 'MW06', from, to: from + 5, sites: from === 10 });
  run.changed({ indicator: 'MW07', from: 1, to: 2, sites: false });
  expect((await ask('frame', ['b'])).stale).toEqual([{ indicator: 'MW06', from: 10, to: 55, sites: true }, { indicator: 'MW07', from: 1, to: 2, sites: false }]);
  expect((await ask('frame', ['c'])).stale).toEqual([]);
});

it('refuses at once what is not wanted any more, and says so to the thread', async () => {
  open(1);
  const { id } = await ask('frame', ['a']);
  const withdrawn = new AbortController();
  const waiting = ask('missed', ['waits'], withdrawn.signal);
  withdrawn.abort();
  await expect(waiting).rejects.toMatchObject({ problem: { code: 'unavailable' } });
  expect((await ask('frame', ['b'])).heard).toEqual([id + 1]);
  await expect(ask('frame', ['c'], AbortSignal.abort())).rejects.toMatchObject({ problem: { code: 'unavailable' } });
});

it('asks once more what a thread died of, and everything else that it had to answer', async () => {
  open(1);
  const flag = path.join(folder, 'died');
  const [, { threadId: first }] = [await ask('frame', ['a']), await ask('frame', ['b'])];
  const answers = await Promise.all([ask('missed', ['dies once', flag]), ask('frame', ['c'])]);
  expect(existsSync(flag)).toBe(true);
  expect(answers.map(({ what }) => what)).toEqual(['dies once', 'c']);
  expect(answers.every(({ threadId }) => threadId !== first)).toBe(true);
  expect(log.mock.calls).toEqual([['error', expect.stringContaining('ended with code 7')]]);
});

it('refuses what threads die of each time, and begins them ever more rarely', async () => {
  open(1);
  for (let i = 0; i < 2; i++) await expect(ask('missed', ['dies'])).rejects.toMatchObject({ problem: { code: 'unavailable', hint: expect.any(String) } });
  expect((await ask('frame', ['a'])).what).toBe('a');
  expect(log.mock.calls.map(([, sentence]) => Number(/(\d+) ms/.exec(sentence)![1]))).toEqual([0, 500, 1000, 2000]);
});

it('leaves nobody waiting when it is closed', async () => {
  open(2);
  const waiting = ask('missed', ['waits']);
  const refused = expect(waiting).rejects.toThrow('The host is closing.');
  await readers.close();
  await refused;
  await expect(ask('frame', ['a'])).rejects.toThrow('The host is closing.');
});
