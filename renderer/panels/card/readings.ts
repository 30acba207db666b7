/** What the newest frame on the screen, or else the end of a series, says of one place. */
import { NEVER, STATUS } from '#layers/frame.ts';
import { levelOf, type Indicator, type Level } from '#contract/catalogue.ts';
import type { Exceedance } from '#contract/exceedance.ts';
import type { Shown } from '../../frames/desk.ts';
import type { ReadingState } from './Reading.tsx';

export interface PlaceReading {
  value: number | null;
  level: Level | null;
  state: ReadingState;
  /** Epoch ms; whole seconds, as frames tell ages. */
  measuredAt: number | null;
}

const STATES: Record<number, ReadingState> = {
  [STATUS.measured]: 'measured', [STATUS.silent]: 'silent', [STATUS.never]: 'never', [STATUS.suppressed]: 'suppressed',
};

export function readingInFrame({ frame }: Shown, index: number, indicator: Indicator): PlaceReading | null {
  const status = frame.status[index];
  if (status === undefined) return null;
  const value = frame.values[index]!;
  const age = frame.ages[index]!;
  return {
    value: Number.isFinite(value) ? value : null,
    level: levelOf(value, indicator.thresholds),
    state: STATES[status] ?? 'never',
    measuredAt: age === NEVER ? null : Math.floor((frame.time - age * 1000) / 1000) * 1000,
  };
}

export interface PlaceSeries {
  times: Float64Array;
  values: Float64Array;
  status: Uint8Array;
  /** Where entries may stand for several words: of all of them. */
  low?: Float64Array;
  mean?: Float64Array;
  high?: Float64Array;
  exceedance: Exceedance;
}

/** The last entry at or before `instant`, epoch ms. */
export function readingInSeries({ times, values, status }: Pick<PlaceSeries, 'times' | 'values' | 'status'>, instant: number, indicator: Indicator): PlaceReading {
  let at = times.length - 1;
  while (at >= 0 && times[at]! > instant) at--;
  if (at < 0) return { value: null, level: null, state: 'never', measuredAt: null };
  const value = values[at]!;
  return { value: Number.isFinite(value) ? value : null, level: levelOf(value, indicator.thresholds), state: STATES[status[at]!] ?? 'never', measuredAt: times[at]! };
}

export function sameReading(one: PlaceReading | null, other: PlaceReading | null): boolean {
  if (one === null || other === null) return one === other;
  return one.value === other.value && one.state === other.state && one.measuredAt === other.measuredAt;
}
