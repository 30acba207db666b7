import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeAround, stepFor } from './asked.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('steps suit the span', () => {
  expect(stepFor(24 * HOUR, 288)).toBe(5 * MINUTE);
  expect(stepFor(5 * MINUTE, 288)).toBe(10_000);
  expect(stepFor(365 * 24 * HOUR, 288)).toBe(24 * HOUR);
});

test('the range covers the window, stands on whole steps, and does not change with every move', () => {
  const cases = fc.record({ from: fc.integer({ min: 1e12, max: 2e12 }), span: fc.integer({ min: 5 * MINUTE, max: 366 * 24 * HOUR }), beyond: fc.integer({ min: 0, max: 1e9 }) });
  fc.assert(fc.property(cases, ({ from, span, beyond }) => {
    const window = { from, to: from + span };
    const step = stepFor(span, 288);
    const range = rangeAround(window, step, window.to + beyond);
    expect(range.from <= window.from && range.to >= window.to).toBe(true);
    expect([range.from % step, range.to % step]).toEqual([0, 0]);
    expect((range.to - range.from) / step).toBeLessThanOrEqual(480);
  }));
  const step = stepFor(HOUR, 288);
  const asked = new Set(Array.from({ length: 60 }, (_, second) => rangeAround({ from: 1e12 + second * 1000, to: 1e12 + HOUR + second * 1000 }, step, 2e12).from));
  expect(asked.size).toBeLessThanOrEqual(2);
});
