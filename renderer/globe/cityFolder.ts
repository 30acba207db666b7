/** What a built city offers, read from its folder (docs/architecture.md, "A city's folder"). */
import { enuOf, type EnuFrame } from '#layers/enu.ts';
import type { Limits, Rings } from '#layers/choropleth/raster.ts';
import { readJson } from '../readJson.ts';
import type { CameraView, Language } from './types.ts';

export interface CityInfo {
  title: unknown;
  camera: CameraView;
  /** West, south, east, north in degrees. */
  bounds: [number, number, number, number];
  tileset: string | null;
  /** A tileset that was not made for the workstation: it keeps its colours, stands where `place` says its origin is, and is raised by `lift` metres. */
  asTheyCome?: { lift: number; place?: { lon: number; lat: number } };
  districts: string | null;
  towns: string | null;
  water: string | null;
  roads?: string | null;
  rail?: string | null;
  green?: string | null;
  fields?: string | null;
  names?: string | null;
  context?: string | null;
  /** 万米单元网格 as columns, and 责任网格 as areas. */
  cells?: string | null;
  grids?: string | null;
  /** Where each of the city's layers comes from. */
  provenance?: { layer: string; provenance: 'real' | 'schematic' | 'generated'; source: string; note: Record<Language, string> }[];
}

export interface Area {
  code: number;
  zh: string;
  en: string;
  /** Degrees; where its name stands. */
  label: [number, number];
  /** Rings of degrees, longitude and latitude alternating, outer and inner alike. */
  rings: Float64Array[];
  /** For each polygon: index of its outer ring; the rings up to the next are its holes. */
  outers: number[];
  /** Everything that the file says of it. */
  properties: Record<string, unknown>;
}

interface Feature {
  properties: { code?: number | string; zh?: string; en?: string; label?: [number, number]; [other: string]: unknown } | null;
  geometry: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] } | null;
}

const cities = new Map<string, Promise<CityInfo>>();

/** `city.json` of the folder at `url`, read once by all who need it. Rejects with a sentence where it is not there, and is asked for again then. */
export function readCity(url: string): Promise<CityInfo> {
  const known = cities.get(url);
  if (known) return known;
  const reading = readJson(`${url}/city.json`) as Promise<CityInfo>;
  cities.set(url, reading);
  reading.catch(() => cities.delete(url));
  return reading;
}

/** Outlines in the order of the file; empty where the city has no such file. */
export async function readAreas(url: string, file: string | null): Promise<Area[]> {
  if (file === null) return [];
  const { features } = (await readJson(`${url}/${file}`)) as { features: Feature[] };
  return features.map(areaOf);
}

/** Rings of an area in the metres of a frame. */
export function ringsInMetres(frame: EnuFrame, area: Area): Rings {
  return area.rings.map((ring) => {
    const metres = new Float64Array(ring.length);
    for (let i = 0; i < ring.length; i += 2) metres.set(enuOf(frame, ring[i]!, ring[i + 1]!).slice(0, 2), i);
    return metres;
  });
}

/** A city's bounds in the metres of a frame, and a tenth of their size about them. */
export function boundsInMetres(frame: EnuFrame, [west, south, east, north]: CityInfo['bounds']): Limits {
  const corners = [[west, south], [east, south], [east, north], [west, north]].map(([lon, lat]) => enuOf(frame, lon!, lat!));
  const [xs, ys] = [0, 1].map((k) => corners.map((corner) => corner[k]!)) as [number[], number[]];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = Math.max(x1 - x0, y1 - y0) / 10;
  return { west: x0 - room, south: y0 - room, east: x1 + room, north: y1 + room };
}

/** Index of the first area that holds a position in degrees, or -1. Even-odd over all its rings. */
export function areaHolding(areas: readonly Area[], lon: number, lat: number): number {
  return areas.findIndex(({ rings }) => rings.reduce((inside, ring) => (crossesOddly(ring, lon, lat) ? !inside : inside), false));
}

function crossesOddly(ring: Float64Array, lon: number, lat: number): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [xa, ya, xb, yb] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!];
    if (ya > lat !== yb > lat && lon < xa + ((lat - ya) / (yb - ya)) * (xb - xa)) odd = !odd;
  }
  return odd;
}

function areaOf({ properties, geometry }: Feature): Area {
  const polygons = geometry === null ? [] : geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const rings: Float64Array[] = [];
  const outers: number[] = [];
  for (const polygon of polygons) {
    outers.push(rings.length);
    for (const ring of polygon) rings.push(ringOf(ring));
  }
  const area = { code: Number(properties?.code ?? 0), zh: properties?.zh ?? '', en: properties?.en ?? '', rings, outers, properties: properties ?? {} };
  return { ...area, label: properties?.label ?? middleOf(rings) };
}

/** What is no position is left out: one such corner would take the whole picture of all areas with it. No array in between, as a ring may have a million corners. */
function ringOf(corners: readonly (readonly number[])[]): Float64Array {
  const ring = new Float64Array(corners.length * 2);
  let length = 0;
  for (const [lon, lat] of corners) {
    if (!Number.isFinite(lon) || !Number.isFinite(lat) || Math.abs(lat!) > 90) continue;
    ring[length++] = lon!;
    ring[length++] = lat!;
  }
  return ring.subarray(0, length);
}

/** Middle of the largest ring's box: good enough for a name where the file states no place for it. */
function middleOf(rings: Float64Array[]): [number, number] {
  let best: [number, number] = [0, 0];
  let most = -1;
  for (const ring of rings) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < ring.length; i += 2) {
      west = Math.min(west, ring[i]!);
      east = Math.max(east, ring[i]!);
      south = Math.min(south, ring[i + 1]!);
      north = Math.max(north, ring[i + 1]!);
    }
    const size = (east - west) * (north - south);
    if (size > most) [most, best] = [size, [(west + east) / 2, (south + north) / 2]];
  }
  return best;
}
