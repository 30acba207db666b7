/** When to try again: doubling up to a limit, anywhere in the upper half of it, so that screens do not return all at once. */
export interface BackOff {
  /** Calls `again` after the next wait; a call before cancels the one that waits. */
  retry(again: () => void): void;
  /** After a success: the next wait is the shortest again. */
  succeeded(): void;
  cancel(): void;
}

export interface BackOffOptions {
  firstMs: number;
  mostMs: number;
  random(): number;
}

export function backOff({ firstMs, mostMs, random }: BackOffOptions): BackOff {
  let wait = firstMs;
  let timer: NodeJS.Timeout | undefined;
  return {
    retry(again) {
      clearTimeout(timer);
      timer = setTimeout(again, wait / 2 + (wait / 2) * random());
      wait = Math.min(mostMs, wait * 2);
    },
    succeeded: () => void (wait = firstMs),
    cancel: () => clearTimeout(timer),
  };
}
