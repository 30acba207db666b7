import { describe, expect, it } from 'vitest';
import { freshness, OLDEST, SILENT_GREY, stateOf } from './age.ts';
import { areaColours, HATCH, WITHHELD } from './choropleth/colours.ts';
import { columnMesh, VERTICES } from './columns/mesh.ts';
import { columnStyle } from './columns/style.ts';
import { NEVER, STATUS, type IndicatorFrame } from './frame.ts';
import { pointStyle } from './points/style.ts';
import { scaleOf } from './scale.ts';

const scale = scaleOf({
  code: 'XX01', unit: 'cm', value_type: 'gauge', direction: 'high', normal: { min: 0, max: 5 }, thresholds: { blue: 5, yellow: 10, orange: 15, red: 20 },
});
const frame: IndicatorFrame = {
  run: 'r', indicator: 'XX01', places: 'XX01', time: 0, validFrom: 0, validUntil: 1,
  values: Float32Array.of(20, 10, Number.NaN, Number.NaN, Number.NaN),
  ages: Uint32Array.of(10, 170, 900, NEVER, 10),
  status: Uint8Array.of(STATUS.measured, STATUS.measured, STATUS.silent, STATUS.never, STATUS.suppressed),
};
const PERIOD = 60;
const aged = (age: number): IndicatorFrame => ({ ...frame, values: Float32Array.of(20), ages: Uint32Array.of(age), status: Uint8Array.of(STATUS.measured) });
/** Of areas, points and columns, of 1 where the value is fresh. */
const opacities = (age: number): number[] => [
  (areaColours(aged(age), scale, PERIOD)[3]! - 128) / (areaColours(aged(0), scale, PERIOD)[3]! - 128),
  pointStyle(aged(age), scale, PERIOD, () => 0).colours[3]! / pointStyle(aged(0), scale, PERIOD, () => 0).colours[3]!,
  columnStyle(aged(age), scale, PERIOD).colours[3]! / columnStyle(aged(0), scale, PERIOD).colours[3]!,
];

describe('what a frame says of its places', () => {
  it('fades what is late, step by step, until it falls silent', () => {
    expect(freshness(60, PERIOD)).toBe(1);
    expect(freshness(61, PERIOD)).toBeLessThan(1);
    expect(freshness(120, PERIOD)).toBeCloseTo(0.675);
    expect(freshness(NEVER, PERIOD)).toBe(1);
    expect(freshness(180, PERIOD)).toBeCloseTo(0.35);
  });
  it('colours areas that measure, hatches the silent and the withheld, leaves the rest empty', () => {
    const alphas = [0, 1, 2, 3, 4].map((i) => areaColours(frame, scale, PERIOD)[i * 4 + 3]!);
    expect(alphas[0]).toBeGreaterThan(alphas[1]!);
    expect(alphas[1]).toBeGreaterThanOrEqual(128);
    expect(alphas.slice(2)).toEqual([HATCH, 0, WITHHELD]);
  });
  it('tells levels of points by shape, silence by a hatched disc, and what never spoke by an empty ring', () => {
    const style = pointStyle(frame, scale, PERIOD, (value) => (value >= 20 ? 4 : value >= 10 ? 2 : 0));
    expect([0, 1, 2, 3].map((i) => style.marks[i * 2 + 1])).toEqual([4, 2, 5, 6]);
    expect([2, 3].map((i) => [...style.colours.subarray(i * 4, i * 4 + 3)])).toEqual([[...SILENT_GREY], [...SILENT_GREY]]);
  });
  it('stands columns by value, all vertices of one alike, none where nothing is known', () => {
    const style = columnStyle(frame, scale, PERIOD);
    expect(style.heights[0]).toBeCloseTo(1);
    expect(style.heights[1]).toBeCloseTo(0.03 + 0.97 * 0.6, 5);
    expect(style.heights[3]).toBe(0);
    expect(new Set(style.vertexHeights.subarray(0, VERTICES))).toEqual(new Set([style.heights[0]]));
  });
});

describe('the age of a value', () => {
  it('is one rule for every form: solid for a period, then as faded in each of them', () => {
    for (const [age, opacity] of [[PERIOD, 1], [2 * PERIOD, (1 + OLDEST) / 2], [3 * PERIOD, OLDEST], [9 * PERIOD, OLDEST]] as const) {
      for (const one of opacities(age)) expect(one).toBeCloseTo(opacity, 1);
    }
  });
  it('is fresh, fading, silent, withheld or never', () => {
    expect([0, 1, 2, 3, 4].map((i) => stateOf(frame, i, PERIOD))).toEqual(['fresh', 'fading', 'silent', 'never', 'withheld']);
    expect(stateOf({ ...frame, values: Float32Array.of(NaN) }, 0, PERIOD)).toBe('never');
  });
});

describe('the mesh of columns', () => {
  it('keeps each column to its own vertices and its faces outwards', () => {
    const mesh = columnMesh(Float32Array.of(0, 0, 0, 500, -300, 2));
    expect(mesh.indices.length % 2).toBe(0);
    const half = mesh.indices.length / 2;
    expect(Math.max(...mesh.indices.subarray(0, half))).toBe(VERTICES - 1);
    expect(Math.min(...mesh.indices.subarray(half))).toBe(VERTICES);
    const at = (v: number): number[] => [...mesh.corners.subarray(v * 4, v * 4 + 3)];
    for (let k = 0; k < half; k += 3) {
      const [a, b, c] = [0, 1, 2].map((i) => at(mesh.indices[k + i]!)) as [number[], number[], number[]];
      const [u, w] = [b.map((value, i) => value - a[i]!), c.map((value, i) => value - a[i]!)];
      const normal = [u[1]! * w[2]! - u[2]! * w[1]!, u[2]! * w[0]! - u[0]! * w[2]!, u[0]! * w[1]! - u[1]! * w[0]!];
      const middle = [0, 1, 2].map((i) => (a[i]! + b[i]! + c[i]!) / 3 - (i === 2 ? 0.5 : 0));
      expect(normal[0]! * middle[0]! + normal[1]! * middle[1]! + normal[2]! * middle[2]!).toBeGreaterThan(0);
    }
  });
});
