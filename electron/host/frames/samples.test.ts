import { expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { withoutPeople } from './samples.ts';

const catalogue = loadCatalogue();

it('keeps the digits of samples that can be about nobody, and of no others', () => {
  const depth = '{"kind":"observations","indicator":"MW06","observations":[{"site":"7","value":12.5}]}';
  expect(withoutPeople(depth, catalogue)).toBe(depth);
  expect(withoutPeople(depth.replace('MW06', 'LI01'), catalogue)).toBe('{"kind":"observations","indicator":"LI01","observations":[{"site":"…","value":….…}]}');
  expect(withoutPeople('{"site":"7","value":12.5}', catalogue)).toBe('{"site":"…","value":….…}');
  expect(withoutPeople('MW06 and LI01: 3', catalogue)).toBe('MW06 … LI01: …');
  // A site's id may hold a harmless code, and names are letters.
  expect(withoutPeople('{"site":"EU04-17","time":"yesterday","value":2}', catalogue)).toBe('{"site":"EU04-…","time":"…","value":…}');
  expect(withoutPeople('{"zh":"某人家","en":"bed twelve"}', catalogue)).toBe('{"zh":"…","en":"… …"}');
});
