import { describe, expect, it } from 'vitest';
import json from '#host/catalogue/indicators.json' with { type: 'json' };
import { catalogueSchema, indicatorAt, levelOf } from './catalogue.ts';

const { indicators } = catalogueSchema.parse(json);
const of = (code: string) => indicators.find((indicator) => indicator.code === code)!;

describe('an indicator at places of a unit', () => {
  it('measures a sum against what is meant for it only', () => {
    // 28,000 open cases in the city are no red grid cell; 25 in one cell are.
    expect(levelOf(28_000, indicatorAt(of('GR01'), 'city').thresholds)).toBeNull();
    expect(levelOf(25, indicatorAt(of('GR01'), 'sites').thresholds)).toBe('red');
    // 160 fires a day are red for the city, one fire station's two are nothing.
    expect(levelOf(160, indicatorAt(of('PS04'), 'city').thresholds)).toBe('red');
    expect(levelOf(160, indicatorAt(of('PS04'), 'sites').thresholds)).toBeNull();
    // Towns are where LI05 is reported.
    expect(levelOf(10, indicatorAt(of('LI05'), 'town').thresholds)).toBe('red');
  });

  it('gives a sum its own unit', () => {
    expect(indicatorAt(of('GR01'), 'sites').unit).toBe('件/网格');
    expect(indicatorAt(of('GR01'), 'district').unit).toBe('件');
  });

  it('leaves what is not summed as it is', () => {
    for (const indicator of indicators.filter(({ aggregation }) => aggregation !== 'sum')) expect(indicatorAt(indicator, 'city')).toBe(indicator);
  });

  it('says of every sum where its thresholds are meant', () => {
    expect(indicators.filter(({ aggregation, thresholds_at }) => (aggregation === 'sum') !== (thresholds_at !== undefined))).toEqual([]);
  });
});
