import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { STATUS } from '#layers/frame.ts';
import { aggregateOf } from './aggregate.ts';

const thresholds = { op: '>=', blue: 10, yellow: null, orange: 50, red: 90 } as const;
const place = fc.record({ value: fc.float({ min: -100, max: 200, noNaN: true }), status: fc.constantFrom(...Object.values(STATUS)) });

test('every figure is what a plain loop finds', () => {
  fc.assert(fc.property(fc.array(place, { maxLength: 200 }), fc.array(fc.nat(250), { maxLength: 120 }), (all, wanted) => {
    const frame = { values: Float32Array.from(all, ({ value, status }) => (status === STATUS.measured ? value + 0 : NaN)), status: Uint8Array.from(all, ({ status }) => status) };
    const found = aggregateOf(frame, wanted, { thresholds });
    const known: number[] = [];
    const tally = { silent: 0, never: 0, suppressed: 0 };
    for (const at of wanted) {
      if (frame.status[at] === STATUS.measured) known.push(frame.values[at] + 0);
      else if (frame.status[at] === STATUS.silent) tally.silent++;
      else if (frame.status[at] === STATUS.suppressed) tally.suppressed++;
      else tally.never++;
    }
    known.sort((one, other) => one - other);
    expect(found).toMatchObject({ n: wanted.length, measured: known.length, ...tally });
    expect(found.reached).toEqual([['blue', 10], ['orange', 50], ['red', 90]].map(([level, cutoff]) => ({ level, cutoff, count: known.filter((value) => value >= Number(cutoff)).length })));
    if (known.length === 0) {
      expect(found.figures).toBeNull();
      return;
    }
    const { min, max, mean, sum, p10, p50, p90 } = found.figures!;
    expect([min, max]).toEqual([known[0], known.at(-1)]);
    expect(sum).toBeCloseTo(known.reduce((total, value) => total + value, 0), 3);
    expect(mean * known.length).toBeCloseTo(sum, 6);
    // At least a share of the values lies at or below a percentile, and at least the rest at or above it.
    for (const [figure, share] of [[p10, 0.1], [p50, 0.5], [p90, 0.9]] as const) {
      expect(known.filter((value) => value <= figure + 1e-9).length).toBeGreaterThanOrEqual(Math.floor((known.length - 1) * share) + 1);
      expect(known.filter((value) => value >= figure - 1e-9).length).toBeGreaterThanOrEqual(known.length - Math.ceil((known.length - 1) * share));
    }
  }), { numRuns: 300 });
});

test('nothing withheld and nothing silent is in any figure', () => {
  const frame = { values: Float32Array.of(NaN, 7, 1000), status: Uint8Array.of(STATUS.suppressed, STATUS.measured, STATUS.silent) };
  expect(aggregateOf(frame, [0, 1, 2], { thresholds }).figures).toEqual({ min: 7, mean: 7, p10: 7, p50: 7, p90: 7, max: 7, sum: 7 });
});
