import { describe, expect, it } from 'vitest';
import { FIRST_RAMP } from '#layers/scale.ts';
import { endsOfData, parseRamps, rampKey, rampOf, typedNumber } from './ramps.ts';

const choice = { form: 'heat', places: 'MW04', unit: 'sites' } as const;

describe('what is kept of ramps', () => {
  it('comes back by indicator, places and form', () => {
    const set = { classed: true, ends: { by: 'person', low: -3, high: 7.5 } } as const;
    const ramps = parseRamps(JSON.stringify({ [rampKey(choice)]: set }));
    expect(rampOf(ramps, choice)).toEqual(set);
    expect(rampOf(ramps, { ...choice, form: 'points' })).toBe(FIRST_RAMP);
  });
  it('leaves out what it does not understand', () => {
    const broken = { a: { classed: 1, ends: { by: 'thresholds' } }, b: { classed: true, ends: { by: 'person', low: 3, high: 3 } }, c: null, d: { classed: false, ends: { by: 'data', low: null, high: 2 } } };
    expect(parseRamps(JSON.stringify(broken))).toEqual({});
    for (const text of [null, '', '{', '7', '[1]']) expect(parseRamps(text)).toEqual({});
  });
});

describe('ends from what is on the screen', () => {
  it('hold all but the outermost fiftieths, in short numbers', () => {
    const values = Array.from({ length: 1001 }, (_, i) => 10 + i / 100);
    expect(endsOfData([...values, 1e9, -1e9, NaN], 5)).toEqual({ by: 'data', low: 10.18, high: 19.82, at: 5 });
  });
  it('are none where nothing differs', () => {
    expect(endsOfData([], 0)).toBeNull();
    expect(endsOfData([4, 4, 4], 0)).toBeNull();
    expect(endsOfData([NaN, Infinity], 0)).toBeNull();
  });
});

it('reads numbers as people type them', () => {
  expect([' 12 ', '−3.5', '0,25', '.5', '1e3'].map(typedNumber)).toEqual([12, -3.5, 0.25, 0.5, 1000]);
  for (const text of ['', '-', 'abc', '1 2', '1.2.3']) expect(typedNumber(text)).toBeNaN();
});
