import { readFileSync } from 'node:fs';
import { converter, differenceCiede2000 } from 'culori';
import { describe, expect, it } from 'vitest';
import { densityScaleOf, lutOffset, positionOn, scaleOf, valueAt, type Scale, type ScaleSource } from './scale.ts';

const catalogue = JSON.parse(readFileSync(new URL('../electron/host/catalogue/indicators.json', import.meta.url), 'utf8')) as { indicators: ScaleSource[] };
const byCode = (code: string): ScaleSource => catalogue.indicators.find((indicator) => indicator.code === code)!;
const lightness = (scale: Scale, index: number): number => {
  const [r, g, b] = scale.lut.subarray(index * 4, index * 4 + 3);
  return converter('lab')({ mode: 'rgb', r: r! / 255, g: g! / 255, b: b! / 255 }).l;
};

describe.each(catalogue.indicators.map((source) => [source.code, source] as const))('the scale of %s', (code, source) => {
  const scale = scaleOf(source);
  it('rises with the value and comes back from its own positions', () => {
    const { values, positions } = scale.mapping;
    expect(positions).toHaveLength(values.length);
    for (let i = 1; i < values.length; i++) {
      expect(values[i]!).toBeGreaterThan(values[i - 1]!);
      expect(positions[i]!).toBeGreaterThan(positions[i - 1]!);
    }
    expect([positions[0], positions.at(-1)]).toEqual([0, 1]);
    for (const t of [0, 0.1, 0.37, 0.5, 0.92, 1]) expect(positionOn(scale.mapping, valueAt(scale.mapping, t))).toBeCloseTo(t, 9);
  });
  it('holds every threshold of the catalogue and marks it', () => {
    const cutoffs = Object.values(source.thresholds).filter((value) => typeof value === 'number');
    if (code !== 'MW08') for (const cutoff of cutoffs) expect(scale.stops.some((stop) => stop.value === cutoff && stop.level !== null)).toBe(true);
    expect(scale.stops.filter((stop) => stop.level !== null)).toHaveLength(cutoffs.length);
  });
  it('is brightest where it matters, in even steps', () => {
    if (scale.stepped) return;
    const order = Array.from({ length: 256 }, (_, i) => lightness(scale, source.direction === 'low' ? 255 - i : i));
    for (let i = 1; i < 256; i++) expect(order[i]!).toBeGreaterThan(order[i - 1]! - 0.6);
    expect(order[255]! - order[0]!).toBeGreaterThan(40);
  });
  it('never looks like a warning colour', () => {
    if (scale.stepped) return;
    const apart = differenceCiede2000();
    for (let i = 0; i < 256; i += 5) {
      const [r, g, b] = scale.lut.subarray(i * 4, i * 4 + 3);
      const colour = { mode: 'rgb' as const, r: r! / 255, g: g! / 255, b: b! / 255 };
      for (const warning of ['#1e6fd9', '#f5c518', '#f08020', '#d7263d']) expect(apart(colour, warning)).toBeGreaterThan(10);
    }
  });
});

describe('scales of a kind', () => {
  it('gives AQI its official bands', () => {
    const scale = scaleOf(byCode('MW08'));
    const colourAt = (value: number): number[] => Array.from(scale.lut.subarray(lutOffset(scale, value), lutOffset(scale, value) + 3));
    expect(colourAt(30)).toEqual([0, 228, 0]);
    expect(colourAt(80)).toEqual([255, 255, 0]);
    expect(colourAt(160)).toEqual([255, 0, 0]);
    expect(colourAt(480)).toEqual([126, 0, 35]);
  });
  it('spreads counts over several powers of ten', () => {
    const { mapping } = scaleOf(byCode('EU03'));
    expect(positionOn(mapping, 10_000) - positionOn(mapping, 1_000)).toBeCloseTo(0.2);
    expect(positionOn(mapping, 500)).toBeCloseTo(0.2);
  });
  it('leaves two fifths of the ramp to what is normal, on either side', () => {
    expect(positionOn(scaleOf(byCode('TR03')).mapping, 50)).toBeCloseTo(0.4);
    expect(positionOn(scaleOf(byCode('LI02')).mapping, 99)).toBeCloseTo(0.6);
    expect(positionOn(scaleOf(byCode('LI02')).mapping, 100)).toBe(1);
  });
  it('states densities per square kilometre', () => {
    const scale = densityScaleOf(byCode('PS06'), 3.1);
    expect(scale.unit).toMatch(/\/km²$/);
    expect(scale.mapping.values.at(-1)).toBe(5);
  });
});
