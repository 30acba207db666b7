import { expect, test } from 'vitest';
import { NEVER, STATUS, type IndicatorFrame } from '../frame.ts';
import { cellsOf, frameByCell } from './byCell.ts';

const cells = { x: Float64Array.of(0, 200, 400), y: Float64Array.of(0, 0, 0), half: 100 };

function frame(...said: [value: number, status: number, age?: number][]): IndicatorFrame {
  return {
    run: 'r', indicator: 'PS05', places: 'PS05', time: 0, validFrom: 0, validUntil: 1,
    values: Float32Array.from(said, ([value]) => value), status: Uint8Array.from(said, ([, status]) => status), ages: Uint32Array.from(said, ([, , age]) => age ?? 5),
  };
}

test('a site counts for the cell that it stands in, and for none outside', () => {
  expect(Array.from(cellsOf(cells, [10, 150, 290, 900, NaN], [0, 90, -90, 0, 0]))).toEqual([0, 1, 1, -1, -1]);
});

test('the gravest of several is shown where the catalogue takes extremes, their mean where it does not', () => {
  const said = frame([0.9, STATUS.measured, 10], [0.4, STATUS.measured, 20], [7, STATUS.measured]);
  const least = frameByCell(said, Int32Array.of(0, 0, 2), 3, 'min');
  expect(least.frame.values[0]).toBeCloseTo(0.4);
  expect([least.site[0], least.frame.ages[0]]).toEqual([1, 20]);
  expect(frameByCell(said, Int32Array.of(0, 0, 2), 3, 'mean').frame.values[0]).toBeCloseTo(0.65);
  expect(frameByCell(said, Int32Array.of(0, 0, 2), 3, 'sum').frame.values[0]).toBeCloseTo(1.3);
});

test('a cell without a word stays empty, a silent one is silent, and who speaks outweighs who is silent', () => {
  const { frame: said, site } = frameByCell(frame([NaN, STATUS.silent], [3, STATUS.measured], [NaN, STATUS.silent], [NaN, STATUS.never, NEVER]), Int32Array.of(0, 0, 1, -1), 3, 'max');
  expect(Array.from(said.status)).toEqual([STATUS.measured, STATUS.silent, STATUS.never]);
  expect(Array.from(site)).toEqual([1, 2, -1]);
});

test('what is no number is no value, whatever its status says', () => {
  const { frame: said } = frameByCell(frame([NaN, STATUS.measured], [Infinity, STATUS.measured]), Int32Array.of(0, 1), 2, 'max');
  expect(Array.from(said.status)).toEqual([STATUS.never, STATUS.never]);
});
