import { expect, test } from 'vitest';
import type { TimelineMoment } from '#contract/contract.ts';
import { inOrderOfWeight } from './missedOrder.ts';

const level = (time: number, reached: 'blue' | 'red' | null): TimelineMoment => ({ kind: 'level', indicator: 'MW01', time, before: null, level: reached });

test('the gravest first, then gaps, then what is over; the newest of each first', () => {
  const gap: TimelineMoment = { kind: 'gap', time: 5, to: 6 };
  const told = inOrderOfWeight([level(1, 'blue'), level(2, null), gap, level(3, 'red'), level(4, 'blue'), level(5, 'red')]);
  expect(told.map((moment) => (moment.kind === 'gap' ? 'gap' : `${moment.level} ${moment.time}`))).toEqual(['red 5', 'red 3', 'blue 4', 'blue 1', 'gap', 'null 2']);
});
