/** Which of many places lie inside a shape, and which are nearest to one: an index of each place set, made once. */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { around } from 'geokdbush';
import KDBush from 'kdbush';
import { groundDistance, type Position, type Ring } from './geodesy.ts';
import { boxOf } from './shape.ts';

/** Columns of degrees, of equal length; they never change: more places come as other columns. */
export interface Places { lon: Float64Array; lat: Float64Array }

const indexes = new WeakMap<Float64Array, KDBush>();

function indexOf({ lon, lat }: Places): KDBush | null {
  if (lon.length === 0) return null;
  const known = indexes.get(lon);
  if (known) return known;
  const index = new KDBush(lon.length);
  for (let i = 0; i < lon.length; i++) index.add(lon[i], lat[i]);
  index.finish();
  indexes.set(lon, index);
  return index;
}

/** Of places inside the polygons, rising; on a border counts as inside, where an outline crosses itself even-odd decides. */
export function insideOf(places: Places, polygons: readonly Ring[][]): Uint32Array {
  const index = indexOf(places);
  if (!index || polygons.length === 0) return new Uint32Array(0);
  const shape = { type: 'MultiPolygon' as const, coordinates: polygons as Ring[][] };
  const near = index.range(...boxOf(polygons));
  return Uint32Array.from(near.filter((i) => booleanPointInPolygon([places.lon[i], places.lat[i]], shape))).toSorted();
}

export interface Near { index: number; metres: number }

/** The index finds by great circles: so much further than its last, as a share, an ellipsoid might still call nearer. */
const SPHERE_IS_OFF = 0.01;

/** The `count` nearest places on the ground, nearest first; `isCandidate` leaves others out. */
export function nearestOf(places: Places, from: Pick<Position, 'lon' | 'lat'>, count: number, isCandidate: (index: number) => boolean = () => true): Near[] {
  const index = indexOf(places);
  if (!index || count < 1) return [];
  const first = around(index, from.lon, from.lat, count, undefined, isCandidate);
  const last = first.at(-1);
  if (last === undefined) return [];
  const reach = (distanceTo(places, from, last) / 1000) * (1 + SPHERE_IS_OFF) + 0.001;
  return around(index, from.lon, from.lat, undefined, reach, isCandidate)
    .map((at) => ({ index: at, metres: distanceTo(places, from, at) }))
    .toSorted((one, other) => one.metres - other.metres || one.index - other.index)
    .slice(0, count);
}

function distanceTo({ lon, lat }: Places, from: Pick<Position, 'lon' | 'lat'>, index: number): number {
  return groundDistance(from, { lon: lon[index], lat: lat[index] });
}
