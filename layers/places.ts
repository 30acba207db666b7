/** What a frame says of one place, as drawing sees it: measured, silent, or nothing to draw; how old it is says `age.ts`. */
import { STATUS, type IndicatorFrame } from './frame.ts';

type Said = Pick<IndicatorFrame, 'values' | 'status'>;

/** True where a place has a value to show in this frame. */
export function isMeasured(frame: Said, index: number): boolean {
  return frame.status[index] === STATUS.measured && Number.isFinite(frame.values[index]!);
}

/** True where a place is drawn hatched: it did report and does not now, or its value is withheld. */
export function isWithheld(frame: Said, index: number): boolean {
  return frame.status[index] === STATUS.silent || frame.status[index] === STATUS.suppressed;
}
