import { expect, test } from 'vitest';
import type { TimelineMoment } from '#contract/contract.ts';
import { marksOf } from './drawMoments.ts';

const level = (time: number, reached: 'blue' | 'yellow' | 'red' | null): TimelineMoment => ({ kind: 'level', indicator: 'MW01', time, before: null, level: reached });
const x = (time: number): number => time;
const times = (moments: readonly { time: number }[]): number[] => moments.map(({ time }) => time);

test('where marks have no room, the gravest stays; each has room for its numeral', () => {
  const marks = marksOf([level(100, 'blue'), level(110, 'red'), level(120, 'yellow'), level(140, null), level(149, 'blue')], x, { from: 0, to: 1000 });
  expect(times(marks)).toEqual([110, 149]);
  expect(times(marksOf([level(100, null), level(112, 'blue')], x, { from: 0, to: 1000 })), 'a ring needs less').toEqual([100, 112]);
});

test('only changes of level within the window are marked', () => {
  expect(times(marksOf([level(-1, 'red'), { kind: 'gap', time: 50, to: 60 }, level(70, 'blue'), level(101, 'red')], x, { from: 0, to: 100 }))).toEqual([70]);
});
