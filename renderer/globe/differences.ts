/** B − A of what lies in the two slots: what is drawn of it, and by which scale. */
import { fieldDifference, type FieldSide } from '#layers/difference/field.ts';
import { frameDifference } from '#layers/difference/frames.ts';
import { differenceScale, highFor } from '#layers/difference/scale.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { sumsAt } from '#layers/heat/kernel.ts';
import type { Ground } from '#layers/ramps.ts';
import { positionOn, type Scale } from '#layers/scale.ts';
import type { Shown } from './slots.ts';
import type { DifferenceEnds } from './types.ts';

/** Of a scale's whole range: a smaller end would make a difference of what is none. */
const LEAST_SHARE = 1 / 100;
/** Sites at which two fields are compared to find an end: more would say no more. */
const MOST_LOOKS = 500;

export interface Differences {
  /** The scale for what both slots show; null while they do not. Its end only grows, so that a colour goes on meaning the same while the clock runs. */
  of(a: Shown, b: Shown, ground: Ground): { scale: Scale; high: number; isDensity: boolean; frame: IndicatorFrame | null } | null;
  /** Another comparison: its end is its own. */
  forget(): void;
}

export function createDifferences(told: (ends: DifferenceEnds | null) => void): Differences {
  let kept: { scale: Scale; high: number; isDensity: boolean; ground: Ground } | null = null;
  return {
    forget() {
      if (kept) told(null);
      kept = null;
    },
    of(a, b, ground) {
      if (!a.frame || !b.frame) return null;
      const { isDensity, differences, frame } = comparedOf(a, b);
      if (differences === null) return null;
      const { values } = b.look.scale.mapping;
      const high = highFor(differences, LEAST_SHARE * Math.abs(values.at(-1)! - values[0]!));
      if (!kept || high > kept.high || kept.isDensity !== isDensity) {
        kept = { scale: differenceScale(high, b.look.scale.unit, ground), high, isDensity, ground };
        told({ high, isDensity });
      } else if (kept.ground !== ground) kept = { ...kept, scale: differenceScale(kept.high, kept.scale.unit, ground), ground };
      return { ...kept, frame };
    },
  };
}

function comparedOf(a: Shown, b: Shown): { isDensity: boolean; differences: Float32Array | null; frame: IndicatorFrame | null } {
  if (a.form === 'heat' && b.form === 'heat') {
    if (!a.field || !b.field) return { isDensity: false, differences: null, frame: null };
    return { isDensity: b.field.paint.isDensity, differences: betweenFields(a, b), frame: null };
  }
  const frame = frameDifference(a.frame!, b.frame!);
  return { isDensity: false, differences: frame.values, frame };
}

export const sideOf = ({ field, look }: Shown): FieldSide => ({ paint: field!.paint, sigma: look.sigma });

/** b − a, as it is painted x and y metres from the city's middle; null where either is not supported. */
export function differenceUnder(a: Shown, b: Shown, x: number, y: number): { a: number; b: number } | null {
  if (!a.field || !b.field) return null;
  const found = fieldDifference(sumsAt(a.field.field, x, y), sideOf(a), sumsAt(b.field.field, x, y), sideOf(b));
  return found.support > 0 ? found : null;
}

function betweenFields(a: Shown, b: Shown): Float32Array {
  const count = b.positions.length / 3;
  const looks = Math.min(MOST_LOOKS, count);
  return Float32Array.from({ length: looks }, (_, k) => {
    const i = Math.floor((k * count) / looks);
    const found = differenceUnder(a, b, b.positions[i * 3]!, b.positions[i * 3 + 1]!);
    return found ? found.b - found.a : NaN;
  });
}

/** As high as the change is large, whichever way it goes. */
export function sizesOf(frame: IndicatorFrame, high: number): { frame: IndicatorFrame; scale: Scale } {
  const scale = differenceScale(high, '', 'dark');
  return { frame: { ...frame, values: frame.values.map(Math.abs) }, scale: { ...scale, mapping: { values: [0, high], positions: [0, positionOn(scale.mapping, high)] } } };
}
