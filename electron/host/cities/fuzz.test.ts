/** Whatever the bytes: an answer or an `ImportProblem`, and soon. */
import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { afterAll, describe, expect, it } from 'vitest';
import { crsOf, CrsProblem } from './crs.ts';
import { ImportProblem } from './findings.ts';
import { polygonsOf } from './polygons.ts';
import { readWkb, WkbProblem } from './read/wkb.ts';
import { collection, createWorkplace, feature, square } from './testing/brought.ts';

const place = createWorkplace();
afterAll(place.remove);
const SECONDS = 20_000;

/** Brings the bytes; anything but an answer or an `ImportProblem` throws. */
async function survives(name: string, bytes: Uint8Array | string): Promise<void> {
  const file = place.file(name, bytes);
  try {
    await place.bring([file]);
  } catch (error) {
    if (!(error instanceof ImportProblem)) throw error;
    expect(error.message).toContain(name);
  } finally {
    rmSync(file, { force: true });
  }
}

/** The bytes with some of them changed, or cut. */
const broken = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.tuple(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }), fc.nat(bytes.length)).map(([changes, cut]) => {
    const copy = Uint8Array.from(bytes);
    for (const [at, value] of changes) copy[at] = value;
    return cut % 3 === 0 ? copy.subarray(0, cut) : copy;
  });

const wild = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 90, 180, 1e308, null, 'x', undefined));
const near = fc.integer({ min: 0, max: 40 }).map((step) => step * 1e-4);
const corner = fc.tuple(near, near).map(([x, y]) => [121.4 + x, 31.2 + y]);
const ring = fc.oneof({ weight: 5, arbitrary: fc.array(corner, { maxLength: 40 }) }, { weight: 1, arbitrary: fc.array(fc.array(wild, { maxLength: 4 }), { maxLength: 8 }) });
const geometry = fc.oneof(
  fc.record({ type: fc.constantFrom('Polygon', 'MultiPolygon', 'GeometryCollection', 'Point', 7), coordinates: fc.oneof(fc.array(ring, { maxLength: 4 }), fc.array(fc.array(ring, { maxLength: 3 }), { maxLength: 3 }), fc.jsonValue()) }, { requiredKeys: [] }),
  fc.jsonValue(),
);

describe('readers, fed with anything', () => {
  it('GeoJSON', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ type: fc.constant('Feature'), geometry, properties: fc.oneof(fc.record({ height: wild, floors: wild, min_height: wild }, { requiredKeys: [] }), fc.jsonValue()) }), { maxLength: 6 }), (features) => survives('any.geojson', collection(features))), { numRuns: 400, interruptAfterTimeLimit: SECONDS });
  }, 3 * SECONDS);

  it('JSON of any kind, and bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.json(), fc.string(), fc.uint8Array({ maxLength: 200 })), (bytes) => survives('any.json', bytes)), { numRuns: 300, interruptAfterTimeLimit: SECONDS });
  }, 3 * SECONDS);

  it('CityJSON', async () => {
    const boundaries = fc.oneof(fc.jsonValue(), fc.array(fc.array(fc.array(fc.integer({ min: -1, max: 8 }), { maxLength: 6 }), { maxLength: 3 }), { maxLength: 6 }), fc.array(fc.array(fc.array(fc.array(fc.nat(8), { maxLength: 6 }), { maxLength: 2 }), { maxLength: 4 }), { maxLength: 2 }));
    const object = fc.record({
      type: fc.constantFrom('Building', 'BuildingPart', 'Bridge', 'Road'), geometry: fc.oneof(fc.jsonValue(), fc.array(fc.record({ type: fc.constantFrom('Solid', 'MultiSurface', 'MultiSolid', 'x'), lod: fc.constantFrom('1', '2.2', 3), boundaries, semantics: fc.jsonValue() }, { requiredKeys: [] }), { maxLength: 2 })),
      attributes: fc.jsonValue(), children: fc.array(fc.constantFrom('a', 'b', 'c')), parents: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 1 }),
    }, { requiredKeys: [] });
    const vertices = fc.array(fc.oneof({ weight: 6, arbitrary: fc.tuple(near, near, fc.integer({ min: 0, max: 30 })).map(([x, y, z]) => [121.4 + x, 31.2 + y, z]) }, { weight: 1, arbitrary: fc.array(wild, { maxLength: 3 }) }), { maxLength: 9 });
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.constantFrom('a', 'b', 'c'), object), vertices, fc.oneof(fc.constant(undefined), fc.constant({ scale: [1, 1, 1], translate: [0, 0, 0] }), fc.jsonValue()), (objects, list, transform) =>
      survives('any.city.json', JSON.stringify({ type: 'CityJSON', version: '2.0', CityObjects: objects, vertices: list, transform }))), { numRuns: 400, interruptAfterTimeLimit: SECONDS });
  }, 3 * SECONDS);

  it('FlatGeobuf with some of its bytes changed, or cut', async () => {
    const whole = serialize({ type: 'FeatureCollection', features: [feature([square(121.49, 31.23)], { height: 7, name: 'a', open: true }), feature([[square(121.5, 31.23)]], { height: 9 }, 'MultiPolygon')] as never[] }, 4326);
    await fc.assert(fc.asyncProperty(broken(whole), (bytes) => survives('any.fgb', bytes)), { numRuns: 500, interruptAfterTimeLimit: SECONDS });
  }, 3 * SECONDS);

  it('well-known binary with some of its bytes changed', () => {
    const bytes = new Uint8Array(13 + 16 * 5);
    const view = new DataView(bytes.buffer);
    [[0, 1]].forEach(([at, value]) => view.setUint8(at, value));
    [3, 1, 5].forEach((value, i) => view.setUint32(1 + 4 * i, value, true));
    square(121.49, 31.23).flat().forEach((value, i) => view.setFloat64(13 + 8 * i, value, true));
    fc.assert(fc.property(fc.oneof(broken(bytes), fc.uint8Array({ maxLength: 120 })), (changed) => {
      try {
        expect(typeof readWkb(changed).type).toBe('string');
      } catch (error) {
        if (!(error instanceof WkbProblem)) throw error;
      }
    }), { numRuns: 3000 });
  });

  it('codes of coordinate systems', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.integer({ min: 1000, max: 40_000 }).map((code) => `EPSG:${code}`)), fc.double(), fc.double(), (text, x, y) => {
      try {
        expect(crsOf(text).toWgs84(x, y)).toHaveLength(2);
      } catch (error) {
        if (!(error instanceof CrsProblem)) throw error;
      }
    }), { numRuns: 1000, interruptAfterTimeLimit: SECONDS });
  }, 3 * SECONDS);
});

describe('a million corners', () => {
  it('are thinned or refused in seconds', () => {
    const corners = 1_000_000;
    const wavy = Array.from({ length: corners }, (_, i) => {
      const angle = (2 * Math.PI * i) / corners;
      const reach = 0.3 + 0.01 * Math.sin(angle * 5000);
      return [121.4 + reach * Math.cos(angle), 31.2 + reach * Math.sin(angle)];
    });
    const told: string[] = [];
    const began = performance.now();
    const [polygon] = polygonsOf({ type: 'Polygon', coordinates: [wavy] }, { crs: crsOf('EPSG:4326'), leastArea: 100, thin: { beyond: 5000, metres: 2 } }, (_, reason) => told.push(reason));
    expect(polygon.rings[0].length).toBeLessThan(400_000);
    expect(told.join()).toContain('thinned to within 2 m');
    // Tangled: every edge crosses every other.
    const star = Array.from({ length: corners }, (_, i) => [121.4 + 0.3 * Math.cos(i * 2.4), 31.2 + 0.3 * Math.sin(i * 2.4)]);
    expect(polygonsOf({ type: 'Polygon', coordinates: [star] }, { crs: crsOf('EPSG:4326'), leastArea: 100, thin: { beyond: 5000, metres: 2 } }, (_, reason) => told.push(reason))).toEqual([]);
    expect(told.at(-1)).toMatch(/crosses itself at|too tangled/);
    expect(performance.now() - began).toBeLessThan(30_000);
  }, 60_000);
});
