import { expect, test } from 'vitest';
import { coarseAt, coarseOf, sameStep } from './coarse.ts';

const coverage = (step: number[]) => ({ from: 0, to: step.length * 100, times: Float64Array.from(step, (_, i) => i * 100), share: new Float32Array(step.length).fill(1), step: Float32Array.from(step) });

test('what was thinned is known; the rest is measured, and nearly the same step is one stretch', () => {
  const coarse = coarseOf([{ from: 0, until: 200, step: 3600 }], coverage([3600, 3600, 900, 960, 0, 900]));
  expect(coarse).toEqual([
    { from: 0, until: 200, step: 3600, isThinned: true }, { from: 200, until: 400, step: 900, isThinned: false }, { from: 500, until: 600, step: 900, isThinned: false },
  ]);
  expect(coarseAt(coarse, 100)).toMatchObject({ step: 3600 });
  expect(coarseAt(coarse, 450)).toBeNull();
});

test('nearly the same step is one stretch', () => {
  expect(sameStep(900, 960)).toBe(true);
  expect(sameStep(900, 3600)).toBe(false);
  expect(sameStep(0, 900)).toBe(false);
});

test('nothing is coarse where nothing is said', () => {
  expect(coarseOf([], null)).toEqual([]);
  expect(coarseOf([], coverage([0, 0]))).toEqual([]);
});
