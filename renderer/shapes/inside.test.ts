import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { circle, groundDistance, type Ring } from './geodesy.ts';
import { insideOf, nearestOf } from './inside.ts';
import { groundOf, type Shape } from './shape.ts';

const degrees = { lon: fc.double({ min: 121.3, max: 121.6, noNaN: true }), lat: fc.double({ min: 31.1, max: 31.4, noNaN: true }) };
const places = fc.array(fc.record(degrees), { maxLength: 300 }).map((list) => ({ lon: Float64Array.from(list, ({ lon }) => lon), lat: Float64Array.from(list, ({ lat }) => lat) }));
const corners = fc.array(fc.record({ ...degrees, height: fc.constant(0) }), { minLength: 3, maxLength: 12 });
const polygon = (points: Shape['points']): Shape => ({ id: 'a', kind: 'polygon', name: '', number: 1, hidden: false, points });

/** Even-odd, by counting crossings of a ray to the east: no index, no library. */
function isInside(lon: number, lat: number, ring: Ring): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [[xa, ya], [xb, yb]] = [ring[i - 1], ring[i]];
    if (ya > lat !== yb > lat && lon < xa + ((lat - ya) / (yb - ya)) * (xb - xa)) inside = !inside;
  }
  return inside;
}

/** On a border either answer is right. */
function isOnBorder(lon: number, lat: number, ring: Ring): boolean {
  return ring.slice(1).some(([xb, yb], k) => {
    const [xa, ya] = ring[k];
    const t = Math.min(1, Math.max(0, ((lon - xa) * (xb - xa) + (lat - ya) * (yb - ya)) / ((xb - xa) ** 2 + (yb - ya) ** 2 || 1)));
    return Math.hypot(xa + t * (xb - xa) - lon, ya + t * (yb - ya) - lat) < 1e-12;
  });
}

test('inside is what a plain loop over all places finds, also in outlines that cross themselves', () => {
  fc.assert(fc.property(places, corners, (all, points) => {
    const polygons = groundOf(polygon(points));
    const ring = polygons[0][0];
    const off = [...all.lon.keys()].filter((i) => !isOnBorder(all.lon[i], all.lat[i], ring));
    const found = new Set(insideOf(all, polygons));
    expect(off.filter((i) => found.has(i))).toEqual(off.filter((i) => isInside(all.lon[i], all.lat[i], ring)));
  }), { numRuns: 150 });
});

test('inside a circle is what is so near on the ground, but for a thousandth of its radius at the border', () => {
  fc.assert(fc.property(places, fc.double({ min: 200, max: 20_000, noNaN: true }), (all, radius) => {
    const middle = { lon: 121.45, lat: 31.25 };
    const found = new Set(insideOf(all, [[circle(middle, radius)]]));
    for (let i = 0; i < all.lon.length; i++) {
      const off = groundDistance(middle, { lon: all.lon[i], lat: all.lat[i] });
      if (Math.abs(off - radius) > radius / 1000) expect(found.has(i), `${off} of ${radius}`).toBe(off < radius);
    }
  }), { numRuns: 60 });
});

test('the nearest are the first of all places sorted by their distance', () => {
  fc.assert(fc.property(places, fc.record(degrees), fc.integer({ min: 1, max: 12 }), (all, from, count) => {
    const sorted = [...all.lon.keys()].map((index) => ({ index, metres: groundDistance(from, { lon: all.lon[index], lat: all.lat[index] }) }));
    sorted.sort((one, other) => one.metres - other.metres || one.index - other.index);
    expect(nearestOf(all, from, count)).toEqual(sorted.slice(0, count));
  }), { numRuns: 100 });
});

test('who is no candidate is not found', () => {
  const all = { lon: Float64Array.of(121.4, 121.41, 121.42), lat: Float64Array.of(31.2, 31.2, 31.2) };
  expect(nearestOf(all, { lon: 121.4, lat: 31.2 }, 2, (index) => index !== 0).map(({ index }) => index)).toEqual([1, 2]);
});

test('100,000 places are asked in a moment', () => {
  const count = 100_000;
  const all = { lon: new Float64Array(count), lat: new Float64Array(count) };
  for (let i = 0; i < count; i++) [all.lon[i], all.lat[i]] = [121 + ((i * 0.618034) % 1), 30.8 + ((i * 0.414214) % 1)];
  const around = [[circle({ lon: 121.5, lat: 31.3 }, 10_000)]];
  const once = insideOf(all, around).length;
  const from = performance.now();
  for (let k = 0; k < 10; k++) expect(insideOf(all, around).length).toBe(once);
  expect(once / count).toBeCloseTo((Math.PI * 100) / (111.3 * Math.cos((31.3 * Math.PI) / 180) * 110.87), 2);
  expect((performance.now() - from) / 10).toBeLessThan(500);
});
