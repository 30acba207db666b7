/** Does the store's upkeep in idle moments: in small pieces, with pauses longer than the pieces. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { RunStore } from '../store/store.ts';
import type { Heads } from './heads.ts';

export interface KeepUpOptions {
  store: RunStore;
  heads: Heads;
  /** The run's clock, epoch ms. */
  now(): number;
  /** How long observations are kept, ms; null for ever. */
  retainMs: number | null;
  log: Log;
  /** After observations were dropped. */
  dropped(): void;
  /** How often it looks for something to do, ms. */
  everyMs?: number;
}

/** Late observations still come while a span is this young: merging it would have to be done again. */
const SETTLED_MS = 600_000;
const HEADS_EVERY_MS = 600_000;
/** Pauses are so much longer than the pieces between them. */
const PAUSE_FACTOR = 3;

export function keepUp({ store, heads, now, retainMs, log, dropped, everyMs = 5000 }: KeepUpOptions): { stop(): void } {
  const stopped = new AbortController();
  let headsKept = performance.now();

  const breathe = async (piece: number): Promise<void> => pause(Math.max(1, piece * PAUSE_FACTOR), undefined, { signal: stopped.signal, ref: false });

  /** One piece of the store's upkeep, with pauses inside; whether there was something to do. */
  const onePiece = async (): Promise<boolean> => {
    const extent = store.extent();
    const work = store.upkeep({ mergeBefore: now() - SETTLED_MS, dropBefore: retainMs === null ? null : now() - retainMs });
    for (;;) {
      const began = performance.now();
      const { done, value } = work.next();
      if (done) {
        if (store.extent()?.from !== extent?.from) dropped();
        return value;
      }
      await breathe(performance.now() - began);
    }
  };

  const keepHeads = async (): Promise<void> => {
    headsKept = performance.now();
    for (const indicator of store.indicators()) {
      const began = performance.now();
      heads.keep(indicator);
      await breathe(performance.now() - began);
    }
  };

  const life = async (): Promise<void> => {
    for (;;) {
      await pause(everyMs, undefined, { signal: stopped.signal, ref: false });
      try {
        while (await onePiece()) await breathe(1);
        if (performance.now() - headsKept > HEADS_EVERY_MS) await keepHeads();
        failure = '';
      } catch (error) {
        if (stopped.signal.aborted) throw error;
        // A full disk may have room again: what failed is tried again, and told once.
        const { message } = error as Error;
        if (message !== failure) log('error', `Upkeep of ${store.file} failed: ${message}`);
        failure = message;
      }
    }
  };
  let failure = '';
  life().catch((error: Error) => {
    if (!stopped.signal.aborted) log('error', `Upkeep of ${store.file} has stopped: ${error.message}`);
  });
  return { stop: () => stopped.abort() };
}
