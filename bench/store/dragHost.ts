/** The host's end of the drag: blocks out of the file, as `block.get` replies. */
import { parentPort, workerData } from 'node:worker_threads';
import { observed } from '#host/frames/blocks.ts';
import { openReader } from '#host/store/openReader.ts';
import { CODE } from './world.ts';

const SILENT_MS = 180_000;
const HORIZON_MS = 6 * 3_600_000;
const reader = openReader((workerData as { file: string }).file);

parentPort!.on('message', ({ ticket, question: { time, led } }: { ticket: number; question: { time: number; led: boolean } }) => {
  const stored = reader.block(CODE, time)!;
  const { from, until } = stored;
  const { pieces, columns } = observed(stored, led ? reader.stateAt(CODE, from - 1, HORIZON_MS) : null);
  parentPort!.postMessage({ ticket, answer: { header: { from, until, complete: until, silentAfter: SILENT_MS, form: 'observed', horizon: HORIZON_MS, pieces }, columns } }, Object.values(columns).map(({ buffer }) => buffer as ArrayBuffer));
});
