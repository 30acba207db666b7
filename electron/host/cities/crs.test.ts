import { describe, expect, it } from 'vitest';
import { crsOf } from './crs.ts';

/** Metres between two positions near by. */
const apart = ([a, b]: [number, number], [c, d]: [number, number]): number => Math.hypot((a - c) * 111_320 * Math.cos((b * Math.PI) / 180), (b - d) * 110_900);
const PEOPLES_SQUARE: [number, number] = [121.4737, 31.2304];

/** Metres east of a meridian by the series of the transverse Mercator projection, to centimetres within two degrees. */
function eastOf([lon, lat]: [number, number], meridian: number): number {
  const [phi, lambda] = [(lat * Math.PI) / 180, ((lon - meridian) * Math.PI) / 180];
  const e2 = 6.69438e-3;
  const n = 6_378_137 / Math.sqrt(1 - e2 * Math.sin(phi) ** 2);
  const [t, eta, l] = [Math.tan(phi) ** 2, (e2 / (1 - e2)) * Math.cos(phi) ** 2, lambda * Math.cos(phi)];
  return n * (l + (l ** 3 / 6) * (1 - t + eta) + (l ** 5 / 120) * (5 - 18 * t + t * t));
}

describe('coordinate systems', () => {
  it('are named as people and files name them', () => {
    for (const text of ['EPSG:4549', '4549', 'epsg:4549', 'urn:ogc:def:crs:EPSG::4549', 'urn:ogc:def:crs:EPSG:6.9:4549', 'http://www.opengis.net/def/crs/EPSG/0/4549', 'https://www.opengis.net/def/crs/EPSG/0/4549']) expect(crsOf(text).id).toBe('EPSG:4549');
    for (const text of ['urn:ogc:def:crs:OGC:1.3:CRS84', 'OGC:CRS84', 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', 'WGS84', 'EPSG:4326']) expect(crsOf(text).id).toBe('EPSG:4326');
    for (const text of ['GCJ-02', 'gcj02', 'GCJ2']) expect(crsOf(text).id).toBe('GCJ-02');
    expect(crsOf('CGCS2000').id).toBe('EPSG:4490');
  });

  it.each([['EPSG:4549', 120, 500_000, 1], ['EPSG:4528', 120, 40_500_000, 1], ['EPSG:4510', 123, 500_000, 1], ['EPSG:4499', 123, 21_500_000, 1], ['EPSG:32651', 123, 500_000, 0.9996]])('%s puts an easting where its zone has it', (code, middle, offset, scale) => {
    const crs = crsOf(code);
    const easting = offset + scale * eastOf(PEOPLES_SQUARE, middle);
    // The northing by walking along the meridian until the latitude is right: what is checked is the zone and its scale.
    let [low, high] = [3_000_000, 4_000_000];
    for (let step = 0; step < 60; step++) {
      const northing = (low + high) / 2;
      if (crs.toWgs84(easting, northing)[1] < PEOPLES_SQUARE[1]) low = northing;
      else high = northing;
    }
    const position = crs.toWgs84(easting, low);
    expect(crs.covers(position)).toBe(true);
    expect(apart(position, PEOPLES_SQUARE)).toBeLessThan(0.1);
  });

  it('the Netherlands lie where their origin is published, whichever code', () => {
    // Onze Lieve Vrouwetoren, Amersfoort: RD 155000, 463000.
    for (const code of ['EPSG:28992', 'EPSG:7415']) expect(apart(crsOf(code).toWgs84(155_000, 463_000), [5.387_206_21, 52.155_174_4])).toBeLessThan(1);
  });

  it('GCJ-02 is moved by some 480 m in Shanghai, CGCS2000 not at all', () => {
    expect(apart(crsOf('GCJ-02').toWgs84(...PEOPLES_SQUARE), PEOPLES_SQUARE)).toBeGreaterThan(400);
    expect(crsOf('EPSG:4490').toWgs84(...PEOPLES_SQUARE)).toEqual(PEOPLES_SQUARE);
  });

  it.each([['EPSG:4610', /not tied/], ['EPSG:2326', /turned against WGS84/], ['EPSG:27700', /not tied/], ['EPSG:5773', /nothing about where/], ['EPSG:999999', /not in the list/], ['Beijing', /no coordinate system/]])('%s is refused with a sentence', (code, sentence) => {
    expect(() => crsOf(code)).toThrow(sentence);
  });
});
