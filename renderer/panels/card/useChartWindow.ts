import { useEffect, useState } from 'react';
import { currentInstant, edgeNow } from '../../intents.ts';
import { DAY_MS } from '../../state/clock.ts';
import { useScreen } from '../../state/store.ts';
import { windowOf } from '../../state/view.ts';

/** While live the chart is asked for again so often. */
const AGAIN_MS = 60_000;
/** In a replay, when the clock has left the charted range by so much. */
const STEP_MS = 15 * 60_000;
/** While the timeline is zoomed or dragged its range is not charted. */
const REST_MS = 250;
/** A range of the timeline that has moved by less than this share of it is the same. */
const SAME = 1 / 200;
const LENGTHS = { day: DAY_MS, week: 7 * DAY_MS } as const;

/** What charts are of, whole epoch ms: so long up to the instant shown, or what the timeline shows. */
export function useChartWindow(): { from: number; to: number } {
  const range = useScreen((screen) => screen.chartRange);
  const view = useScreen((screen) => screen.view);
  const clock = useScreen((screen) => screen.clock);
  const hand = useScreen((screen) => screen.hand);
  const [to, setTo] = useState(() => Math.round(currentInstant() ?? Date.now()));
  const [seen, setSeen] = useState({ from: to - DAY_MS, to });
  useEffect(() => {
    const refresh = (): void => {
      const now = currentInstant();
      if (now === null || document.hidden) return;
      setTo((before) => (Math.abs(now - before) >= (clock?.mode === 'replay' ? STEP_MS : AGAIN_MS - 5_000) ? Math.round(now) : before));
    };
    if (hand !== null) return;
    refresh();
    const timer = setInterval(refresh, clock?.mode === 'replay' && clock.rate > 1 ? 2_000 : AGAIN_MS);
    return () => clearInterval(timer);
  }, [clock, hand]);
  useEffect(() => {
    if (range !== 'timeline') return;
    const refresh = (): void => {
      const next = windowOf(view, edgeNow());
      setSeen((before) => (Math.abs(before.from - next.from) + Math.abs(before.to - next.to) < view.span * SAME ? before : { from: Math.round(next.from), to: Math.round(next.to) }));
    };
    const rested = setTimeout(refresh, REST_MS);
    const timer = setInterval(refresh, AGAIN_MS);
    return () => {
      clearTimeout(rested);
      clearInterval(timer);
    };
  }, [range, view]);
  return range === 'timeline' ? seen : { from: to - LENGTHS[range], to };
}
