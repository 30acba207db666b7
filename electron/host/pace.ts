/** Things that happen often, done seldom. */

export interface Paced {
  /** Now, or as soon as the last time is long enough ago; asking again meanwhile changes nothing. */
  ask(): void;
  stop(): void;
}

/** `act` runs at most once in `spacingMs`. */
export function atMostEvery(spacingMs: number, act: () => void): Paced {
  let last = -Infinity;
  let timer: NodeJS.Timeout | null = null;
  const run = (): void => {
    timer = null;
    last = performance.now();
    act();
  };
  return {
    ask() {
      if (timer !== null) return;
      const wait = last + spacingMs - performance.now();
      if (wait <= 0) run();
      else timer = setTimeout(run, wait);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
