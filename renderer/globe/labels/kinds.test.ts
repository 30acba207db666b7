import { expect, test } from 'vitest';
import { isRead, orderOf } from './kinds.ts';

const read = (scale: number): number[] => [1, 2, 3, 4, 5].filter((rank) => isRead('landmark', rank, scale, scale, false));

test('ranks come in one after another while the camera comes nearer', () => {
  expect(read(200)).toEqual([1]);
  expect(read(80)).toEqual([1, 2]);
  expect(read(20)).toEqual([1, 2, 3]);
  expect(read(6)).toEqual([1, 2, 3, 4]);
  expect(read(2)).toEqual([1, 2, 3, 4, 5]);
});

test('districts give way to what stands in them when one is near', () => {
  expect(isRead('district', 1, 60, 60, false)).toBe(true);
  expect(isRead('district', 1, 2, 2, false)).toBe(false);
});

test('a name at its limit does not come and go with every pixel', () => {
  expect(isRead('station', 3, 27, 27, false)).toBe(false);
  expect(isRead('station', 3, 27, 27, true)).toBe(true);
});

test('small names are not crowded along the horizon', () => {
  expect(isRead('station', 3, 5, 20, false)).toBe(false);
  expect(isRead('landmark', 1, 5, 20, false)).toBe(true);
});

test('the order is by rank, then by kind', () => {
  expect(orderOf('district', 1)).toBeLessThan(orderOf('landmark', 1));
  expect(orderOf('landmark', 2)).toBeLessThan(orderOf('station', 2));
  expect(orderOf('road', 2)).toBeLessThan(orderOf('landmark', 3));
  expect(orderOf('town', 3)).toBeLessThan(orderOf('station', 4));
});
