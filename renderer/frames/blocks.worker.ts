/** Unfolds stretches of history off the page's own thread. One reply in, one stretch out, in order. */
import type { ColumnMessage } from '#contract/columns.ts';
import { unfoldReply, type Unfolded } from './unfolded.ts';

export interface UnfoldRequest { ticket: number; reply: ColumnMessage }
/** `block` null: the reply could not be read. */
export interface UnfoldAnswer { ticket: number; block: Unfolded | null }

/** The worker's own global, which the page's types do not describe. */
const port = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<UnfoldRequest>) => void): void;
  postMessage(answer: UnfoldAnswer, transfer: ArrayBufferLike[]): void;
};

port.addEventListener('message', ({ data: { ticket, reply } }) => {
  try {
    const block = unfoldReply(reply);
    const columns = block.kind === 'observed' ? [block.dense.values, block.dense.times, block.dense.quality] : [];
    port.postMessage({ ticket, block }, columns.flatMap((column) => (column === null ? [] : [column.buffer])));
  } catch {
    port.postMessage({ ticket, block: null }, []);
  }
});
