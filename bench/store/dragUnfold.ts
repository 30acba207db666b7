/** The page's worker of the drag. */
import { parentPort } from 'node:worker_threads';
import { columnsOf, createUnfolding, type UnfoldRequest } from '../../renderer/frames/unfolding.ts';

const unfold = createUnfolding();
parentPort!.on('message', ({ ticket, question }: { ticket: number; question: UnfoldRequest }) => {
  const answer = unfold(question);
  parentPort!.postMessage({ ticket, answer: answer.block }, columnsOf(answer.block) as ArrayBuffer[]);
});
