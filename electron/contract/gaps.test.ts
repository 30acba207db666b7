import { expect, test } from 'vitest';
import { gapsIn } from './gaps.ts';

test('neighbouring buckets without data make one gap, cut to what was ever expected', () => {
  const times = [0, 10, 20, 30, 40, 50];
  const share = [0.1, 1, 0.2, 0, 0.9, 0];
  expect(gapsIn(times, share, 10, { from: 5, to: 55 })).toEqual([{ from: 5, to: 10 }, { from: 20, to: 40 }, { from: 50, to: 55 }]);
});
