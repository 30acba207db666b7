/** The page's worker of the drag. */
import { parentPort } from 'node:worker_threads';
import type { ColumnMessage } from '#contract/columns.ts';
import { unfoldReply } from '../../renderer/frames/unfolded.ts';

parentPort!.on('message', ({ ticket, question }: { ticket: number; question: ColumnMessage }) => {
  const answer = unfoldReply(question);
  const columns = answer.kind === 'observed' ? [answer.dense.values, answer.dense.times, answer.dense.quality] : [];
  parentPort!.postMessage({ ticket, answer }, columns.flatMap((column) => (column === null ? [] : [column.buffer as ArrayBuffer])));
});
