/** One animation loop for everything, asleep while nothing moves. */
export interface Loop {
  /** Runs for at least so many milliseconds from now. */
  wake(milliseconds?: number): void;
  destroy(): void;
}

const LINGER_MS = 300;

/**
 * `tick` is called once an animation frame while awake; it returns true while it has more to do on its own (a moving
 * camera, tiles on their way).
 */
export function createLoop(tick: (now: number) => boolean): Loop {
  let until = 0;
  let handle = 0;
  const step = (now: number): void => {
    handle = 0;
    if (tick(now)) until = Math.max(until, now + LINGER_MS);
    if (now < until) handle = requestAnimationFrame(step);
  };
  return {
    wake(milliseconds = LINGER_MS) {
      until = Math.max(until, performance.now() + milliseconds);
      if (handle === 0) handle = requestAnimationFrame(step);
    },
    destroy() {
      until = 0;
      cancelAnimationFrame(handle);
      handle = -1;
    },
  };
}
