/** What a frame says of one place, as drawing sees it: measured and how fresh, silent, or nothing to draw. */
import { NEVER, SILENT_AFTER_PERIODS, STATUS, type IndicatorFrame } from './frame.ts';

/** Freshness of a value: 1 until 1.5 periods have passed, then fading to 0.35 when the place falls silent. */
export function freshness(ageSeconds: number, periodSeconds: number): number {
  if (ageSeconds === NEVER) return 1;
  const late = (ageSeconds / periodSeconds - 1.5) / (SILENT_AFTER_PERIODS - 1.5);
  return 1 - 0.65 * Math.min(1, Math.max(0, late));
}

/** True where a place has a value to show in this frame. */
export function isMeasured(frame: IndicatorFrame, index: number): boolean {
  return frame.status[index] === STATUS.measured && Number.isFinite(frame.values[index]!);
}

/** True where a place is drawn hatched: it did report and does not now, or its value is withheld. */
export function isWithheld(frame: IndicatorFrame, index: number): boolean {
  return frame.status[index] === STATUS.silent || frame.status[index] === STATUS.suppressed;
}
