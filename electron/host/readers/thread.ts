/** A reader thread: opens the runs' files beside their writer and answers what is asked of their past (`frames/answers.ts`). */
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#contract/server.ts';
import { openAnswers, type Answers, type Asked } from '../frames/answers.ts';
import { areasOf } from '../frames/areas.ts';
import { openSubjects } from '../frames/subjects.ts';
import { takeTurns } from '../frames/turns.ts';
import { openReader, type RunReader } from '../store/openReader.ts';
import { StoreProblem } from '../store/problem.ts';
import type { FromThread, RunOrder, ThreadOrder, ToThread } from './messages.ts';

/** The writer holds the file for moments only; longer, and the host answers by itself. */
const WAIT_MS = 250;

const { catalogue, runs, cacheBytes } = workerData as ThreadOrder;
const host = parentPort!;
const orders = new Map(runs.map((order) => [order.config.id, order]));
const open = new Map<string, { reader: RunReader; answers: Answers }>();
const wanted = new Set<number>();
const turns = takeTurns();

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
const tell = (message: FromThread, transfer: ArrayBuffer[] = []): void => host.postMessage(message, transfer);

/** Throws `StoreProblem`. */
function answersOf({ config, file, outlines }: RunOrder): Answers {
  let known = open.get(config.id);
  if (!known) {
    const reader = openReader(file, { waitMs: WAIT_MS, cacheBytes, damaged: (what) => tell({ type: 'damaged', run: config.id, what }) });
    const past = { config, store: reader, sites: reader.siteList, now: nobodyAsks, head: nobodyAsks };
    known = { reader, answers: openAnswers(past, { catalogue, subjects: openSubjects(past, catalogue, areasOf(outlines), nobodyAsks), turns }) };
    open.set(config.id, known);
  }
  return known.answers;
}

/** The newest and the clock are the host's; a question brings the clock with it. */
function nobodyAsks(): never {
  throw new Error('a reader thread knows the past only');
}

async function answer({ id, run, question, args, now, stale }: Extract<ToThread, { type: 'ask' }>): Promise<void> {
  wanted.add(id);
  try {
    const answers = answersOf(orders.get(run)!);
    answers.forget(stale);
    const asked: Asked = { now, isWanted: () => wanted.has(id) };
    const given = await (answers[question] as (asked: Asked, ...rest: unknown[]) => unknown)(asked, ...args);
    tell({ type: 'answer', id, answer: given }, buffersOf(given));
  } catch (error) {
    if (error instanceof Refusal) tell({ type: 'refused', id, problem: error.problem });
    else if (error instanceof StoreProblem || isHeld(error)) tell({ type: 'shut', id, why: (error as Error).message });
    else tell({ type: 'failed', id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    wanted.delete(id);
  }
}

/** Somebody holds the file, or the disk gave way under it: the writer may still have what it takes. */
function isHeld(error: unknown): boolean {
  return /^SQLITE_(BUSY|CANTOPEN|IOERR|PROTOCOL|READONLY)/.test(String((error as { code?: unknown } | null)?.code));
}

/** Columns are made for the one who asked: they are handed over, not copied. */
function buffersOf(given: unknown): ArrayBuffer[] {
  const { columns, frame } = (given ?? {}) as { columns?: object; frame?: object };
  return Object.values(columns ?? frame ?? {}).flatMap((each) => (ArrayBuffer.isView(each) ? [each.buffer as ArrayBuffer] : []));
}

host.on('message', (message: ToThread) => {
  if (message.type === 'ask') void answer(message);
  else if (message.type === 'withdraw') wanted.delete(message.id);
  else {
    turns.close();
    for (const { reader } of open.values()) reader.close();
    host.close();
  }
});
