/** The page's end of the worker that unfolds stretches of history. */
import type { UnfoldAnswer, UnfoldRequest } from './unfolding.ts';
import type { Unfolded } from './unfolded.ts';

/** Arguments and null as in `UnfoldRequest` and its answer; null also where the worker has failed. */
export type Unfolder = (line: string, of: UnfoldRequest['of'], spare: ArrayBuffer[]) => Promise<Unfolded | null>;

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

  return (line, of, spare) => new Promise((resolve) => {
    const ticket = ++last;
    waiting.set(ticket, resolve);
    worker ??= start();
    const request: UnfoldRequest = { ticket, line, of, spare };
    worker.postMessage(request, [...spare, ...('header' in of ? new Set(Object.values(of.columns).map(({ buffer }) => buffer as ArrayBuffer)) : [])]);
  });
}
