import { describe, expect, it } from 'vitest';
import { drawnOf, placesOf, NO_PART } from '../contextFiles.ts';
import { groupToggled, isGroupOn, NO_CHOICE, partToggled, restoredChoice, shownLayers, toggled, type ContextLayer } from './context.ts';

const layer = (id: string, more: Partial<ContextLayer> = {}): ContextLayer => ({
  id, zh: id, en: id, group: 'works', form: 'point', privacy: 'P1', provenance: 'generated', owner: { zh: '权属', en: 'owner' }, source: 'seed 1', note: { zh: '生成', en: 'Generated' },
  icon: 'cable', file: `context/${id}.json`, count: 2, fields: [], ...more,
});
const pipes = layer('pipes', { form: 'line', privacy: 'P2', parts: { field: 'kind', icons: { water: 'droplet', gas: 'flame' } } });
const layers = [layer('hospitals'), layer('feverClinics'), pipes, layer('underpasses')];

describe('the choice of context layers', () => {
  it('switches a layer on and off, in the order of the city and not of the clicks', () => {
    const on = toggled(toggled(NO_CHOICE, 'pipes'), 'hospitals');
    expect(shownLayers(on, layers).map(({ id }) => id)).toEqual(['hospitals', 'pipes']);
    expect(toggled(on, 'pipes').on).toEqual(['hospitals']);
  });

  it('leaves out a part, but never the last one', () => {
    const withoutGas = partToggled(NO_CHOICE, pipes, 'gas');
    expect(withoutGas.without).toEqual(['pipes/gas']);
    expect(partToggled(withoutGas, pipes, 'water')).toBe(withoutGas);
    expect(partToggled(withoutGas, pipes, 'gas').without).toEqual([]);
  });

  it('shows a ready group in place of what was on, of what the city has, and takes it away again', () => {
    const flood = groupToggled(toggled(NO_CHOICE, 'hospitals'), 'flood', layers);
    expect(flood.on).toEqual(['underpasses']);
    expect(isGroupOn(flood, 'flood', layers)).toBe(true);
    expect(groupToggled(flood, 'flood', layers).on).toEqual([]);
    expect(isGroupOn(NO_CHOICE, 'functions', layers)).toBe(false);
  });

  it('is remembered, less what the city no longer has, and nothing where the memory is broken', () => {
    const choice = { on: ['pipes', 'balloons'], without: ['pipes/gas', 'pipes/steam', 'balloons/red'] };
    expect(restoredChoice(JSON.stringify(choice), layers)).toEqual({ on: ['pipes'], without: ['pipes/gas'] });
    for (const broken of [null, '', '{', '[]', '{"on":7}', 'null']) expect(restoredChoice(broken, layers).on, String(broken)).toEqual([]);
  });
});

const properties = (id: string, kind: string) => ({ id, zh: `管线 ${id}`, en: `pipe ${id}`, district: 310101, town: 310101002, kind });

describe('what is drawn of a layer', () => {
  const places = placesOf(pipes, [
    { properties: properties('1', 'water'), geometry: { type: 'LineString', coordinates: [[121, 31], [121.01, 31], [121.03, 31]] } },
    { properties: properties('2', 'gas'), geometry: { type: 'LineString', coordinates: [[121, 31.1], [121, 31.2]] } },
    { properties: properties('3', 'steam'), geometry: { type: 'LineString', coordinates: [[121, 31.1], [121, 31.2]] } },
  ]);

  it('is where it is: a line by the middle of its way', () => {
    expect([places.lon[0], places.lat[0]]).toEqual([expect.closeTo(121.015, 9), 31]);
    expect(Array.from(places.courses![0]!)).toEqual([121, 31, 121.01, 31, 121.03, 31]);
    expect(Array.from(places.part)).toEqual([0, 1, NO_PART]);
  });

  it('leaves out a part, keeps what has none, and says what not everybody may see', () => {
    expect(drawnOf(pipes, places, { on: ['pipes'], without: ['pipes/gas'] })).toMatchObject({ places: [0, 2], restricted: true, partIcons: ['droplet', 'flame'] });
    expect(drawnOf(layers[0]!, places, NO_CHOICE)).toMatchObject({ places: [0, 1, 2], restricted: false, partIcons: [] });
  });
});
