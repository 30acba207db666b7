/**
 * A hand on the timeline: to and fro over the day at sixty ticks a second, with the page's own memory of blocks. Host and
 * unfolding are threads, as they are a process and a worker in the product; nothing is drawn.
 */
import path from 'node:path';
import { setTimeout as until } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ColumnMessage } from '#contract/columns.ts';
import { createBlockMemory, type BlockMemory } from '../../renderer/frames/blockMemory.ts';
import { columnsAt, type Unfolded } from '../../renderer/frames/unfolded.ts';
import { median, type Figure } from '../report.ts';
import { alone, told } from './figures.ts';
import { MINUTE, START } from './world.ts';

const TICKS = 600;
const TICK_MS = 1000 / 60;
/** Of the day, from its middle to either side. */
const REACH = 11 / 24;
/** As in the page. */
const BUDGET = 256 * 1024 * 1024;

/** `rounds` drags of ten seconds, each with an empty memory. */
export async function drag(file: string, sites: number, minutes: number, rounds: number): Promise<Figure[]> {
  const host = new Worker(path.join(import.meta.dirname, 'dragHost.ts'), { workerData: { file } });
  const unfolder = new Worker(path.join(import.meta.dirname, 'dragUnfold.ts'));
  const fromHost = answers<ColumnMessage>(host);
  const unfolded = answers<Unfolded>(unfolder);
  const [late, slowest]: number[][] = [[], []];
  try {
    for (let round = 0; round < rounds; round++) {
      const memory = createBlockMemory({
        budget: BUDGET,
        async fetch({ time, led, line }, takeSpare) {
          const reply = await fromHost({ time, led });
          const spare = takeSpare();
          return unfolded({ ticket: 0, line: `${round} ${line}`, of: reply, spare }, [...spare, ...Object.values(reply.columns).map(({ buffer }) => buffer as ArrayBuffer)]);
        },
        recall(line, from, takeSpare) {
          const spare = takeSpare();
          return unfolded({ ticket: 0, line: `${round} ${line}`, of: { from }, spare }, spare);
        },
        arrived: () => undefined,
        newest: () => START + minutes * MINUTE,
      });
      const seen = await once(memory, minutes);
      late.push((100 * seen.late) / TICKS);
      slowest.push(seen.slowest);
    }
  } finally {
    await Promise.all([host.terminate(), unfolder.terminate()]);
  }
  return [
    alone(`hand drags ±${Math.round((minutes / 60) * REACH * 10) / 10} h in 10 s at 60 Hz over ${sites} sites, memory empty before: ticks whose frame is late`, median(late), '%', ['≤', 1]),
    told('slowest frame out of the page’s memory, values, ages and states', median(slowest), 'ms'),
  ];
}

/** Late: what the hand was at has no frame before the next tick is due. */
async function once(memory: BlockMemory, minutes: number): Promise<{ late: number; slowest: number }> {
  const middle = START + (minutes / 2) * MINUTE;
  // A hand begins at rest.
  const at = (tick: number): number => middle - minutes * MINUTE * REACH * Math.cos((2 * Math.PI * tick) / TICKS);
  // The hand has rested where the drag begins: its picture is there.
  memory.want('live', 'BENCH', at(0), 0);
  while (memory.at('live', 'BENCH', at(0)) === null) await until(5);
  const began = performance.now();
  let [late, slowest] = [0, 0];
  for (let tick = 0; tick < TICKS; tick++) {
    const due = began + tick * TICK_MS;
    if (performance.now() < due) await until(due - performance.now());
    memory.want('live', 'BENCH', at(tick), at(tick + 1) > at(tick) ? 1 : -1);
    let frame: ReturnType<typeof columnsAt> = null;
    do {
      const asked = performance.now();
      frame = memory.at('live', 'BENCH', at(tick));
      if (frame !== null) slowest = Math.max(slowest, performance.now() - asked);
      else await until(1);
    } while (frame === null && performance.now() < due + TICK_MS);
    if (frame === null || performance.now() > due + TICK_MS) late++;
  }
  return { late, slowest };
}

/** Questions to a thread, each with its answer. */
function answers<T>(worker: Worker): (question: unknown, transfer?: ArrayBuffer[]) => Promise<T> {
  const waiting = new Map<number, (answer: T) => void>();
  let last = 0;
  worker.setMaxListeners(0);
  worker.on('message', ({ ticket, answer }: { ticket: number; answer: T }) => {
    waiting.get(ticket)?.(answer);
    waiting.delete(ticket);
  });
  return (question, transfer = []) => new Promise((resolve, reject) => {
    const ticket = ++last;
    waiting.set(ticket, resolve);
    worker.once('error', reject);
    worker.postMessage({ ticket, question }, transfer);
  });
}
