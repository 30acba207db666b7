import { expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.ts';

it('holds the sixty indicators of the product, each once', () => {
  const { indicators } = loadCatalogue();
  expect(new Set(indicators.map(({ code }) => code)).size).toBe(60);
});

it('says where a catalogue is wrong', () => {
  const { meta, domains, indicators } = loadCatalogue();
  expect(() => loadCatalogue({ meta, domains, indicators: [{ ...indicators[0], privacy: 'P9' }] })).toThrow(/indicators\.0\.privacy/);
  expect(() => loadCatalogue(JSON.stringify({ meta, domains, indicators: [indicators[0], indicators[0]] }))).toThrow(/PS01 twice/);
});
