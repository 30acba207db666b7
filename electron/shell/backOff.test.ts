import { expect, it } from 'vitest';
import { deathsInARow, restartDelay } from './backOff.ts';

it('waits longer after each death in a row, never longer than eight seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 20].map(restartDelay)).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

it('forgets earlier deaths once the process has lived half a minute', () => {
  expect(deathsInARow(5, 29_999)).toBe(6);
  expect(deathsInARow(5, 30_000)).toBe(1);
});
