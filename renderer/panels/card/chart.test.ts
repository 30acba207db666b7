import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogueSchema } from '#contract/catalogue.ts';
import { NEVER, STATUS } from '#layers/frame.ts';
import type { SlotFrame } from '#contract/frameCodec.ts';
import { chartData, chartScale } from './chartScale.ts';
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
