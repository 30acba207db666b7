/** Does the store's upkeep in idle moments: in small pieces, with pauses longer than the pieces. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { limitsAt, type Retention } from '../retention.ts';
import type { RunStore } from '../store/store.ts';
import type { Heads } from './heads.ts';

export interface KeepUpOptions {
  store: RunStore;
  heads: Heads;
  /** The run's clock, epoch ms. */
  now(): number;
  retention: Retention;
  log: Log;
  /** After observations were dropped. */
  dropped(): void;
  /** Whole percent of the budget that is used, whenever it is another. */
  used?(percent: number): void;
  /** How often it looks for something to do, ms. */
  everyMs?: number;
}

/** Late observations still come while a span is this young: merging it would have to be done again. */
const SETTLED_MS = 600_000;
const HEADS_EVERY_MS = 600_000;
/** Pauses are so much longer than the pieces between them. */
const PAUSE_FACTOR = 3;
/** Of the budget: from here on it is told, and from here on room is made, so that the file itself stays within. */
const TOLD_AT = 80;
const RELIEVED_AT = 95;
/** The last day stays as it came, whatever the budget. */
const UNTOUCHED_MS = 86_400_000;
/** Where the run states no steps of its own. */
const STEPS_MS = [900_000, 3_600_000];

export function keepUp({ store, heads, now, retention, log, dropped, used, everyMs = 5000 }: KeepUpOptions): { stop(): void } {
  const stopped = new AbortController();
  const { budgetBytes, steps } = retention;
  let headsKept = performance.now();
  let percent = 0;
  let isPressed = false;
  let isFull = false;

  const breathe = async (piece: number): Promise<void> => pause(Math.max(1, piece * PAUSE_FACTOR), undefined, { signal: stopped.signal, ref: false });

  /** One piece of work on the store, with pauses inside; whether there was something to do. */
  const onePiece = async (work: Generator<void, boolean>): Promise<boolean> => {
    const extent = store.extent();
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

  const look = (budget: number): void => {
    const before = percent;
    percent = Math.round((100 * store.storage().used) / budget);
    if (percent !== before) used?.(percent);
    if (percent >= TOLD_AT && !isPressed) log('warn', `${store.file} has used ${percent} % of the ${Math.round(budget / 1048576)} MB it may have; from ${RELIEVED_AT} % on its oldest observations are thinned or dropped early.`);
    // Told again only after it was clearly below.
    isPressed = percent >= (isPressed ? TOLD_AT - 5 : TOLD_AT);
  };
  /** Whether room was made. */
  const relieve = async (): Promise<boolean> => {
    if (budgetBytes === null) return false;
    look(budgetBytes);
    if (percent < RELIEVED_AT) {
      isFull = false;
      return false;
    }
    const made = await onePiece(store.relieve(steps.length === 0 ? STEPS_MS : steps.map(({ stepMs }) => stepMs), now() - UNTOUCHED_MS));
    if (!made && !isFull) log('error', `${store.file} does not fit into its ${Math.round(budgetBytes / 1048576)} MB: its last day alone takes ${percent} %.`);
    isFull = !made;
    return made;
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
        for (let more = true; more;) {
          more = await onePiece(store.upkeep({ mergeBefore: now() - SETTLED_MS, ...limitsAt(retention, now()) }));
          if (await relieve()) more = true;
          if (more) await breathe(1);
        }
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
