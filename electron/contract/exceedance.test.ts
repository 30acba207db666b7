import { expect, test } from 'vitest';
import { exceedanceOf } from './exceedance.ts';

const above = { thresholds: { op: '>=' as const, blue: 10, yellow: 20, orange: null, red: 40 } };

test('a value counts until the next, silence for nothing, and worse levels also for those below them', () => {
  const series = { times: [0, 100, 200, 300, 400], values: [5, 10, NaN, 45, 20] };
  expect(exceedanceOf(series, above, { from: 0, to: 450 })).toStrictEqual({ known: 350, reached: { blue: 250, yellow: 150, red: 100 } });
});

test('only what lies in the range counts: a value from before holds into it, the last until its end', () => {
  expect(exceedanceOf({ times: [0, 100], values: [30, 5] }, above, { from: 60, to: 120 })).toStrictEqual({ known: 60, reached: { blue: 40, yellow: 40, red: 0 } });
  expect(exceedanceOf({ times: [200], values: [30] }, above, { from: 0, to: 100 })).toStrictEqual({ known: 0, reached: { blue: 0, yellow: 0, red: 0 } });
});

test('where little is bad, time below the threshold counts', () => {
  const below = { thresholds: { op: '<' as const, blue: 3, yellow: null, orange: null, red: null } };
  expect(exceedanceOf({ times: [0, 10, 20], values: [3, 2, 4] }, below, { from: 0, to: 30 })).toStrictEqual({ known: 30, reached: { blue: 10 } });
});
