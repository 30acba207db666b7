/** B − A of two heats at a place, from their sums there. The drape's shader does the same for every pixel (renderer/globe/surface.glsl.ts). */
import { kernelArea } from '../heat/kernel.ts';
import { LEAST_WEIGHT, SUPPORT, type FieldPaint } from '../heat/paint.ts';

/** How a field's sums become values: (base, span) of value = base + span × Σw·v / Σw; of a density value = span × Σw·v. */
export function fromSums({ base, span, isDensity }: FieldPaint, sigma: number): [number, number] {
  return isDensity ? [0, span / kernelArea(sigma)] : [base, span];
}

export interface FieldSide { paint: FieldPaint; sigma: number }
type Sums = readonly [number, number, number, number];

/** NaN where nothing is measured. */
export function valueOf([weight, weighted]: Sums, { paint, sigma }: FieldSide): number {
  if (weight <= LEAST_WEIGHT) return NaN;
  const [base, span] = fromSums(paint, sigma);
  return paint.isDensity ? span * weighted : base + (span * weighted) / weight;
}

/** `support` 0…1: as well as the less supported side is. */
export function fieldDifference(a: Sums, sideA: FieldSide, b: Sums, sideB: FieldSide): { a: number; b: number; value: number; support: number } {
  const [va, vb] = [valueOf(a, sideA), valueOf(b, sideB)];
  return { a: va, b: vb, value: vb - va, support: Math.min(supportOf(a), supportOf(b)) };
}

function supportOf([weight]: Sums): number {
  const t = Math.min(1, Math.max(0, (weight - SUPPORT.none) / (SUPPORT.full - SUPPORT.none)));
  return weight <= LEAST_WEIGHT ? 0 : t * t * (3 - 2 * t);
}
