/** One timer for everything on the screen that grows older. It rests while nobody can see the page. */
import { useSyncExternalStore } from 'react';

const SECOND = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  if (document.hidden) return;
  for (const listener of listeners) listener();
}

export function listenToSeconds(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, SECOND);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The component is drawn again every `period` seconds; returns the page's clock in epoch ms, rounded down to it. */
export function useNow(period = 1): number {
  return useSyncExternalStore(listenToSeconds, () => Math.floor(Date.now() / (period * SECOND)) * period * SECOND);
}
