/** Polygons as they come, to polygons that can be drawn: degrees of WGS84 first, then metres about the polygon's own place. */
import { union } from 'polyclip-ts';
import { crossingsIn } from './crossings.ts';
import type { Crs, LonLat } from './crs.ts';
import { intoFrame, isInside, localFrame, ringArea, type LocalFrame, type Point } from './geometry.ts';
import { isRecord } from './read/layer.ts';
import { thinned } from './thinned.ts';

export interface Placed {
  /** Where its metres are counted from, degrees. */
  anchor: LonLat;
  frame: LocalFrame;
  /** Open rings in east and north metres about the anchor: the outer counter-clockwise, holes clockwise. */
  rings: Point[][];
  /** Square metres, without the holes. */
  area: number;
}

/** What a polygon is held against. */
export interface Wanted {
  crs: Crs;
  /** Smaller ones are crumbs. Square metres. */
  leastArea: number;
  /** More corners than this are thinned, metres by which the outline may move. */
  thin: { beyond: number; metres: number };
}

/** Tells why a part is not as it came. */
export type Tell = (outcome: 'leftOut' | 'mended', reason: string) => void;

const MOST_CORNERS = 4_000_000;
/** Untying is slow beyond these, and what is so tangled is no outline. */
const MOST_UNTIED = 20_000;
const MOST_CROSSINGS = 100;
/** Corners nearer to each other are one. Metres. */
const SAME = 0.02;

/** All polygons of a geometry, with what is wrong with the others told. */
export function polygonsOf(geometry: unknown, wanted: Wanted, tell: Tell): Placed[] {
  return listed(geometry, tell, 0).flatMap((polygon) => placedOf(polygon, wanted, tell));
}

/** Lists of rings; some exports call nested polygons by the wrong type: the nesting is what counts. */
function listed(geometry: unknown, tell: Tell, depth: number): unknown[][] {
  const leave = (reason: string): [] => (tell('leftOut', reason), []);
  if (!isRecord(geometry)) return leave('it has no geometry');
  const { type, coordinates, geometries } = geometry;
  if (type === 'GeometryCollection' && Array.isArray(geometries) && depth < 4) return geometries.flatMap((one) => listed(one, tell, depth + 1));
  if (type !== 'Polygon' && type !== 'MultiPolygon') return leave(`its geometry is ${typeof type === 'string' ? type.slice(0, 60) : 'of no type'}, not an area`);
  if (!Array.isArray(coordinates) || coordinates.length === 0) return leave('its geometry is empty');
  const isNested = coordinates.some((one) => Array.isArray(one) && Array.isArray(one[0]) && Array.isArray(one[0][0]));
  if (isNested !== (type === 'MultiPolygon')) tell('mended', `typed ${type}, nested as ${isNested ? 'MultiPolygon' : 'Polygon'}: read as the latter`);
  return (isNested ? coordinates : [coordinates]).filter((one): one is unknown[] => Array.isArray(one) || leave('one of its parts is no list of rings').length > 0);
}

function placedOf(polygon: unknown[], { crs, leastArea, thin }: Wanted, tell: Tell): Placed[] {
  const leave = (reason: string): [] => (tell('leftOut', reason), []);
  const degrees: LonLat[][] = [];
  let corners = 0;
  for (const ring of polygon) {
    const read = degreesOf(ring, crs);
    if (typeof read === 'string') {
      if (degrees.length === 0) return leave(read);
      tell('mended', `a hole is left out: ${read}`);
    } else degrees.push(read);
    corners += Array.isArray(ring) ? ring.length : 0;
    if (corners > MOST_CORNERS) return leave(`it has more than ${MOST_CORNERS.toLocaleString('en')} corners`);
  }
  if (degrees.length === 0) return leave('its geometry is empty');
  const anchor = degrees[0][0];
  const frame = localFrame(...anchor);
  let moved = false;
  const local = degrees.map((ring) => {
    const { open, wasClosed } = opened(ring.map(([lon, lat]) => intoFrame(frame, lon, lat, 0).slice(0, 2) as Point));
    if (!wasClosed) tell('mended', 'a ring is not closed: closed');
    if (open.length <= thin.beyond) return open;
    moved = true;
    return thinned(open, thin.metres);
  });
  if (moved) tell('mended', `it has more than ${thin.beyond.toLocaleString('en')} corners: thinned to within ${thin.metres} m`);
  if (local[0].length < 3) return leave('it has fewer than three corners');
  const holes = local.slice(1).filter((hole) => hole.length >= 3);
  return untied([local[0], ...holes], tell).flatMap((rings) => {
    const [outer, ...inner] = wound(rings, tell);
    const inside = inner.filter((hole) => hole.some(([x, y]) => isInside(outer, x, y)));
    if (inside.length < inner.length) tell('mended', 'a hole lies outside of its polygon: left out');
    const area = ringArea(outer) + inside.reduce((sum, hole) => sum + ringArea(hole), 0);
    if (!(area >= leastArea)) return leave(`smaller than ${leastArea} m²`);
    return [{ anchor, frame, rings: [outer, ...inside], area }];
  });
}

/** Degrees of WGS84, or why the ring cannot be placed. */
function degreesOf(ring: unknown, crs: Crs): LonLat[] | string {
  if (!Array.isArray(ring) || ring.length === 0) return 'it has no ring of positions';
  const degrees: LonLat[] = [];
  for (const position of ring) {
    const [x, y] = Array.isArray(position) ? (position as unknown[]) : [];
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) return 'a coordinate is no finite number';
    const [lon, lat] = crs.toWgs84(x, y);
    if (crs.isDegrees && (Math.abs(y) > 90 || Math.abs(x) > 180)) return Math.abs(x) <= 90 && Math.abs(y) <= 180 ? SWAPPED : 'it lies at no place on the Earth';
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return `it lies where ${crs.id} is not defined`;
    degrees.push([lon, lat]);
  }
  const [first] = degrees;
  if (degrees.some(([lon, lat]) => Math.abs(lon) < 1e-6 && Math.abs(lat) < 1e-6)) return 'it stands at 0° N 0° E';
  if (degrees.some(([lon], i) => i > 0 && Math.abs(lon - degrees[i - 1][0]) > 180)) return 'it crosses the antimeridian: cut it there';
  if (!crs.covers(first)) return isSwapped(ring[0] as number[], crs) ? SWAPPED : `it lies outside of where ${crs.id} (${crs.name}) is used`;
  return degrees;
}

const SWAPPED = 'its coordinates seem to be swapped: the first has to be east or longitude';

/** Whether it would lie well the other way round. */
function isSwapped([x, y]: number[], crs: Crs): boolean {
  const [lon, lat] = crs.toWgs84(y, x);
  return Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lat) <= 90 && crs.covers([lon, lat]);
}

const isSame = (a: Point, b: Point): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) <= SAME;

/** Without its closing corner and repeated ones. */
function opened(ring: Point[]): { open: Point[]; wasClosed: boolean } {
  const open: Point[] = [];
  for (const point of ring) if (open.length === 0 || !isSame(point, open[open.length - 1])) open.push(point);
  const wasClosed = isSame(ring[0], ring[ring.length - 1]);
  while (open.length > 1 && isSame(open[0], open[open.length - 1])) open.pop();
  return { open, wasClosed };
}

/** Counter-clockwise outside, clockwise inside. */
function wound([outer, ...holes]: Point[][], tell: Tell): Point[][] {
  const isWrong = ringArea(outer) < 0;
  if (isWrong) tell('mended', 'wound clockwise: turned');
  return [isWrong ? outer.toReversed() : outer, ...holes.map((hole) => (ringArea(hole) > 0 ? hole.toReversed() : hole))];
}

/** The parts of a polygon whose rings cross; itself where they do not. */
function untied(rings: Point[][], tell: Tell): Point[][][] {
  const leave = (reason: string): [] => (tell('leftOut', reason), []);
  const crossings = crossingsIn(rings, MOST_CROSSINGS);
  if (crossings === 0) return [rings];
  if (crossings === null) return leave('its outline is too tangled to be checked');
  if (crossings >= MOST_CROSSINGS) return leave(`it crosses itself at ${MOST_CROSSINGS} places and more`);
  const corners = rings.reduce((sum, ring) => sum + ring.length, 0);
  if (corners > MOST_UNTIED) return leave(`it crosses itself and has ${corners} corners: untied up to ${MOST_UNTIED.toLocaleString('en')} only`);
  try {
    const parts = union(rings);
    if (parts.length === 0) return leave('it crosses itself and encloses nothing');
    tell('mended', 'it crosses itself: untied into its parts');
    return parts.map((part) => part.map((ring) => opened(ring as Point[]).open).filter((ring) => ring.length >= 3)).filter((part) => part.length > 0);
  } catch {
    return leave('it crosses itself and cannot be untied');
  }
}
