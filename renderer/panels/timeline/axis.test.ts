import { expect, test } from 'vitest';
import { evenRuns, gapsIn, hourTicks, timeAt, xOf } from './axis.ts';

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

test('hours stand at whole hours of the city, one midnight a day, labels apart', () => {
  const ticks = hourTicks(axis);
  expect(ticks.filter(({ kind }) => kind === 'midnight').map(({ time }) => new Date(time).toISOString())).toEqual(['2026-11-21T16:00:00.000Z']);
  const labelled = ticks.filter(({ kind }) => kind !== 'plain').map(({ time }) => xOf(axis, time));
  for (let i = 1; i < labelled.length; i++) expect(labelled[i]! - labelled[i - 1]!).toBeGreaterThanOrEqual(64);
  expect(labelled.length).toBeGreaterThan(6);
});

test('neighbouring buckets without data make one gap, cut to what was ever expected', () => {
  const times = [0, 10, 20, 30, 40, 50];
  const share = [0.1, 1, 0.2, 0, 0.9, 0];
  expect(gapsIn(times, share, 10, { from: 5, to: 55 })).toEqual([{ from: 5, to: 10 }, { from: 20, to: 40 }, { from: 50, to: 55 }]);
});

test('equal neighbours are one piece', () => {
  expect(evenRuns([1, 0.98, 0.3, 0.3, 0])).toEqual([{ first: 0, end: 2, share: 1 }, { first: 2, end: 4, share: 0.3 }, { first: 4, end: 5, share: 0 }]);
});
