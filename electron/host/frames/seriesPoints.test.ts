import { expect, it } from 'vitest';
import { STATUS } from '#layers/frame.ts';
import { foldedTo, type Points } from './seriesPoints.ts';

/** NaN: a silence begins. */
const pointsOf = (values: number[], words = 1): Points => ({
  times: values.map((_, i) => i), values, status: values.map((value) => (Number.isNaN(value) ? STATUS.silent : STATUS.measured)),
  low: values.map((value) => value - 1), mean: values, high: values.map((value) => value + 1), words: values.map(() => words), isBand: false,
});

it('leaves what is short enough as it is', () => {
  const points = pointsOf([1, NaN, 3]);
  expect(foldedTo(points, 3)).toBe(points);
});

it('makes one of neighbours: the last word, the lowest, the highest, the mean of all words', () => {
  const points = pointsOf([1, 5, 3, 8, 2, 4, 6, 7, 9]);
  points.words[0] = 3;
  const folded = foldedTo(points, 4);
  expect(folded).toMatchObject({ times: [2, 5, 8], values: [3, 4, 9], low: [0, 1, 5], high: [6, 9, 10], words: [5, 3, 3], isBand: true });
  expect(folded.mean[0]).toBeCloseTo((3 * 1 + 5 + 3) / 5);
});

it('does not fold over a silence, and keeps when it began', () => {
  const folded = foldedTo(pointsOf([...Array<number>(10).fill(1), NaN, ...Array<number>(10).fill(2)]), 12);
  expect(folded.times[folded.status.indexOf(STATUS.silent)]).toBe(10);
  expect(folded.values.filter((value) => !Number.isNaN(value) && value !== 1 && value !== 2)).toEqual([]);
  expect(folded.times.length).toBeLessThanOrEqual(12);
});

it('never gives more than was asked for, however many silences there are', () => {
  for (const every of [2, 3, 5, 20]) {
    const folded = foldedTo(pointsOf(Array.from({ length: 1001 }, (_, i) => (i % every === 1 ? NaN : i))), 100);
    expect(folded.times.length).toBeLessThanOrEqual(100);
    expect(Math.max(...folded.high.filter(Number.isFinite))).toBe(every === 3 ? 1000 : 1001);
  }
});
