import { describe, expect, test } from 'vitest';
import { createKernel, fieldGrid, sumsAt } from '../heat/kernel.ts';
import { fieldPaint, inSpans } from '../heat/paint.ts';
import { NEVER, STATUS, type IndicatorFrame } from '../frame.ts';
import { positionOn } from '../scale.ts';
import { fieldDifference } from './field.ts';
import { frameDifference } from './frames.ts';
import { differenceScale, highFor } from './scale.ts';

const frame = (values: number[], status: number[], ages = values.map(() => 5)): IndicatorFrame => ({
  run: 'run', indicator: 'PS01', places: 'PS01/town', time: 0, validFrom: 0, validUntil: 1,
  values: Float32Array.from(values), ages: Uint32Array.from(ages), status: Uint8Array.from(status),
});
const { measured, silent, never, suppressed } = STATUS;

describe('B − A, place by place', () => {
  test('is the second less the first where both are measured', () => {
    const { values, ages, status } = frameDifference(frame([1, 5], [measured, measured], [5, 9]), frame([4, 2], [measured, measured], [7, 1]));
    expect([[...values], [...ages], [...status]]).toEqual([[3, -3], [7, 9], [measured, measured]]);
  });

  test('what either side withholds has neither value nor age, whatever the other side says', () => {
    for (const other of [measured, silent, never, suppressed]) {
      for (const [a, b] of [[other, suppressed], [suppressed, other]] as const) {
        const { values, ages, status } = frameDifference(frame([12], [a]), frame([7], [b]));
        expect([values[0], ages[0], status[0]]).toEqual([NaN, NEVER, suppressed]);
      }
    }
  });

  test('what is not measured on one side has no difference', () => {
    const { values, status } = frameDifference(frame([1, 1, NaN], [measured, measured, never]), frame([NaN, NaN, 3], [silent, never, measured]));
    expect([...values]).toEqual([NaN, NaN, NaN]);
    expect([...status]).toEqual([silent, never, never]);
  });
});

describe('the scale of a difference', () => {
  test('is symmetric about 0: ends, steps, how much shows through', () => {
    const { mapping, lut, stops } = differenceScale(20, 'mm', 'dark');
    for (const value of [0, 3, 11.5, 20, 70]) expect(positionOn(mapping, value) + positionOn(mapping, -value)).toBeCloseTo(1, 12);
    for (let i = 0; i < 128; i++) {
      expect(lut[i * 4 + 3], 'alpha').toBe(lut[(255 - i) * 4 + 3]);
      if (i > 0) expect(lut[i * 4 + 3]!, 'ever more outwards').toBeLessThanOrEqual(lut[(i - 1) * 4 + 3]!);
    }
    expect(stops.map(({ value }) => value)).toEqual([-20, -10, 0, 10, 20]);
  });

  test('ends at a plain number that holds nearly all differences, of either sign', () => {
    expect(highFor(Float32Array.of(-3, 1, NaN, 0.5), 0)).toBe(1);
    expect(highFor(Float32Array.from({ length: 100 }, (_, i) => (i === 50 ? 400 : i % 2 ? -0.013 : 0.013)), 0)).toBeCloseTo(0.02, 12);
    expect(highFor(Float32Array.of(0, 0), 0.3)).toBe(0.5);
    expect(highFor(new Float32Array(), 0)).toBe(1);
  });
});

test('the difference of two fields is that of their values, and as well supported as the poorer', () => {
  const x = Float32Array.from({ length: 60 }, (_, i) => (i % 10) * 400);
  const y = Float32Array.from({ length: 60 }, (_, i) => Math.floor(i / 10) * 400);
  const sigma = 500;
  const grid = fieldGrid(x, y, sigma);
  const paint = fieldPaint({ values: [20, 40], positions: [0, 1] }, false, sigma);
  const kernel = createKernel(x, y, grid, sigma);
  const [one, other] = [(i: number) => 20 + i / 4, (i: number) => 38 - (i % 7)];
  const fieldOf = (value: (i: number) => number, missing: number) => kernel.sums({
    values: Float32Array.from(x, (_, i) => (i % 10 < missing ? NaN : inSpans(value(i), paint))), freshness: new Float32Array(60).fill(1), silent: new Uint8Array(60),
  });
  const [a, b] = [fieldOf(one, 0), fieldOf(other, 4)];
  const exact = (value: (i: number) => number, missing: number, at: readonly [number, number]): number => {
    let [weight, weighted] = [0, 0];
    for (let i = 0; i < 60; i++) {
      if (i % 10 < missing) continue;
      const w = Math.exp(-((x[i]! - at[0]) ** 2 + (y[i]! - at[1]) ** 2) / (2 * sigma * sigma));
      weight += w;
      weighted += w * value(i);
    }
    return weighted / weight;
  };
  for (const at of [[2100, 900], [3300, 1800], [2600, 130]] as [number, number][]) {
    const side = { paint, sigma };
    const found = fieldDifference(sumsAt(a, ...at), side, sumsAt(b, ...at), side);
    expect(Math.abs(found.value - (exact(other, 4, at) - exact(one, 0, at)))).toBeLessThan(20 / 256);
    expect(found.support).toBeGreaterThan(0.5);
  }
  const side = { paint, sigma };
  const alone = fieldDifference(sumsAt(a, -400, 800), side, sumsAt(b, -400, 800), side);
  expect(alone.support).toBe(0);
});
