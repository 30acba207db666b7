/**
 * A small pool of threads that answer what is asked of the runs' past, so that ingest and the newest never wait for it. The
 * first thread is for what lies under a hand; long work goes to the others, or shares the only one in slices. A thread that
 * dies is told, its questions are asked once more, and it is begun anew, ever more rarely while it goes on dying.
 */
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Catalogue } from '#contract/catalogue.ts';
import { Refusal } from '#contract/server.ts';
import type { AnswerOf, ArgsOf, Change, Question } from '../frames/answers.ts';
import { unwanted } from '../frames/past.ts';
import type { Log } from '../log.ts';
import type { FromThread, RunOrder, ThreadOrder, ToThread } from './messages.ts';
import { openStale, type Stale } from './stale.ts';

/** The run's file cannot be opened beside its writer just now (`message` says why): whoever holds it answers. */
export class Shut extends Error {}

export interface RunReaders {
  /** Rejects with `Refusal`, of what is not wanted any more at once; with `Shut`; or with a bug. `now`: where the run's clock stands. */
  ask<Q extends Question>(question: Q, args: ArgsOf<Q>, now: number, signal: AbortSignal): Promise<AnswerOf<Q>>;
  /** After commit: what is asked from now on is answered with it. */
  changed(change: Change): void;
}

export interface Readers {
  /** Before the first question. */
  run(order: RunOrder, damaged: (what: string) => void): RunReaders;
  /** What is still asked is refused. Resolves when no thread has a file open. */
  close(): Promise<void>;
}

export interface ReadersOptions {
  catalogue: Catalogue;
  log: Log;
  /** The thread's program; in a bundle, where that lies. */
  entry?: string | undefined;
  threads?: number;
}

/** Quick ones: answered in one go, or what a hand waits for. */
const UNDER_THE_HAND: ReadonlySet<Question> = new Set(['frame', 'block', 'beside', 'thinned']);
/** For unpacked blocks: of all threads together, and the least for one; bytes. */
const CACHE_BYTES = 128 * 1024 * 1024;
const LEAST_CACHE_BYTES = 32 * 1024 * 1024;
/** A file that could not be opened is left alone for so long, ms. */
const SHUT_MS = 10_000;
/** Deaths within so long of a start are in a row; from the second on, the next start waits. Ms. */
const HEALTHY_MS = 30_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 16_000;
/** A thread is ended that does not end by itself, ms. */
const CLOSE_MS = 2000;

interface Waiting {
  order: RunOrder;
  question: Question;
  args: unknown[];
  now: number;
  deaths: number;
  resolve(answer: never): void;
  reject(error: Error): void;
}

interface Thread {
  worker: Worker | null;
  /** By number, those it has to answer. */
  asked: Map<number, Waiting>;
  stale: Stale;
  startedAt: number;
  deaths: number;
  /** Not begun before; `performance.now()`. */
  notBefore: number;
}

/** Nothing is started before the first question. */
export function openReaders({ catalogue, log, entry, threads = Math.max(1, Math.min(4, os.availableParallelism() - 1)) }: ReadersOptions): Readers {
  const orders: RunOrder[] = [];
  const damagedOf = new Map<string, (what: string) => void>();
  const shutUntil = new Map<string, number>();
  const pool: Thread[] = Array.from({ length: threads }, () => ({ worker: null, asked: new Map(), stale: openStale(), startedAt: 0, deaths: 0, notBefore: 0 }));
  let isOpen = true;
  let lastId = 0;
  /** Until a thread may be begun again. */
  let held: [number, Waiting][] = [];
  let timer: NodeJS.Timeout | undefined;

  const settle = (thread: Thread, id: number, how: (waiting: Waiting) => void): void => {
    const waiting = thread.asked.get(id);
    thread.asked.delete(id);
    if (waiting) how(waiting);
  };
  const heard = (thread: Thread, message: FromThread): void => {
    if (message.type === 'damaged') return damagedOf.get(message.run)?.(message.what);
    settle(thread, message.id, ({ order, resolve, reject }) => {
      if (message.type === 'answer') return resolve(message.answer as never);
      if (message.type === 'refused') return reject(new Refusal(message.problem.code, message.problem.message, message.problem.hint));
      if (message.type === 'failed') return reject(new Error(message.error));
      shutUntil.set(order.config.id, performance.now() + SHUT_MS);
      reject(new Shut(message.why));
    });
  };

  const died = (thread: Thread, code: number): void => {
    thread.worker = null;
    const questions = [...thread.asked];
    thread.asked.clear();
    if (!isOpen) return;
    const now = performance.now();
    thread.deaths = now - thread.startedAt >= HEALTHY_MS ? 1 : thread.deaths + 1;
    const wait = thread.deaths === 1 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (thread.deaths - 2));
    thread.notBefore = now + wait;
    log('error', `A reader thread ended with code ${code} while it had ${questions.length} questions to answer; it may start again in ${wait} ms.`);
    for (const [id, waiting] of questions) {
      if (++waiting.deaths > 1) waiting.reject(new Refusal('unavailable', 'What looked it up in the history has ended twice.', 'Ask for less, or again.'));
      else send(id, waiting);
    }
  };

  const begin = (thread: Thread): Worker => {
    const order: ThreadOrder = { catalogue, runs: orders, cacheBytes: Math.max(LEAST_CACHE_BYTES, CACHE_BYTES / threads) };
    const worker = new Worker(entry ?? path.join(import.meta.dirname, 'thread.ts'), { name: 'reader', workerData: order });
    thread.worker = worker;
    thread.startedAt = performance.now();
    thread.stale = openStale();
    worker.on('message', (message: FromThread) => heard(thread, message));
    worker.on('error', (error) => log('error', `A reader thread failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
    worker.once('exit', (code) => died(thread, code));
    return worker;
  };

  /** Undefined while none may be begun. */
  const choose = ({ order, question, args }: Waiting): Thread | undefined => {
    const now = performance.now();
    const able = pool.filter(({ worker, notBefore }) => worker !== null || now >= notBefore);
    if (UNDER_THE_HAND.has(question)) return able[0];
    const long = able.length > 1 ? able.filter((thread) => thread !== pool[0]) : able;
    // Strips are kept where they were made.
    if (question === 'strip') return long[spread(`${order.config.id} ${String(args[0])}`) % long.length];
    return long.toSorted((a, b) => a.asked.size - b.asked.size)[0];
  };

  function send(id: number, waiting: Waiting): void {
    const thread = choose(waiting);
    if (!thread) {
      held.push([id, waiting]);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const again = held;
        held = [];
        for (const [number, each] of again) send(number, each);
      }, Math.max(1, Math.min(...pool.map(({ notBefore }) => notBefore)) - performance.now()));
      return;
    }
    const { order, question, args, now } = waiting;
    thread.asked.set(id, waiting);
    const worker = thread.worker ?? begin(thread);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    worker.postMessage({ type: 'ask', id, run: order.config.id, question, args, now, stale: thread.stale.take(order.config.id) } satisfies ToThread);
  }

  const withdraw = (id: number): void => {
    held = held.filter(([number]) => number !== id);
    for (const { asked, worker } of pool) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      if (asked.delete(id)) worker?.postMessage({ type: 'withdraw', id } satisfies ToThread);
    }
  };

  return {
    run(order, damaged) {
      orders.push(order);
      const { id: run } = order.config;
      damagedOf.set(run, onceEach(damaged));
      return {
        changed(change) {
          for (const { worker, stale } of pool) if (worker !== null) stale.add(run, change);
        },
        ask: (question, args, now, signal) => new Promise((resolve, reject) => {
          if (!isOpen) return reject(closing());
          if (signal.aborted) return reject(unwanted());
          if (performance.now() < (shutUntil.get(run) ?? 0)) return reject(new Shut('its file could not be opened a moment ago'));
          const id = ++lastId;
          const aborted = (): void => {
            withdraw(id);
            reject(unwanted());
          };
          signal.addEventListener('abort', aborted, { once: true });
          const listensNoMore = (): void => signal.removeEventListener('abort', aborted);
          send(id, {
            order, question, args, now, deaths: 0,
            resolve(answer) {
              listensNoMore();
              resolve(answer);
            },
            reject(error) {
              listensNoMore();
              reject(error);
            },
          });
        }),
      };
    },
    async close() {
      isOpen = false;
      clearTimeout(timer);
      for (const { asked } of pool) for (const { reject } of asked.values()) reject(closing());
      for (const [, { reject }] of held) reject(closing());
      await Promise.all(pool.map(async ({ worker }) => {
        if (worker === null) return;
        const gone = new Promise((resolve) => void worker.once('exit', resolve));
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
        worker.postMessage({ type: 'close' } satisfies ToThread);
        const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
        await gone;
        clearTimeout(late);
      }));
    },
  };
}

const closing = (): Refusal => new Refusal('unavailable', 'The host is closing.');

/** The same text always gives the same number, different ones mostly different numbers. */
function spread(text: string): number {
  return [...text].reduce((sum, char) => (sum * 31 + char.codePointAt(0)!) % 65_521, 7);
}

function onceEach(tell: (what: string) => void): (what: string) => void {
  const told = new Set<string>();
  return (what) => {
    if (!told.has(what)) tell(what);
    told.add(what);
  };
}
