import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogueSchema, finestPlaces, type Indicator } from '#contract/catalogue.ts';
import { areaPlaces, formChoices } from './forms.ts';

const { indicators } = catalogueSchema.parse(JSON.parse(readFileSync(new URL('../../electron/host/catalogue/indicators.json', import.meta.url), 'utf8')));
const indicator = (code: string): Indicator => indicators.find((one) => one.code === code)!;
const first = (code: string) => formChoices(indicator(code))[0];

test('the catalogue’s own best form comes first', () => {
  expect(first('PS03')).toEqual({ form: 'heat', places: 'PS03', unit: 'sites' });
  expect(first('MW01')).toEqual({ form: 'columns', places: 'MW01', unit: 'sites' });
  expect(first('EU04')).toEqual({ form: 'points', places: 'EU04', unit: 'sites' });
  expect(first('GR01')).toEqual({ form: 'choropleth', places: 'GR01', unit: 'sites' });
  expect(first('LI02')).toEqual({ form: 'choropleth', places: 'LI02/town', unit: 'town' });
  expect(first('MW08')).toEqual({ form: 'choropleth', places: 'MW08/district', unit: 'district' });
});

test('what is measured on stretches of road is drawn on them, and its places can be seen', () => {
  for (const code of ['TR01', 'TR02']) expect(formChoices(indicator(code)).map(({ form }) => form).slice(0, 1)).toEqual(['roads']);
  expect(formChoices(indicator('TR02')).some(({ form, unit }) => form === 'points' && unit === 'sites')).toBe(true);
  expect(formChoices(indicator('NW01')).some(({ form }) => form === 'roads')).toBe(false);
});

test('P3 is never asked for by its sites, in any form', () => {
  for (const one of indicators.filter(({ privacy }) => privacy === 'P3')) {
    const finest = finestPlaces(one);
    for (const { places, unit } of formChoices(one)) {
      expect(unit).not.toBe('sites');
      expect(places).toContain('/');
      if (finest === 'district') expect(unit).toBe('district');
    }
    expect(formChoices(one).length).toBeGreaterThan(0);
  }
});

test('what is one number for the whole city lies nowhere', () => {
  for (const code of ['TR04', 'NW02', 'NW03']) expect(formChoices(indicator(code))).toEqual([]);
});

test('every choice of every indicator is offered once', () => {
  for (const one of indicators) {
    const keys = formChoices(one).map(({ form, places }) => `${form} ${places}`);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('a clicked area is asked for only where the indicator has such values', () => {
  expect(areaPlaces(indicator('PS01'), 'town')).toBe('PS01/town');
  expect(areaPlaces(indicator('MW08'), 'district')).toBe('MW08/district');
  expect(areaPlaces(indicator('MW08'), 'town')).toBeNull();
  expect(areaPlaces(indicator('PH04'), 'district')).toBe('PH04/district');
  expect(areaPlaces(indicator('TR04'), 'district')).toBeNull();
});
