/**
 * How old what one sees is: one rule for every form. Until one period has passed a value is fresh and solid; then it fades, until after three
 * the place is silent, hatched and grey, and has no value any more. What has never spoken is empty. Every form takes its opacity and greys
 * from here, the legend's key too, and the drape's shader its hatch.
 */
import { NEVER, SILENT_AFTER_PERIODS, STATUS, type IndicatorFrame } from './frame.ts';

/** Until then a value is fresh, in periods; from `SILENT_AFTER_PERIODS` on the host calls its place silent. */
export const FADES_AFTER_PERIODS = 1;
/** Opacity of a value that is about to fall silent, of a fresh one's. */
export const OLDEST = 0.35;

/** What takes the place of a value's colour where a place is silent: red, green, blue, 0…255. */
export const SILENT_GREY = [128, 134, 143] as const;
/** Of the hatch on the ground: how much it covers between its stripes, and how much more on them. */
export const HATCH_SHARE = { between: 0.2, stripe: 0.4 } as const;

/** How opaque a value is for its age, of 1 where it is fresh. */
export function freshness(ageSeconds: number, periodSeconds: number): number {
  if (ageSeconds === NEVER) return 1;
  const late = (ageSeconds / periodSeconds - FADES_AFTER_PERIODS) / (SILENT_AFTER_PERIODS - FADES_AFTER_PERIODS);
  return 1 - (1 - OLDEST) * Math.min(1, Math.max(0, late));
}

/** What a place is to be drawn as. */
export type PlaceState = 'fresh' | 'fading' | 'silent' | 'withheld' | 'never';

export function stateOf(frame: IndicatorFrame, index: number, periodSeconds: number): PlaceState {
  switch (frame.status[index]) {
    case STATUS.measured:
      if (!Number.isFinite(frame.values[index]!)) return 'never';
      return frame.ages[index] !== NEVER && frame.ages[index]! > FADES_AFTER_PERIODS * periodSeconds ? 'fading' : 'fresh';
    case STATUS.silent:
      return 'silent';
    case STATUS.suppressed:
      return 'withheld';
    default:
      return 'never';
  }
}
