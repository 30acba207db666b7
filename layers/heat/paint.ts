/**
 * From the sums at a place to what is painted there. The drape's shader does the same for every pixel (renderer/globe/surface.glsl.ts):
 * its constants are these.
 */
import { positionOn, type Mapping } from '../scale.ts';
import { kernelArea } from './kernel.ts';

/** Where the kernel's sum over measured sites falls below the first nobody measures; above the second it counts in full. One site alone reaches 1. */
export const SUPPORT = { none: 0.1, full: 0.45 } as const;
/** A density is visible from the first share of its scale on and full at the second; below it the ground shows. */
export const FAINT = { none: 0.02, full: 0.25 } as const;
/** Most stops of a mapping that a field can be painted by. */
export const MOST_STOPS = 8;
/** Of a value beyond its scale no more than so many of its spans count: a broken device shall not outweigh a city. */
const MOST_SPANS = 1000;

export interface FieldPaint {
  /** What stands in a field for a value: (value - base) / span, so that sums stay small. */
  base: number;
  span: number;
  isDensity: boolean;
  /** The scale as the shader reads it: `MOST_STOPS` values, in what the field gives, then their positions; unused ones repeat the last. */
  stops: Float32Array;
}

/** What is painted at a place. */
export interface Painted {
  /** Indicator's unit, per km² where it is a density; NaN where nothing is measured. */
  value: number;
  /** 0…1 along the scale. */
  position: number;
  /** 0…1: how well it is supported by sites near by; how much of them is silent; how fresh the others are. */
  support: number;
  silence: number;
  freshness: number;
}

/** Throws where the mapping has more stops than can be painted. */
export function fieldPaint({ values, positions }: Mapping, isDensity: boolean, sigma: number): FieldPaint {
  if (values.length > MOST_STOPS) throw new RangeError(`A scale of ${values.length} stops is more than a field can be painted by.`);
  const [first, last] = [values[0]!, values.at(-1)!];
  // A density's sum has no weight to be divided by: what its zero is must stay zero.
  const base = isDensity ? 0 : first;
  const span = (last - base) * (isDensity ? kernelArea(sigma) : 1) || 1;
  const stops = new Float32Array(2 * MOST_STOPS);
  for (let i = 0; i < MOST_STOPS; i++) {
    const stop = Math.min(i, values.length - 1);
    const value = isDensity ? values[stop]! * kernelArea(sigma) : values[stop]! - base;
    // Behind the last they go on rising, at its position.
    stops[i] = value / span + Math.max(0, i - values.length + 1);
    stops[MOST_STOPS + i] = positions[stop]!;
  }
  return { base, span, isDensity, stops };
}

/** A value as the field holds it; NaN stays NaN, what is beyond all reason is cut. */
export function inSpans(value: number, { base, span }: FieldPaint): number {
  return Math.min(MOST_SPANS, Math.max(-MOST_SPANS, (value - base) / span));
}

/** What sums say where the painted value is `value`, per km² where it is a density: the inverse of `paintedAt`. */
export function heldValue(value: number, { base, span, isDensity }: FieldPaint, sigma: number): number {
  return isDensity ? (value * kernelArea(sigma)) / span : (value - base) / span;
}

/** What is painted where the four sums are these (`sumsAt`). */
export function paintedAt([weight, weighted, fresh, silent]: readonly [number, number, number, number], paint: FieldPaint, mapping: Mapping, sigma: number): Painted {
  const total = weight + silent;
  const measured = weight > LEAST_WEIGHT;
  const value = !measured ? NaN : paint.isDensity ? (weighted * paint.span) / kernelArea(sigma) : paint.base + (paint.span * weighted) / weight;
  const position = measured ? positionOn(mapping, value) : 0;
  const held = ramp(weight, SUPPORT.none, SUPPORT.full);
  return {
    value, position,
    support: paint.isDensity ? held * ramp(position, FAINT.none, FAINT.full) : held,
    silence: total > LEAST_WEIGHT ? (ramp(total, SUPPORT.none, SUPPORT.full) * silent) / total : 0,
    freshness: measured ? fresh / weight : 1,
  };
}

/** Below it a sum is what rounding has left. */
export const LEAST_WEIGHT = 1e-4;

function ramp(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
