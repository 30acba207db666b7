/**
 * Long work on the host's one thread, in slices: a slice runs only when it has its turn, one turn each time the event
 * loop comes round, so that frames and feeds are never kept waiting longer than a slice.
 */
import { setImmediate as nextRound } from 'node:timers/promises';
import { Refusal } from '#contract/server.ts';

/** Longest that work should hold the thread before it asks for another turn, ms. */
export const SLICE_MS = 8;

export interface Slices {
  /** Whether the slice lasts: then a step may follow without asking. */
  lasts(): boolean;
  goOn(): Promise<boolean>;
}

interface Waiting {
  resolve(): void;
  reject(reason: Refusal): void;
}

export interface Turns {
  /** Resolves when it is this work's turn. `soon` goes before `later`: a person waits for it. */
  take(when: 'soon' | 'later'): Promise<void>;
  /**
   * To be asked between two steps of one piece of work: answers at once while its slice lasts, else with its next turn. False
   * where `isWanted` says, at the beginning of a slice, that the work is not wanted any more. `isEager`: the first slice
   * begins at once.
   */
  slices(when: 'soon' | 'later', isWanted?: () => boolean, options?: { isEager: boolean }): Slices;
  /** One after the other, in the order asked: the first is complete early instead of all late. */
  inOrder<T>(work: () => Promise<T>): Promise<T>;
  /** Nobody gets a turn any more: what waits ends with `Refusal('unavailable')`. */
  close(): void;
}

const closing = (): Refusal => new Refusal('unavailable', 'The host is closing.');

export function takeTurns(): Turns {
  const waiting = { soon: [] as Waiting[], later: [] as Waiting[] };
  let isOpen = true;
  let isGoingRound = false;
  let last: Promise<unknown> = Promise.resolve();

  const goRound = async (): Promise<void> => {
    isGoingRound = true;
    for (;;) {
      await nextRound();
      const next = waiting.soon.shift() ?? waiting.later.shift();
      if (!next) break;
      if (isOpen) next.resolve();
      else next.reject(closing());
    }
    isGoingRound = false;
  };

  const take: Turns['take'] = (when) => new Promise((resolve, reject) => {
    waiting[when].push({ resolve, reject });
    if (!isGoingRound) void goRound();
  });

  return {
    take,
    slices(when, isWanted = () => true, { isEager } = { isEager: false }) {
      let ends = isEager ? performance.now() + SLICE_MS : 0;
      const lasts = (): boolean => performance.now() < ends;
      return {
        lasts,
        async goOn() {
          if (!isOpen) throw closing();
          if (lasts()) return true;
          await take(when);
          ends = performance.now() + SLICE_MS;
          return isWanted();
        },
      };
    },
    inOrder(asked) {
      // Its store may be closed when its time comes.
      const work: typeof asked = () => (isOpen ? asked() : Promise.reject(closing()));
      const done = last.then(work, work);
      last = done.catch(() => undefined);
      return done;
    },
    close: () => void (isOpen = false),
  };
}
