/** Unfolds stretches of history off the page's own thread. One reply in, one stretch out, in order. */
import { columnsOf, createUnfolding, type UnfoldAnswer, type UnfoldRequest } from './unfolding.ts';

/** The worker's own global, which the page's types do not describe. */
const port = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<UnfoldRequest>) => void): void;
  postMessage(answer: UnfoldAnswer, transfer: ArrayBufferLike[]): void;
};
const unfold = createUnfolding();

port.addEventListener('message', ({ data }) => {
  const answer = unfold(data);
  port.postMessage(answer, columnsOf(answer.block));
});
