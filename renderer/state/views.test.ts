import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogueSchema } from '#contract/catalogue.ts';
import { scaleOf } from '#layers/scale.ts';
import { formChoices, unitOf } from './forms.ts';
import { drawingOf, indicatorIn, viewsOf } from './views.ts';

const { indicators } = catalogueSchema.parse(JSON.parse(readFileSync(new URL('../../electron/host/catalogue/indicators.json', import.meta.url), 'utf8')));
const byCode = (code: string) => indicators.find((one) => one.code === code)!;

describe('what is shown of an indicator', () => {
  it('never asks for sites of people, whatever the view', () => {
    for (const indicator of indicators.filter(({ privacy }) => privacy === 'P3')) {
      expect(viewsOf(indicator), indicator.code).not.toContain('coverage');
      for (const choice of formChoices(indicator)) for (const view of ['values', 'silence', 'coverage'] as const) expect(unitOf(drawingOf(indicator, choice, view).frames)).not.toBe('sites');
    }
  });
  it('shows silence where the sites are as hours, by area as a share of them', () => {
    const choices = formChoices(byCode('MW06'));
    const [sites, areas] = [choices.find(({ unit }) => unit === 'sites')!, choices.find(({ unit }) => unit === 'district')!];
    expect(drawingOf(byCode('MW06'), sites, 'silence')).toMatchObject({ frames: 'MW06', on: 'MW06', shows: 'hours' });
    expect(drawingOf(byCode('MW06'), areas, 'silence')).toEqual({ frames: 'MW06', on: 'MW06/district', form: 'choropleth', shows: 'share' });
    expect(drawingOf(byCode('MW06'), areas, 'coverage')).toMatchObject({ frames: 'MW06', on: null, shows: 'risks' });
    expect(drawingOf(byCode('MW06'), areas, 'values')).toMatchObject({ frames: 'MW06/district', form: 'choropleth', shows: 'values' });
  });
  it('has a scale of its own, the same each time, without levels', () => {
    const share = indicatorIn(byCode('MW06'), 'share');
    expect(indicatorIn(byCode('MW06'), 'share')).toBe(share);
    const scale = scaleOf(share);
    expect(scale.mapping).toEqual({ values: [0, 100], positions: [0, 1] });
    expect(scale.stops.every(({ level }) => level === null)).toBe(true);
  });
});
