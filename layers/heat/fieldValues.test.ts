import { expect, test } from 'vitest';
import { OLDEST } from '../age.ts';
import { NEVER, STATUS } from '../frame.ts';
import { fieldValues } from './fieldValues.ts';
import { fieldPaint } from './paint.ts';

test('each site counts as it is: measured in spans and by its age, silent or withheld, or not at all', () => {
  const { measured, silent, never, suppressed } = STATUS;
  const paint = fieldPaint({ values: [10, 30], positions: [0, 1] }, false, 600);
  const said = fieldValues({
    values: Float32Array.of(10, 20, 1e30, NaN, NaN, NaN, NaN), ages: Uint32Array.of(0, 180, 0, 0, 0, NEVER, 0), status: Uint8Array.of(measured, measured, measured, measured, silent, never, suppressed),
  }, 60, paint);
  expect([...said.values]).toEqual([0, 0.5, 1000, NaN, NaN, NaN, NaN]);
  expect(said.freshness[0]).toBe(1);
  expect(said.freshness[1]).toBeCloseTo(OLDEST);
  expect([...said.silent]).toEqual([0, 0, 0, 0, 1, 0, 1]);
});
