import { expect, test } from 'vitest';
import { begun, isFull, mayEnd, withPoint, withoutLast } from './draft.ts';
import { groundDistance, measureRings, type Position } from './geodesy.ts';
import { sharesOf, WHOLE } from './share.ts';
import { crossesItself, groundOf, readShapes, type Shape } from './shape.ts';

const at = (lon: number, lat: number, height = 0): Position => ({ lon, lat, height });
const SQUARE = [at(121.4, 31.2), at(121.5, 31.2), at(121.5, 31.3), at(121.4, 31.3)];
const outline = (west: number, south: number, east: number, north: number) => ({ rings: [Float64Array.of(west, south, east, south, east, north, west, north, west, south)], outers: [0] });
const shape = (more: Partial<Shape>): Shape => ({ id: 'one', kind: 'polygon', name: '', number: 1, hidden: false, points: SQUARE, ...more });

test('a circle and the buffer of a point are the same ground, and a line’s buffer holds every place so near it', () => {
  expect(groundOf(shape({ kind: 'buffer', points: [SQUARE[0]], metres: 700 }))).toEqual(groundOf(shape({ kind: 'circle', points: [SQUARE[0]], metres: 700 })));
  const [[ring]] = groundOf(shape({ kind: 'buffer', points: SQUARE.slice(0, 2), metres: 1000 }));
  const ends = ring.map(([lon, lat]) => Math.min(...SQUARE.slice(0, 2).map((end) => groundDistance(end, { lon, lat }))));
  // Round about both ends: some corners are exactly so far from one of them.
  expect(ends.filter((metres) => Math.abs(metres - 1000) < 4).length).toBeGreaterThan(20);
  expect(measureRings([[ring]]).area / (groundDistance(SQUARE[0], SQUARE[1]) * 2000 + Math.PI * 1000 ** 2)).toBeCloseTo(1, 2);
});

test('a buffer about an area is the area and what is near it', () => {
  const [[inner]] = groundOf(shape({}));
  const about = { zh: '区', en: 'District', polygons: [[inner]] };
  const wide = measureRings(groundOf(shape({ kind: 'buffer', points: [SQUARE[0]], metres: 500, about })));
  const { area, border } = measureRings([[inner]]);
  expect(wide.area / (area + border * 500 + Math.PI * 500 ** 2)).toBeCloseTo(1, 3);
});

test('an outline that crosses itself is known for it', () => {
  expect(crossesItself(shape({}))).toBe(false);
  expect(crossesItself(shape({ points: [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]] }))).toBe(true);
});

test('the share of an area inside is that of its ground: whole, half and none', () => {
  const areas = [outline(121.42, 31.22, 121.44, 31.24), outline(121.45, 31.22, 121.55, 31.24), outline(121.6, 31.2, 121.7, 31.3)];
  const shares = sharesOf(areas, groundOf(shape({})));
  expect(shares.map(({ index }) => index)).toEqual([0, 1]);
  expect(shares[0].share).toBeGreaterThan(WHOLE);
  expect(shares[1].share).toBeCloseTo(0.5, 3);
});

test('what was kept is read again; what is none is left out, the rest stays', () => {
  const kept = [shape({ name: '外滩' }), shape({ id: 'two', kind: 'circle', metres: 300, points: [SQUARE[0]] })];
  expect(readShapes(JSON.stringify(kept))).toEqual(kept);
  expect(readShapes(JSON.stringify([...kept, { id: 'three' }, shape({ points: [] }), shape({ metres: NaN })]))).toEqual([...kept, shape({})].slice(0, 2));
  expect(readShapes('no JSON')).toEqual([]);
  expect(readShapes(null)).toEqual([]);
});

test('a draft takes points until it is full, takes the last back, and a second click on one spot is no corner', () => {
  let draft = withPoint(begun('polygon'), SQUARE[0]);
  draft = withPoint(withPoint(draft, SQUARE[1]), SQUARE[1]);
  expect(draft.points).toEqual(SQUARE.slice(0, 2));
  expect(mayEnd(draft)).toBe(false);
  draft = withPoint(draft, SQUARE[2]);
  expect([mayEnd(draft), isFull(draft)]).toEqual([true, false]);
  expect(withoutLast(draft).points).toEqual(SQUARE.slice(0, 2));
  expect(isFull(withPoint(begun('nearest'), SQUARE[0]))).toBe(true);
});
