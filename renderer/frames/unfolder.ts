/** The page's end of the worker that unfolds stretches of history. */
import type { ColumnMessage } from '#contract/columns.ts';
import type { UnfoldAnswer, UnfoldRequest } from './blocks.worker.ts';
import type { Unfolded } from './unfolded.ts';

/** Null where the reply cannot be read, or the worker has failed: then the host's own frames are all there is. */
export type Unfolder = (reply: ColumnMessage) => Promise<Unfolded | null>;

export function startUnfolder(): Unfolder {
  let worker: Worker | null = null;
  let last = 0;
  const waiting = new Map<number, (block: Unfolded | null) => void>();

  const start = (): Worker => {
    const started = new Worker(new URL('./blocks.worker.ts', import.meta.url), { type: 'module', name: 'history' });
    started.addEventListener('message', ({ data: { ticket, block } }: MessageEvent<UnfoldAnswer>) => {
      waiting.get(ticket)?.(block);
      waiting.delete(ticket);
    });
    started.addEventListener('error', () => {
      started.terminate();
      worker = null;
      for (const answer of waiting.values()) answer(null);
      waiting.clear();
    });
    return started;
  };

  return (reply) => new Promise((resolve) => {
    const ticket = ++last;
    waiting.set(ticket, resolve);
    worker ??= start();
    const request: UnfoldRequest = { ticket, reply };
    worker.postMessage(request, [...new Set(Object.values(reply.columns).map(({ buffer }) => buffer as ArrayBuffer))]);
  });
}
