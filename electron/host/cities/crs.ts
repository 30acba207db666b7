/**
 * Where the numbers of a file lie: EPSG codes by proj4 with epsg-index's definitions, and the two shifted systems of Chinese web maps
 * by gcoord. Everything becomes degrees of WGS84; CGCS2000 and ETRS89 are taken for the same (they differ by less than a metre).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import packaged from 'gcoord';
import proj4 from 'proj4';

interface Gcoord {
  transform(position: LonLat, from: string, to: string): LonLat;
  GCJ02: string;
  BD09: string;
  WGS84: string;
}
/** See `decoders/crs.ts`: its types say the default export to be elsewhere than it is. */
const gcoord = packaged as unknown as Gcoord;

export type LonLat = [lon: number, lat: number];

export interface Crs {
  /** "EPSG:4549" or "GCJ-02". */
  id: string;
  name: string;
  isDegrees: boolean;
  /** East and north (or longitude and latitude), in this order whatever the authority's, to degrees of WGS84; may be NaN. */
  toWgs84(x: number, y: number): LonLat;
  /** Whether the position lies where this system is used, with a margin of two degrees. */
  covers(position: LonLat): boolean;
}

/** A code that is not known, or cannot be turned into WGS84; the message says which and why. */
export class CrsProblem extends Error {}

interface Entry { kind: string; name: string; wkt: string | null; proj4: string | null; bbox: [north: number, west: number, south: number, east: number] | null }

/**
 * Rotations of a datum shift have two conventions of sign and two units, and the public lists of definitions disagree by up to 300 m on those that
 * have some. They are believed here only where they were held against a published point (crs.test.ts): of the Netherlands, at Amersfoort.
 */
const SHIFTS: Record<string, string> = { '28992': '+towgs84=565.4171,50.3319,465.5524,-0.398957,0.343988,-1.8774,4.0725' };
const WITHOUT_ROTATION = /\+towgs84=[^,\s]+,[^,\s]+,[^,\s]+(,0,0,0,[^,\s]+)?(\s|$)/;

const WGS84 = '+proj=longlat +datum=WGS84 +no_defs';
const MARGIN_DEGREES = 2;
const SHIFTED = { 'GCJ-02': gcoord.GCJ02, 'BD-09': gcoord.BD09 } as const;

/**
 * Reads a code as people and files write it: "EPSG:4549", "4549", "urn:ogc:def:crs:EPSG::4549", "https://www.opengis.net/def/crs/EPSG/0/7415",
 * "urn:ogc:def:crs:OGC:1.3:CRS84", "GCJ-02", "BD-09". Throws `CrsProblem`.
 */
export function crsOf(text: string): Crs {
  const shifted = /^(GCJ|BD)-?0?(2|9)(LL)?$/i.exec(text.trim());
  if (shifted) return shiftedCrs(shifted[1].toUpperCase() === 'GCJ' ? 'GCJ-02' : 'BD-09');
  if (/CRS[:/]?84h?$/i.test(text) || /^WGS-?84$/i.test(text.trim())) return epsg('4326');
  if (/^CGCS2000$/i.test(text.trim())) return epsg('4490');
  const code = /^(?:EPSG:+)?(\d{4,6})$/i.exec(text.trim())?.[1] ?? /EPSG(?::[\d.]*:|\/[\d.]+\/)(\d{4,6})$/i.exec(text.trim())?.[1];
  if (code === undefined) throw new CrsProblem(`"${text.slice(0, 80)}" is no coordinate system that can be read: state EPSG:xxxx or GCJ-02`);
  return epsg(code);
}

function shiftedCrs(id: keyof typeof SHIFTED): Crs {
  return {
    id, name: id, isDegrees: true,
    toWgs84: (lon, lat) => (Number.isFinite(lon) && Number.isFinite(lat) ? gcoord.transform([lon, lat], SHIFTED[id], gcoord.WGS84) : [NaN, NaN]),
    covers: ([lon, lat]) => lon > 70 && lon < 140 && lat > 0 && lat < 57,
  };
}

function entryOf(code: string): Entry {
  let text: string;
  try {
    text = readFileSync(createRequire(import.meta.url).resolve(`epsg-index/s/${code}.json`), 'utf8');
  } catch {
    throw new CrsProblem(`EPSG:${code} is not in the list of coordinate systems`);
  }
  return JSON.parse(text) as Entry;
}

function epsg(code: string): Crs {
  const whole = entryOf(code);
  // A compound system's own definition leaves out how its plan lies to WGS84.
  const plan = /AUTHORITY\["EPSG","(\d+)"\]\],VERT_CS/.exec(whole.wkt ?? '')?.[1];
  const { name, bbox, ...entry } = plan === undefined || plan === code ? whole : { ...entryOf(plan), name: whole.name };
  const shift = SHIFTS[plan ?? code];
  const definition = shift === undefined ? entry.proj4 : (entry.proj4 ?? '').replace(/\+towgs84=\S+/, shift);
  if (!definition || entry.kind === 'CRS-VERTCRS') throw new CrsProblem(`EPSG:${code} (${name}) says nothing about where places lie`);
  if (!isTiedToWgs84(definition)) throw new CrsProblem(`EPSG:${code} (${name}) is not tied to WGS84 by its definition: convert the file first, with the parameters that its owner gives`);
  if (definition.includes('+towgs84=') && shift === undefined && !WITHOUT_ROTATION.test(definition)) {
    throw new CrsProblem(`EPSG:${code} (${name}) is turned against WGS84 by numbers that published lists disagree about, by up to 300 m: convert the file to EPSG:4326 first, with a program that has the official grid or parameters`);
  }
  const isDegrees = definition.includes('+proj=longlat');
  // For display WGS84, CGCS2000 and ETRS89 are one: nothing is to be computed, and no digit to be lost.
  const isWgs84 = isDegrees && /\+datum=WGS84|\+ellps=(GRS80|WGS84)/.test(definition) && !/\+towgs84=(?!0,0,0)/.test(definition);
  const forward = converterOf(code, definition);
  return {
    id: `EPSG:${code}`, name, isDegrees,
    toWgs84(x, y) {
      if (isWgs84) return [x, y];
      // proj4 throws on what is no number.
      if (!Number.isFinite(x) || !Number.isFinite(y)) return [NaN, NaN];
      return forward([x, y]);
    },
    covers: ([lon, lat]) => bbox === null || (lat <= bbox[0] + MARGIN_DEGREES && lat >= bbox[2] - MARGIN_DEGREES && isBetween(lon, bbox[1] - MARGIN_DEGREES, bbox[3] + MARGIN_DEGREES)),
  };
}

function converterOf(code: string, definition: string): (position: LonLat) => LonLat {
  try {
    const { forward } = proj4(definition, WGS84);
    return (position) => forward(position) as LonLat;
  } catch (error) {
    throw new CrsProblem(`EPSG:${code} cannot be computed here: ${(error as Error).message}`);
  }
}

/** West may lie beyond east: across the antimeridian. */
const isBetween = (lon: number, west: number, east: number): boolean => (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);

/** Others, Xian 1980 among them, lie some 100 m off by parameters that are not published. */
const isTiedToWgs84 = (definition: string): boolean => /\+datum=WGS84|\+towgs84=|\+nadgrids=@null|\+ellps=(GRS80|WGS84)/.test(definition) && !/\+nadgrids=(?!@null)/.test(definition);
