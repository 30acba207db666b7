/** Thread: reads states at random instants until told to end, and sends how long each took. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunStore } from '#host/store/store.ts';
import { random } from '#fixtures/city/plane/random.ts';
import type { ReaderOrder } from './beside.ts';
import { CODE, MINUTE, START } from './world.ts';

const { module, file, minutes, until } = workerData as ReaderOrder;
const { openReader } = (await import(module)) as { openReader(file: string): Pick<RunStore, 'stateAt' | 'close'> };
const reader = openReader(file);
const pick = random(7, 'reader');
const times: number[] = [];
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
parentPort!.postMessage('open');
while (Date.now() < until) {
  const began = performance.now();
  reader.stateAt(CODE, START + Math.floor((5 + pick() * (minutes - 6)) * MINUTE), 3 * MINUTE);
  times.push(performance.now() - began);
}
reader.close();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
parentPort!.postMessage(times);
