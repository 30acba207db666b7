/** Places in metres about a place: what bodies and tiles are computed in. */
export type Point = [x: number, y: number];
export type Vector = [x: number, y: number, z: number];

const A = 6_378_137;
const E2 = 6.69437999014e-3;
const RAD = Math.PI / 180;

/** Earth-centred, Earth-fixed metres. */
export function toEcef(lon: number, lat: number, height: number): Vector {
  const sin = Math.sin(lat * RAD);
  const cos = Math.cos(lat * RAD);
  const n = A / Math.sqrt(1 - E2 * sin * sin);
  return [(n + height) * cos * Math.cos(lon * RAD), (n + height) * cos * Math.sin(lon * RAD), (n * (1 - E2) + height) * sin];
}

export interface LocalFrame {
  origin: Vector;
  east: Vector;
  north: Vector;
  up: Vector;
}

/** East, north and up at a place on the ellipsoid. */
export function localFrame(lon: number, lat: number): LocalFrame {
  const [sinLon, cosLon, sinLat, cosLat] = [Math.sin(lon * RAD), Math.cos(lon * RAD), Math.sin(lat * RAD), Math.cos(lat * RAD)];
  return {
    origin: toEcef(lon, lat, 0),
    east: [-sinLon, cosLon, 0],
    north: [-sinLat * cosLon, -sinLat * sinLon, cosLat],
    up: [cosLat * cosLon, cosLat * sinLon, sinLat],
  };
}

/** A place as east, north and up metres of a frame: exact, so distant buildings stand on the curved Earth. */
export function intoFrame({ origin, east, north, up }: LocalFrame, lon: number, lat: number, height: number): Vector {
  const p = toEcef(lon, lat, height);
  const d: Vector = [p[0] - origin[0], p[1] - origin[1], p[2] - origin[2]];
  return [dot(east, d), dot(north, d), dot(up, d)];
}

/** A frame as seen from another: its origin and axes in the other's metres. */
export function relativeFrame(from: LocalFrame, frame: LocalFrame): LocalFrame {
  const turn = (v: Vector): Vector => [dot(from.east, v), dot(from.north, v), dot(from.up, v)];
  const origin = turn([frame.origin[0] - from.origin[0], frame.origin[1] - from.origin[1], frame.origin[2] - from.origin[2]]);
  return { origin, east: turn(frame.east), north: turn(frame.north), up: turn(frame.up) };
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The frame as 3D Tiles writes it: east-north-up to Earth-centred, column by column. */
export function frameMatrix({ origin, east, north, up }: LocalFrame): number[] {
  return [...east, 0, ...north, 0, ...up, 0, ...origin, 1];
}

/** Square metres, positive where the ring runs counter-clockwise; open or closed. */
export function ringArea(ring: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += (ring[j][0] - ring[i][0]) * (ring[i][1] + ring[j][1]);
  return sum / 2;
}

/** Even-odd over one ring. */
export function isInside(ring: readonly (readonly number[])[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
