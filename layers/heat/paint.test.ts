import { describe, expect, it } from 'vitest';
import type { Mapping } from '../scale.ts';
import { createKernel, fieldGrid, kernelArea, sumsAt } from './kernel.ts';
import { fieldPaint, inSpans, MOST_STOPS, paintedAt, type Painted } from './paint.ts';

const SIGMA = 600;
const MAPPING: Mapping = { values: [20, 40, 50, 90], positions: [0, 0.4, 0.8, 1] };

/** What is painted x metres east of a site at 0 that says `value`. */
function paintedBeside(value: number, isDensity: boolean, mapping = MAPPING, freshness = 1): (x: number) => Painted {
  const paint = fieldPaint(mapping, isDensity, SIGMA);
  const [x, y] = [Float32Array.of(0), Float32Array.of(0)];
  const field = createKernel(x, y, fieldGrid(x, y, SIGMA), SIGMA).sums({ values: Float32Array.of(inSpans(value, paint)), freshness: Float32Array.of(freshness), silent: Uint8Array.of(Number.isNaN(value) ? 1 : 0) });
  return (at) => paintedAt(sumsAt(field, at, 0), paint, mapping, SIGMA);
}

describe('what is painted', () => {
  it('is a lone site’s value about it, and nothing where nobody measures', () => {
    expect(paintedBeside(45, false)(300)).toMatchObject({ position: expect.closeTo(0.6, 3) as number, support: 1, silence: 0 });
    expect(paintedBeside(45, false)(300).value).toBeCloseTo(45, 2);
    expect(paintedBeside(45, false)(1700).support).toBe(0);
    expect(paintedBeside(45, false)(9000).value).toBeNaN();
  });

  it('is never a value where the site is silent', () => {
    const at = paintedBeside(NaN, false)(0);
    expect([at.support, at.silence]).toEqual([0, expect.closeTo(1, 2)]);
    expect(at.value).toBeNaN();
  });

  it('fades with age', () => {
    expect(paintedBeside(45, false, MAPPING, 0.4)(0).freshness).toBeCloseTo(0.4, 5);
  });

  it('of counts is a density per square kilometre, and none at its zero', () => {
    const scale: Mapping = { values: [0, 10], positions: [0, 1] };
    expect(paintedBeside(12, true, scale)(0).value).toBeCloseTo(12 / kernelArea(SIGMA), 1);
    expect(paintedBeside(0, true, scale)(0)).toMatchObject({ value: 0, support: 0 });
  });

  it('is what the scale says, however its numbers reach the shader', () => {
    for (const mapping of [MAPPING, { values: [0, 1e-3, 100, 1e5], positions: [0, 0.4, 0.7, 1] }, { values: [-5, 5], positions: [1, 0] }]) {
      const { stops, base, span } = fieldPaint(mapping, false, SIGMA);
      expect(stops.every(Number.isFinite)).toBe(true);
      for (const [i, value] of mapping.values.entries()) {
        expect(stops[i]).toBeCloseTo((value - base) / span, 6);
        expect(stops[MOST_STOPS + i]).toBeCloseTo(mapping.positions[i]!, 6);
      }
      // Rising all the way: between two equal ones a shader would divide by nothing.
      for (let i = 1; i < MOST_STOPS; i++) expect(stops[i]).toBeGreaterThan(stops[i - 1]!);
    }
    expect(() => fieldPaint({ values: Array.from({ length: 9 }, (_, i) => i), positions: Array.from({ length: 9 }, (_, i) => i / 8) }, false, SIGMA)).toThrow(/9 stops/);
  });

  it('does not let a broken device outweigh a city', () => {
    const paint = fieldPaint(MAPPING, false, SIGMA);
    expect(inSpans(1e308, paint)).toBe(1000);
    expect(inSpans(-1e308, paint)).toBe(-1000);
    expect(inSpans(NaN, paint)).toBeNaN();
  });
});
