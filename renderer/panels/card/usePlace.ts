import { useCallback, useEffect, useState } from 'react';
import type { Place } from '#contract/contract.ts';
import type { Indicator } from '#contract/catalogue.ts';
import { call } from '../../host.ts';
import { currentInstant } from '../../intents.ts';
import { frameDesk, listenToFrames, SLOTS } from '../../picture.ts';
import { useAsked, type Asked } from './useAsked.ts';
import { readingInFrame, readingInSeries, sameReading, type PlaceReading, type PlaceSeries } from './readings.ts';

export function usePlace(places: string, index: number): Asked<Place> {
  return useAsked(useCallback(() => call('place.describe', { places, index }), [places, index]), `${places}|${index}`);
}

/** The place over a range, whole epoch ms. */
export function usePlaceSeries(places: string, index: number, { from, to }: { from: number; to: number }): Asked<PlaceSeries> {
  const ask = useCallback(async () => {
    const { header, columns } = await call('series.get', { places, index, from, to });
    return { ...columns, exceedance: header.exceedance } as unknown as PlaceSeries;
  }, [places, index, from, to]);
  return useAsked(ask, `${places}|${index}`);
}

/** The place's value in the frame on the screen; null where no slot shows its place set. */
function readingShown(indicator: Indicator, places: string, index: number): PlaceReading | null {
  // Of one indicator at two moments b is the clock's, as the card's own value is.
  for (const slot of SLOTS.toReversed()) {
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
