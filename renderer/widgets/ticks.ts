/**
 * One beat for everything on the screen that changes by itself, on the wall clock's whole seconds. Every change of a
 * picture costs a composition of the screen, however small it is: what falls together costs one. It rests while nobody
 * can see the page.
 */
import { useSyncExternalStore } from 'react';

const SECOND = 1_000;
const listeners = new Set<() => void>();
let once: (() => void)[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Milliseconds from `delay` ms after now until the whole second that follows. */
export function untilBeat(delay = 0, now = Date.now()): number {
  const due = now + delay;
  return delay + (Math.floor(due / SECOND) + 1) * SECOND - due;
}

function beat(): void {
  timer = undefined;
  const due = once;
  once = [];
  for (const action of due) action();
  if (!document.hidden) for (const listener of listeners) listener();
  schedule();
}

function schedule(): void {
  if (timer !== undefined || (listeners.size === 0 && once.length === 0)) return;
  timer = setTimeout(beat, untilBeat());
}

export function listenToSeconds(listener: () => void): () => void {
  listeners.add(listener);
  schedule();
  return () => listeners.delete(listener);
}

/** Runs `action` on the next whole second, also while nobody can see the page. */
export function onNextBeat(action: () => void): void {
  once.push(action);
  schedule();
}

/** The component is drawn again every `period` seconds; returns the page's clock in epoch ms, rounded down to it. */
export function useNow(period = 1): number {
  return useSyncExternalStore(listenToSeconds, () => Math.floor(Date.now() / (period * SECOND)) * period * SECOND);
}
