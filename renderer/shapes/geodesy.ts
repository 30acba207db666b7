/** Distances, directions and areas on WGS84 itself (Karney's geodesics), not on a sphere: over a city a sphere is off by 0.3 %. */
import library from 'geographiclib-geodesic';
import { earthOf } from '#layers/enu.ts';

/** Degrees, and metres above the ellipsoid. */
export interface Position { lon: number; lat: number; height: number }
/** Longitude and latitude in degrees, GeoJSON's order. */
export type LonLat = [number, number];
/** Closed: the first corner stands at its end, too. */
export type Ring = LonLat[];

const { WGS84 } = library.Geodesic;
/** Drawn, counted and measured are all the same outline: long edges get corners so near, metres, that a straight line between them will do. */
const STEP_M = 1_000;

type Place = Pick<Position, 'lon' | 'lat'>;

/** Metres along the ground, whatever the heights. */
export function groundDistance(from: Place, to: Place): number {
  return WGS84.Inverse(from.lat, from.lon, to.lat, to.lon).s12 ?? 0;
}

/** Metres straight through the air, heights counted. */
export function airDistance(from: Position, to: Position): number {
  const [ax, ay, az] = earthOf(from.lon, from.lat, from.height);
  const [bx, by, bz] = earthOf(to.lon, to.lat, to.height);
  return Math.hypot(ax - bx, ay - by, az - bz);
}

/** Where one comes to after `metres` in a direction, degrees from north over east. */
export function gone(from: Place, azimuth: number, metres: number): LonLat {
  const { lon2, lat2 } = WGS84.Direct(from.lat, from.lon, azimuth, metres);
  return [lon2 ?? from.lon, lat2 ?? from.lat];
}

/** Degrees from north over east in which `to` lies, 0…360. */
export function direction(from: Place, to: Place): number {
  const { azi1 = 0 } = WGS84.Inverse(from.lat, from.lon, to.lat, to.lon);
  return (azi1 + 360) % 360;
}

/** Area in m² and length of the border in metres of rings that do not cross themselves; holes count against the area. */
export function measureRings(polygons: readonly Ring[][]): { area: number; border: number } {
  let [area, border] = [0, 0];
  for (const rings of polygons) {
    for (const [at, ring] of rings.entries()) {
      const polygon = WGS84.Polygon(false);
      for (const [lon, lat] of ring.slice(0, -1)) polygon.AddPoint(lat, lon);
      const { area: signed, perimeter } = polygon.Compute(false, true) as { area?: number; perimeter: number };
      area += (at === 0 ? 1 : -1) * Math.abs(signed ?? 0);
      border += perimeter;
    }
  }
  return { area, border };
}

/** The geodesic between two places in pieces short enough to be drawn straight; without its end. */
export function pieces(from: Place, to: Place): LonLat[] {
  const line = WGS84.InverseLine(from.lat, from.lon, to.lat, to.lon);
  const count = Math.max(1, Math.ceil(line.s13 / STEP_M));
  return Array.from({ length: count }, (_, k) => {
    if (k === 0) return [from.lon, from.lat];
    const { lon2, lat2 } = line.Position((line.s13 * k) / count);
    return [lon2 ?? from.lon, lat2 ?? from.lat];
  });
}

/** The geodesics through `corners`. */
export function course(corners: readonly Place[]): LonLat[] {
  const parts = corners.slice(1).flatMap((corner, at) => pieces(corners[at], corner));
  const last = corners.at(-1);
  return last ? [...parts, [last.lon, last.lat]] : [];
}

/** A circle of `metres` on the ground: so many corners that its area is right to a thousandth. */
export function circle(middle: Place, metres: number, corners = 90): Ring {
  const ring = Array.from({ length: corners }, (_, k) => gone(middle, 360 - (k * 360) / corners, metres));
  return [...ring, ring[0]];
}
