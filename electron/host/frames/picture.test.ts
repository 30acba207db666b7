import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { finestPlaces, minCountOf, type Indicator } from '#contract/catalogue.ts';
import { STATUS } from '#layers/frame.ts';
import { NOT_STATED, type Site } from '#contract/observation.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import type { State } from '../store/store.ts';
import { writeTestCity } from '../testing/city.ts';
import { loadCityAreas } from './areas.ts';
import { pictureAt, silentAfterMs, type Subject } from './picture.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-city-'));
afterAll(() => rmSync(folder, { recursive: true }));

writeTestCity(folder);
const areas = loadCityAreas(folder);
const catalogue = loadCatalogue();
const NOW = 1_700_000_000_000;

const site = (lon: number, lat: number, district = 0, town = 0): Site => ({ id: `${lon},${lat}`, zh: '', en: '', lon, lat, district, town, halfSizeM: 0 });
const subjectOf = (code: string, sites: Site[]): Subject => {
  const indicator = catalogue.indicators.find((candidate) => candidate.code === code)!;
  return { indicator, minCount: minCountOf(indicator, catalogue.meta.p3_default_min_count), areas, membership: areas.membershipOf(sites, indicator.spatial_unit) };
};
const stateOf = (said: { value: number; ageS?: number; count?: number }[]): State => ({
  values: Float64Array.from(said, ({ value }) => value),
  times: Float64Array.from(said, ({ value, ageS = 0 }) => (Number.isNaN(value) ? NaN : NOW - ageS * 1000)),
  quality: new Uint8Array(said.length),
  counts: Uint32Array.from(said, ({ count = NOT_STATED }) => count),
  validFrom: 0,
  validUntil: 8.64e15,
});
const picture = (subject: Subject, state: State, unit: Parameters<typeof pictureAt>[3]): ReturnType<typeof pictureAt> =>
  pictureAt(subject, state, NOW, unit, silentAfterMs(subject.indicator));

describe('areas', () => {
  it('place sites by what they say, else by where they stand', () => {
    const { town, district } = areas.membershipOf([site(0.5, 0.5), site(9, 9, 0, 310104002), site(3.5, 0.5), site(9, 9), site(0.5, 0.5, 310104)], 'sensor');
    expect([...town]).toEqual([0, 3, -1, -1, -1]);
    expect([...district]).toEqual([0, 1, 1, -1, 1]);
    // A district's own figure is of no town, a city's of no district.
    expect([...areas.membershipOf([site(0.5, 0.5)], 'district').town]).toEqual([-1]);
    expect([...areas.membershipOf([site(0.5, 0.5)], 'city').district]).toEqual([-1]);
  });

  it('stand where their label says, else in their middle', () => {
    expect(areas.list('district')[0]).toMatchObject({ code: 310101, en: 'One', lon: 0.9, lat: 1, district: 310101 });
    expect(areas.list('town')[3]).toMatchObject({ code: 310104002, lon: 2.5, lat: 1.5, district: 310104 });
    expect(areas.list('city')).toHaveLength(1);
  });
});

describe('a picture', () => {
  const four = [site(0.5, 0.5), site(1.5, 0.5), site(2.5, 0.5), site(2.5, 1.5)];

  it('takes the maximum of what reports, and says who is silent and who never spoke', () => {
    const depth = subjectOf('MW06', [...four, site(2.5, 0.6)]);
    const state = stateOf([{ value: 5 }, { value: 9, ageS: 400 }, { value: NaN }, { value: 2, ageS: 30 }, { value: 3, ageS: 20 }]);
    const sites = picture(depth, state, 'sites');
    expect([...sites.status]).toEqual([STATUS.measured, STATUS.silent, STATUS.never, STATUS.measured, STATUS.measured]);
    expect([...sites.values]).toEqual([5, NaN, NaN, 2, 3]);
    const districts = picture(depth, state, 'district');
    expect([...districts.values]).toEqual([5, 3]);
    expect(districts.newest[1]).toBe(NOW - 20_000);
    const towns = picture(depth, state, 'town');
    expect([...towns.status]).toEqual([STATUS.measured, STATUS.silent, STATUS.measured, STATUS.measured]);
    expect(NOW - towns.newest[1]).toBe(400_000);
    expect(picture(depth, state, 'city')).toMatchObject({ reporting: 3, total: 5 });
  });

  it('adds up nothing that cannot be added up', () => {
    const reproduction = subjectOf('PH04', four.slice(0, 2));
    expect([...picture(reproduction, stateOf([{ value: 1.1 }, { value: 0.9, ageS: 1e7 }]), 'city').values]).toEqual([NaN]);
  });

  it('weighs ratios by what is behind them', () => {
    const closure = subjectOf('LI02', four);
    expect(picture(closure, stateOf([{ value: 50, count: 300 }, { value: 90, count: 100 }, { value: 80 }, { value: 60 }]), 'district').values).toEqual(Float64Array.of(60, 70));
  });

  it('holds until the next site falls silent, and not before the last did', () => {
    const depth = subjectOf('MW06', four);
    const now = picture(depth, stateOf([{ value: 1, ageS: 0 }, { value: 1, ageS: 100 }, { value: 1, ageS: 181 }, { value: NaN }]), 'sites');
    expect(now.validUntil).toBe(NOW + 80_001);
    expect(now.validFrom).toBe(NOW - 999);
  });

  it('withholds value and age below the least count, and a second town so that it does not follow', () => {
    const tickets = subjectOf('LI01', [...four, site(1.5, 1.5, 310101, 310101001)]);
    const state = stateOf([{ value: 1, count: 2 }, { value: 1.2, count: 40 }, { value: 2, count: 30 }, { value: 3, count: 31 }]);
    const towns = picture(tickets, state, 'town');
    expect([...towns.status]).toEqual([STATUS.suppressed, STATUS.suppressed, STATUS.measured, STATUS.measured]);
    expect([...towns.values.slice(0, 2), ...towns.newest.slice(0, 2)]).toEqual([NaN, NaN, NaN, NaN]);
    expect([...picture(tickets, state, 'district').status]).toEqual([STATUS.measured, STATUS.measured]);
    expect(() => picture(tickets, state, 'sites')).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'refused' }) }));
  });

  it('shows no maximum that a few people give, though many stand beside them', () => {
    const disputes = subjectOf('LB01', four);
    const towns = picture(disputes, stateOf([{ value: 12 }, { value: 9 }, { value: 3 }, { value: NaN }]), 'district');
    expect([...towns.status]).toEqual([STATUS.measured, STATUS.suppressed]);
    expect([...picture(disputes, stateOf([{ value: 12 }, { value: 9 }]), 'sites').status]).toEqual([STATUS.measured, STATUS.suppressed]);
  });
});

describe('for any data', () => {
  const guarded = catalogue.indicators.filter((indicator) => minCountOf(indicator, catalogue.meta.p3_default_min_count) !== null);
  const said = fc.array(fc.record({
    lon: fc.double({ min: -0.5, max: 4.5, noNaN: true }), lat: fc.double({ min: -0.5, max: 2.5, noNaN: true }),
    value: fc.nat(60), ageS: fc.constantFrom(0, 10, 1e6), count: fc.option(fc.nat(60), { nil: NOT_STATED }),
  }), { maxLength: 12 });

  it('no value of fewer people than the least is in any picture', () => {
    fc.assert(fc.property(fc.constantFrom(...guarded), said, (indicator: Indicator, drawn) => {
      const subject = subjectOf(indicator.code, drawn.map(({ lon, lat }) => site(lon, lat)));
      const state = stateOf(drawn);
      const { minCount, membership } = subject;
      const units = (['sites', 'town', 'district', 'city'] as const).slice(['sites', 'town', 'district', 'city'].indexOf(finestPlaces(indicator)));
      for (const unit of units) {
        const shown = picture(subject, state, unit);
        for (const [i, status] of shown.status.entries()) {
          const inIt = drawn.filter(({ ageS }, s) => ageS < 1e6 && (unit === 'sites' ? s === i : unit === 'city' || membership[unit][s] === i));
          const people = inIt.reduce((sum, { value, count }) => sum + (indicator.value_type === 'count' ? Math.min(value, count) : count === NOT_STATED ? 1 : count), 0);
          if (people < minCount! && inIt.length > 0) expect(status).toBe(STATUS.suppressed);
          if (status !== STATUS.measured) expect(shown.values[i]).toBeNaN();
          if (status !== STATUS.measured) expect(shown.newest[i]).toBeNaN();
        }
      }
    }), { numRuns: 2000 });
  });
});
