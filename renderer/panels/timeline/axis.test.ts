import { expect, test } from 'vitest';
import { evenRuns, timeAt, xOf } from './axis.ts';

const to = Date.parse('2026-11-22T12:34:56+08:00');
const axis = { from: to - 86_400_000, to, left: 12, right: 1212 };

test('pixels and instants are each other’s inverse, and the hand stays in the window', () => {
  for (const share of [0, 0.25, 0.9, 1]) {
    const time = axis.from + share * 86_400_000;
    expect(timeAt(axis, xOf(axis, time))).toBeCloseTo(time, 3);
  }
  expect(timeAt(axis, -500)).toBe(axis.from);
  expect(timeAt(axis, 5000)).toBe(axis.to);
});

test('equal neighbours are one piece', () => {
  expect(evenRuns([1, 0.98, 0.3, 0.3, 0])).toEqual([{ first: 0, end: 2, share: 1 }, { first: 2, end: 4, share: 0.3 }, { first: 4, end: 5, share: 0 }]);
});
