import { useCallback, useEffect, useState } from 'react';
import { CallProblem } from '#contract/client.ts';
import type { Place, Problem } from '#contract/contract.ts';
import type { Indicator } from '#contract/catalogue.ts';
import { call } from '../../host.ts';
import { currentInstant } from '../../intents.ts';
import { frameDesk, listenToFrames, SLOTS } from '../../picture.ts';
import { DAY_MS } from '../../state/clock.ts';
import { useScreen } from '../../state/store.ts';
import { readingInFrame, readingInSeries, sameReading, type PlaceReading, type PlaceSeries } from './readings.ts';

/** While live the chart is asked for again so often. */
const SERIES_AGAIN_MS = 60_000;
/** In a replay, when the clock has left the charted day by so much. */
const SERIES_STEP_MS = 15 * 60_000;

export type Asked<T> = { state: 'loading' } | { state: 'there'; value: T } | { state: 'failed'; problem: Problem };

/** Asks the host whenever `ask` is another function, and again when the host comes back. */
function useAsked<T>(ask: () => Promise<T>): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ state: 'loading' });
  const link = useScreen((screen) => screen.link);
  useEffect(() => {
    if (link !== 'open') return;
    let wanted = true;
    ask().then(
      (value) => wanted && setAsked({ state: 'there', value }),
      (error: unknown) => {
        if (!(error instanceof CallProblem)) throw error;
        if (wanted) setAsked((before) => (before.state === 'there' ? before : { state: 'failed', problem: error.problem }));
      },
    );
    return () => {
      wanted = false;
    };
  }, [ask, link]);
  return asked;
}

export function usePlace(places: string, index: number): Asked<Place> {
  return useAsked(useCallback(() => call('place.describe', { places, index }), [places, index]));
}

/** The 24 hours up to the instant that the screen stands for. */
export function usePlaceSeries(places: string, index: number): { asked: Asked<PlaceSeries>; from: number; to: number } {
  const [to, setTo] = useState(() => currentInstant() ?? Date.now());
  const clock = useScreen((screen) => screen.clock);
  const hand = useScreen((screen) => screen.hand);
  useEffect(() => {
    const refresh = (): void => {
      const now = currentInstant();
      if (now === null || document.hidden) return;
      setTo((before) => (Math.abs(now - before) >= (clock?.mode === 'replay' ? SERIES_STEP_MS : SERIES_AGAIN_MS - 5_000) ? now : before));
    };
    if (hand !== null) return;
    refresh();
    const timer = setInterval(refresh, clock?.mode === 'replay' && clock.rate > 1 ? 2_000 : SERIES_AGAIN_MS);
    return () => clearInterval(timer);
  }, [clock, hand]);
  const from = to - DAY_MS;
  const ask = useCallback(async () => {
    const { columns } = await call('series.get', { places, index, from: Math.round(from), to: Math.round(to) });
    return columns as unknown as PlaceSeries;
  }, [places, index, from, to]);
  const asked = useAsked(ask);
  return { asked, from, to };
}

/** The place's value in the frame on the screen; null where no slot shows its place set. */
function readingShown(indicator: Indicator, places: string, index: number): PlaceReading | null {
  for (const slot of SLOTS) {
    const shown = frameDesk.current(slot);
    if (shown?.frame.places === places) return readingInFrame(shown, index, indicator);
  }
  return null;
}

/** Follows the frames: drawn again only when this place's value changes. */
export function useReading(indicator: Indicator, places: string, index: number, series: Asked<PlaceSeries>): PlaceReading | null {
  const [shown, setShown] = useState<PlaceReading | null>(() => readingShown(indicator, places, index));
  useEffect(() => {
    const read = (): void => {
      const next = readingShown(indicator, places, index);
      setShown((before) => (sameReading(before, next) ? before : next));
    };
    read();
    return listenToFrames(read);
  }, [indicator, places, index]);
  if (shown) return shown;
  return series.state === 'there' ? readingInSeries(series.value, currentInstant() ?? Infinity, indicator) : null;
}
