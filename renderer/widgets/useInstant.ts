import { useEffect, useState } from 'react';
import { currentInstant } from '../intents.ts';
import { useScreen } from '../state/store.ts';
import { listenToSeconds } from './ticks.ts';

/** While a replay plays fast, its clock is shown so often (ms): readable, and a tenth of what the screen could do. */
const FAST_MS = 200;

/**
 * The instant that the screen stands for, in steps of `step` ms; null before the host has greeted. Drawn again when it
 * reaches the next step, when the hand moves, and when the host says something about its clock.
 */
export function useInstant(step = 1_000): number | null {
  const clock = useScreen((screen) => screen.clock);
  const hand = useScreen((screen) => screen.hand);
  const [instant, setInstant] = useState<number | null>(null);
  useEffect(() => {
    const read = (): void => {
      const at = currentInstant();
      setInstant(at === null ? null : Math.floor(at / step) * step);
    };
    read();
    const fast = clock?.mode === 'replay' && clock.rate > 1 && hand === null;
    if (!fast) return listenToSeconds(read);
    const timer = setInterval(read, FAST_MS);
    return () => clearInterval(timer);
  }, [clock, hand, step]);
  return instant;
}
