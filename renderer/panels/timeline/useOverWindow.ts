import { useEffect, useState } from 'react';
import { CallProblem } from '#contract/client.ts';
import { edgeNow } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import { rangeAround, stepFor } from './asked.ts';

export interface Range { from: number; to: number }
export interface Window extends Range { edge: number }

/** While a window is dragged or zoomed it is not asked for. */
const REST_MS = 180;
/** What reaches the edge grows: it is asked for again so often, ms. */
const AGAIN = { least: 10_000, most: 60_000 };
/** While history fills in, the strip grows before the eyes. */
const FILLING_MS = 4_000;

/**
 * What the host says of the window, asked for again as the window moves on, as time goes on and as history fills in; what it
 * said last stays until then. `key`: what it is about; null: nothing. `most`: steps that the window is cut into at most.
 */
export function useOverWindow<T>(key: string | null, window: Window, most: number, ask: (range: Range, step: number) => Promise<T>): T | null {
  const [said, setSaid] = useState<{ key: string; value: T } | null>(null);
  const run = useScreen((screen) => screen.run?.id);
  const link = useScreen((screen) => screen.link);
  const isFilling = useScreen(({ history, feeds }) => history.done < history.total || feeds.some(({ state }) => state === 'filling'));
  const whole = key === null ? null : `${run}|${key}`;
  const span = window.to - window.from;
  const step = stepFor(span, most);
  const { from, to } = rangeAround(window, step, window.edge);
  const isGrowing = to >= window.edge;
  useEffect(() => {
    if (link !== 'open' || whole === null || edgeNow() === 0) return;
    let wanted = true;
    let asking = false;
    const askNow = async (): Promise<void> => {
      if (asking || document.hidden) return;
      asking = true;
      try {
        const value = await ask({ from, to }, step);
        if (wanted) setSaid({ key: whole, value });
      } catch (error) {
        if (!(error instanceof CallProblem)) throw error;
      } finally {
        asking = false;
      }
    };
    const rested = setTimeout(() => void askNow(), REST_MS);
    const again = isFilling ? FILLING_MS : Math.min(AGAIN.most, Math.max(AGAIN.least, span / 1440));
    const timer = isGrowing || isFilling ? setInterval(() => void askNow(), again) : undefined;
    return () => {
      wanted = false;
      clearTimeout(rested);
      clearInterval(timer);
    };
  }, [ask, link, whole, from, to, step, span, isGrowing, isFilling]);
  // What was said of another run, or of another indicator, is nothing about this one.
  return said !== null && said.key === whole ? said.value : null;
}
