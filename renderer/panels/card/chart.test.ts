import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogueSchema } from '#contract/catalogue.ts';
import { NEVER, STATUS } from '#layers/frame.ts';
import type { SlotFrame } from '#contract/frameCodec.ts';
import { bandOf, chartData, joined, nearest } from './chartLines.ts';
import { chartScale } from './chartScale.ts';
import { companionsOf } from './companions.ts';
import { readingInFrame, readingInSeries } from './readings.ts';

const { indicators } = catalogueSchema.parse(JSON.parse(readFileSync(new URL('../../../electron/host/catalogue/indicators.json', import.meta.url), 'utf8')));
const rain = indicators.find(({ code }) => code === 'MW01')!;

test('near thresholds are on the chart, far ones do not flatten it', () => {
  const near = chartScale([20, 30, 34], rain)!;
  expect(near.lines.map(({ level }) => level)).toEqual(['blue', 'yellow']);
  expect(near.high).toBeGreaterThan(50);
  const far = chartScale([0, 0.1, 0.2], rain)!;
  expect(far.lines).toEqual([]);
  expect(far.high).toBeLessThan(1);
  expect(far.low).toBe(0);
  expect(chartScale([NaN, NaN], rain)).toBeNull();
});

test('gaps stay gaps', () => {
  expect(chartData({ times: [1000, 2000, 3000], values: [1, NaN, 3] })).toEqual([[1, 2, 3], [1, null, 3]]);
});

test('lines of different instants go straight on where another has one, and stop where a gap is known', () => {
  const baseline = { times: Float64Array.of(0, 4000), mean: Float64Array.of(1, 1), low: Float64Array.of(0, NaN), high: Float64Array.of(2, 2), weeks: 3 };
  const [times, own, city, mean, low, high] = joined([{ times: [1000, 2000], values: [5, NaN] }, { times: [2000, 3000], values: [7, 8] }], baseline, null);
  expect(times).toEqual([0, 1, 2, 3, 4]);
  expect(own).toEqual([undefined, 5, null, undefined, undefined]);
  expect(city).toEqual([undefined, undefined, 7, 8, undefined]);
  expect([mean![0], low![4], high![4]]).toEqual([1, null, 2]);
});

test('a line of steps is their mean, with a band from the lowest to the highest where they differ', () => {
  const steps = { times: [1000, 2000, 3000], values: [9, NaN, 5], low: [1, NaN, 5], mean: [4, NaN, 5], high: [9, NaN, 5] };
  const band = bandOf(steps);
  expect(joined([steps], null, band)).toEqual([[1, 2, 3], [4, null, 5], [1, null, 5], [9, null, 5]]);
  expect(bandOf({ ...steps, low: steps.high })).toBeNull();
  expect(bandOf({ times: [1], values: [1] })).toBeNull();
});

test('the pointer reads the nearest entry of each line, and nothing across a gap', () => {
  expect(nearest([undefined, 5, undefined, undefined], 3)).toBe(1);
  expect(nearest([5, undefined, null, undefined], 3)).toBeNull();
  expect(nearest([], 0)).toBeNull();
});

test('a place is charted with its district and the city where they can be compared', () => {
  const of = (code: string, places: string): string[] => companionsOf(indicators.find((one) => one.code === code)!, places).map(({ places: each }) => each);
  expect(of('MW01', 'MW01')).toEqual(['MW01/district', 'MW01/city']);
  expect(of('MW01', 'MW01/district')).toEqual(['MW01/city']);
  expect(of('MW01', 'MW01/city')).toEqual([]);
  const sum = indicators.find(({ aggregation, spatial_unit }) => aggregation === 'sum' && spatial_unit === 'sensor')!;
  expect(of(sum.code, sum.code)).toEqual([]);
});

test('a place’s reading tells value, level, state and when it was measured', () => {
  const frame = {
    time: 100_000, values: Float32Array.of(60, NaN, NaN), ages: Uint32Array.of(30, NEVER, 500), status: Uint8Array.of(STATUS.measured, STATUS.suppressed, STATUS.silent),
  } as unknown as SlotFrame;
  const shown = { frame, time: 100_000, fromMemory: false };
  expect(readingInFrame(shown, 0, rain)).toEqual({ value: 60, level: 'yellow', state: 'measured', measuredAt: 70_000 });
  expect(readingInFrame(shown, 1, rain)).toEqual({ value: null, level: null, state: 'suppressed', measuredAt: null });
  expect(readingInFrame(shown, 2, rain)).toMatchObject({ value: null, state: 'silent' });
  expect(readingInFrame(shown, 9, rain)).toBeNull();
});

test('where no frame shows it, the series’ last word before the instant counts', () => {
  const series = { times: Float64Array.of(10, 20, 30), values: Float64Array.of(1, 120, 3), status: Uint8Array.of(0, 0, 0) };
  expect(readingInSeries(series, 25, rain)).toEqual({ value: 120, level: 'red', state: 'measured', measuredAt: 20 });
  expect(readingInSeries(series, 5, rain)).toMatchObject({ value: null, state: 'never' });
});
