/** What the timeline shows of the record: how much of it there is, the city's value, and its moments. */
import { useCallback } from 'react';
import type { Stretch, TimelineMoment } from '#contract/contract.ts';
import { call } from '../../host.ts';
import { useOverWindow, type Range, type Window } from './useOverWindow.ts';

/** `share`: how much of what was expected came in each bucket; `step`: seconds between stored values where coarser than live, else 0. */
export interface Coverage { times: Float64Array; share: Float32Array; step: Float32Array; from: number; to: number }
export interface Values { times: Float64Array; values: Float64Array }

/** So finely each is asked for, in steps of the window. */
const PIECES = { coverage: 288, values: 180, moments: 24, stretches: 24 };

export function useCoverage(indicator: string | null, window: Window): Coverage | null {
  const ask = useCallback(async (range: Range, step: number): Promise<Coverage> => {
    const { columns } = await call('coverage.get', { ...range, buckets: Math.round((range.to - range.from) / step), ...(indicator !== null && { indicator }) });
    return { ...range, times: columns.times as Float64Array, share: columns.share as Float32Array, step: columns.step as Float32Array };
  }, [indicator]);
  return useOverWindow(indicator ?? '', window, PIECES.coverage, ask);
}

export function useValues(indicator: string | null, window: Window): Values | null {
  const ask = useCallback(async (range: Range, step: number): Promise<Values> => {
    const { columns } = await call('strip.get', { indicator: indicator!, ...range, step });
    return { times: columns.times as Float64Array, values: columns.values as Float64Array };
  }, [indicator]);
  return useOverWindow(indicator, window, PIECES.values, ask);
}

export function useStretches(indicator: string | null, window: Window): readonly Stretch[] | null {
  const ask = useCallback(async (range: Range) => (await call('resolutions.get', { indicator: indicator!, ...range })).stretches, [indicator]);
  return useOverWindow(indicator, window, PIECES.stretches, ask);
}

export function useMoments(indicator: string | null, window: Window): readonly TimelineMoment[] | null {
  const ask = useCallback(async (range: Range) => (await call('events.get', { indicator: indicator!, ...range })).moments, [indicator]);
  return useOverWindow(indicator, window, PIECES.moments, ask);
}
