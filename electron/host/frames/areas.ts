/** The areas of a city's folder, and in which of them each site lies. */
import path from 'node:path';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { AreaUnit, Indicator } from '#contract/catalogue.ts';
import type { Site } from '#contract/observation.ts';
import { z } from '#contract/zod.ts';
import { readCityFile, refusePeopleByPlace } from './cityFiles.ts';

export interface Area {
  /** GB/T 2260 or nine-digit code; 0 for the city. */
  code: number;
  zh: string;
  en: string;
  /** Where its name stands, degrees. */
  lon: number;
  lat: number;
  /** Code of its district: its own for a district, 0 for the city. */
  district: number;
}

/** Index of each site's area in the city's lists, -1 where it lies in none. */
export interface Membership {
  town: Int32Array;
  district: Int32Array;
}

export interface CityAreas {
  /** What it is made of: plain, so that a thread can be given the same (`areasOf`). */
  readonly outlines: CityOutlines;
  /** In the order of the city's outlines; empty where the city has none. `city` always has one. */
  list(unit: AreaUnit): readonly Area[];
  /** For each town the index of its district, -1 where unknown. */
  districtOfTown: Int32Array;
  /** As the site says; where it does not (0), by where it stands. Figures of a city or a district are not split further. */
  membershipOf(sites: readonly Site[], unit: Indicator['spatial_unit']): Membership;
}

const position = z.array(z.number()).min(2);
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position).min(4)).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(position).min(4)).min(1)).min(1) }),
]);
const outlinesFile = z.object({
  features: z.array(z.object({
    geometry,
    properties: z.looseObject({
      code: z.coerce.number().int(), zh: z.string(), en: z.string(),
      district: z.coerce.number().int().default(0), label: z.tuple([z.number(), z.number()]).optional(),
    }),
  })),
});
const cityFile = z.looseObject({
  title: z.union([z.string(), z.object({ zh: z.string(), en: z.string() })]),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  districts: z.string().nullable(),
  towns: z.string().nullable(),
  context: z.string().nullish(),
});

interface Outline {
  geometry: z.infer<typeof geometry>;
  box: [west: number, south: number, east: number, north: number];
}
export interface CityOutlines { city: Area; districts: Outlines; towns: Outlines }
interface Outlines {
  areas: Area[];
  outlines: Outline[];
  byCode: Map<number, number>;
}
const NO_OUTLINES: Outlines = { areas: [], outlines: [], byCode: new Map() };

/** Reads `city.json` and the outlines it names. Throws `CityProblem` where one is missing or not of the documented form, or where people would leave by place. */
export function loadCityAreas(folder: string): CityAreas {
  const city = readCityFile(path.join(folder, 'city.json'), cityFile);
  if (city.context) refusePeopleByPlace(path.join(folder, city.context));
  const districts = city.districts ? readOutlines(path.join(folder, city.districts)) : NO_OUTLINES;
  const towns = city.towns ? readOutlines(path.join(folder, city.towns)) : NO_OUTLINES;
  for (const area of districts.areas) area.district = area.code;
  const [west, south, east, north] = city.bounds;
  const title = typeof city.title === 'string' ? { zh: city.title, en: city.title } : city.title;
  return areasOf({ city: { code: 0, ...title, lon: (west + east) / 2, lat: (south + north) / 2, district: 0 }, districts, towns });
}

/** A city of which nothing is known but its name: no districts, no towns. */
export function bareCity(name: string): CityAreas {
  return areasOf({ city: { code: 0, zh: name, en: name, lon: 0, lat: 0, district: 0 }, districts: NO_OUTLINES, towns: NO_OUTLINES });
}

export function areasOf(outlines: CityOutlines): CityAreas {
  const { city, districts, towns } = outlines;
  const districtOfTown = Int32Array.from(towns.areas, (town) => districts.byCode.get(town.district) ?? -1);
  // A town decides over its district, so that areas nest: withheld values could be had by subtraction otherwise.
  const inDistrict = (town: number): number | null => (town >= 0 && districtOfTown[town] >= 0 ? districtOfTown[town] : null);
  return {
    outlines,
    list: (unit) => (unit === 'city' ? [city] : unit === 'town' ? towns.areas : districts.areas),
    districtOfTown,
    membershipOf(sites, unit) {
      const membership = { town: new Int32Array(sites.length).fill(-1), district: new Int32Array(sites.length).fill(-1) };
      for (const [i, site] of sites.entries()) {
        let town = towns.byCode.get(site.town) ?? -1;
        let district = inDistrict(town) ?? districts.byCode.get(site.district) ?? -1;
        if (unit !== 'city') {
          // By town first: their outlines are short.
          if (town < 0 && site.town === 0 && unit !== 'district') {
            town = locate(towns, site, district < 0 ? null : (t) => districtOfTown[t] === district);
            district = inDistrict(town) ?? district;
          }
          if (district < 0 && site.district === 0) district = locate(districts, site, null);
        }
        membership.town[i] = town;
        membership.district[i] = district;
      }
      return membership;
    },
  };
}

function locate({ outlines: candidates }: Outlines, { lon, lat }: Site, isCandidate: ((index: number) => boolean) | null): number {
  return candidates.findIndex(({ geometry: shape, box }, i) =>
    lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3] &&
    (isCandidate === null || isCandidate(i)) && booleanPointInPolygon([lon, lat], shape));
}

function readOutlines(file: string): Outlines {
  const { features } = readCityFile(file, outlinesFile);
  const read: Outlines = { areas: [], outlines: [], byCode: new Map() };
  for (const { geometry: shape, properties } of features) {
    const ring = largestRing(shape);
    const box: Outline['box'] = [Infinity, Infinity, -Infinity, -Infinity];
    const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
    for (const [lon, lat] of rings.flat() as [number, number][]) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
    const [lon, lat] = properties.label ?? centroid(ring);
    read.byCode.set(properties.code, read.areas.length);
    read.areas.push({ code: properties.code, zh: properties.zh, en: properties.en, lon, lat, district: properties.district });
    read.outlines.push({ geometry: shape, box });
  }
  return read;
}

function largestRing(shape: Outline['geometry']): number[][] {
  const rings = shape.type === 'Polygon' ? [shape.coordinates[0]] : shape.coordinates.map((polygon) => polygon[0]);
  return rings.reduce((largest, ring) => (Math.abs(twiceArea(ring)) > Math.abs(twiceArea(largest)) ? ring : largest));
}

function twiceArea(ring: number[][]): number {
  return eachEdge(ring, (x0, y0, x1, y1) => x0 * y1 - x1 * y0);
}

/** Of the ring's area, relative to its first corner so that small areas far from the origin keep their digits. */
function centroid(ring: number[][]): [number, number] {
  const [x, y] = ring[0] as [number, number];
  const local = ring.map(([lon, lat]) => [lon! - x, lat! - y]);
  const area = twiceArea(local);
  if (area === 0) return [x, y];
  const lon = eachEdge(local, (x0, y0, x1, y1) => (x0 + x1) * (x0 * y1 - x1 * y0));
  const lat = eachEdge(local, (x0, y0, x1, y1) => (y0 + y1) * (x0 * y1 - x1 * y0));
  return [x + lon / (3 * area), y + lat / (3 * area)];
}

function eachEdge(ring: number[][], term: (x0: number, y0: number, x1: number, y1: number) => number): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) sum += term(ring[i][0], ring[i][1], ring[i + 1][0], ring[i + 1][1]);
  return sum;
}
