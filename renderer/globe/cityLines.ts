/** Roads, rails, green, fields and names of a city's folder (fixtures/city/cityFolder.ts has their shapes). A city may lack any of them. */
import { readJson } from '../readJson.ts';
import { readAreas, type Area } from './cityFolder.ts';

export type RoadRank = 'ring' | 'expressway' | 'arterial' | 'street';
export interface Road { zh: string; en: string; rank: RoadRank; deck: number; width: number; points: Float64Array }
export interface Rail { kind: 'metro' | 'railway' | 'maglev'; colour: string; deck: number; points: Float64Array }
export type NameKind = 'landmark' | 'water' | 'island' | 'road' | 'bridge' | 'tunnel' | 'station' | 'park' | 'airport' | 'place';
/** `rank`: 1 is named from far, 5 from near only. Degrees; metres above ground. */
export interface Name { zh: string; en: string; kind: NameKind; rank: number; lon: number; lat: number; height: number }
/** An area with what it is. */
export type KindArea = Area & { kind: string };

interface LineFeature<P> {
  properties: P;
  geometry: { type: 'LineString'; coordinates: number[][] } | { type: 'MultiLineString'; coordinates: number[][][] } | null;
}
interface PointFeature<P> { properties: P; geometry: { coordinates: number[] } | null }

export const readRoads = (url: string, file: string | null | undefined): Promise<Road[]> =>
  readLines<Omit<Road, 'points'>, Road>(url, file, ({ zh, en, rank, deck, width }, points) => ({ zh, en, rank, deck, width, points }));

export const readRails = (url: string, file: string | null | undefined): Promise<Rail[]> =>
  readLines<Pick<Rail, 'kind' | 'colour' | 'deck'>, Rail>(url, file, ({ kind, colour, deck }, points) => ({ kind, colour, deck, points }));

export async function readKindAreas(url: string, file: string | null | undefined): Promise<KindArea[]> {
  return (await readAreas(url, file ?? null)).map((area) => ({ ...area, kind: String(area.properties.kind ?? '') }));
}

export async function readNames(url: string, file: string | null | undefined): Promise<Name[]> {
  if (file === null || file === undefined) return [];
  const { features } = (await readJson(`${url}/${file}`)) as { features: PointFeature<Omit<Name, 'lon' | 'lat' | 'height'> & { height?: number }>[] };
  return features.flatMap(({ properties: { zh, en, kind, rank, height = 0 }, geometry }) => (geometry === null ? [] : [{ zh, en, kind, rank, height, lon: geometry.coordinates[0]!, lat: geometry.coordinates[1]! }]));
}

async function readLines<P, L>(url: string, file: string | null | undefined, lineOf: (properties: P, points: Float64Array) => L): Promise<L[]> {
  if (file === null || file === undefined) return [];
  const { features } = (await readJson(`${url}/${file}`)) as { features: LineFeature<P>[] };
  return features.flatMap(({ properties, geometry }) => {
    const parts = geometry === null ? [] : geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
    return parts.map((part) => lineOf(properties, Float64Array.from(part.flatMap(([lon, lat]) => [lon!, lat!]))));
  });
}
