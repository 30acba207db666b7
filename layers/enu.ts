/**
 * East-north-up metres about an anchor on the WGS84 ellipsoid: the one flat frame that every layer is computed in.
 * Exact (no map projection): the curvature of the earth is in z, which falls below 0 away from the anchor.
 */
export interface EnuFrame {
  lon: number;
  lat: number;
  /** Column-major 4×4, ENU metres → earth-centred metres, and back. */
  toEarth: Float64Array;
  fromEarth: Float64Array;
}

const A = 6_378_137;
const E2 = 6.694379990141316e-3;
const RAD = Math.PI / 180;

/** The frame whose origin lies at longitude and latitude in degrees, height 0. */
export function enuFrame(lon: number, lat: number): EnuFrame {
  const [sl, cl, sp, cp] = [Math.sin(lon * RAD), Math.cos(lon * RAD), Math.sin(lat * RAD), Math.cos(lat * RAD)];
  const [x, y, z] = earthOf(lon, lat, 0);
  const toEarth = Float64Array.of(-sl, cl, 0, 0, -sp * cl, -sp * sl, cp, 0, cp * cl, cp * sl, sp, 0, x, y, z, 1);
  const dot = (column: number): number => -(toEarth[column]! * x + toEarth[column + 1]! * y + toEarth[column + 2]! * z);
  const fromEarth = Float64Array.of(
    toEarth[0]!, toEarth[4]!, toEarth[8]!, 0, toEarth[1]!, toEarth[5]!, toEarth[9]!, 0,
    toEarth[2]!, toEarth[6]!, toEarth[10]!, 0, dot(0), dot(4), dot(8), 1,
  );
  return { lon, lat, toEarth, fromEarth };
}

/** Earth-centred metres of a position in degrees and metres above the ellipsoid. */
export function earthOf(lon: number, lat: number, height: number): [number, number, number] {
  const sinLat = Math.sin(lat * RAD);
  const n = A / Math.sqrt(1 - E2 * sinLat * sinLat);
  const p = (n + height) * Math.cos(lat * RAD);
  return [p * Math.cos(lon * RAD), p * Math.sin(lon * RAD), (n * (1 - E2) + height) * sinLat];
}

/** ENU metres of a position in degrees and metres above the ellipsoid. */
export function enuOf(frame: EnuFrame, lon: number, lat: number, height = 0): [number, number, number] {
  return transform(frame.fromEarth, ...earthOf(lon, lat, height));
}

/** Degrees and metres above the ellipsoid of a point in ENU metres (Bowring's method: < 1 µm near the surface). */
export function lonLatOf(frame: EnuFrame, x: number, y: number, z: number): [number, number, number] {
  const [ex, ey, ez] = transform(frame.toEarth, x, y, z);
  const b = A * Math.sqrt(1 - E2);
  const p = Math.hypot(ex, ey);
  const theta = Math.atan2(ez * A, p * b);
  const lat = Math.atan2(ez + ((E2 * A * A) / b) * Math.sin(theta) ** 3, p - E2 * A * Math.cos(theta) ** 3);
  const n = A / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
  return [Math.atan2(ey, ex) / RAD, lat / RAD, p / Math.cos(lat) - n];
}

/** ENU columns of many positions on the ellipsoid: x, y and z metres in `float32` triples, ready for the GPU. */
export function enuPositions(frame: EnuFrame, lon: Float64Array, lat: Float64Array, height = 0): Float32Array {
  const out = new Float32Array(lon.length * 3);
  for (let i = 0; i < lon.length; i++) out.set(enuOf(frame, lon[i]!, lat[i]!, height), i * 3);
  return out;
}

/** Radii of curvature at the frame's origin, metres: along the prime vertical (x) and the meridian (y). */
export function curvature(frame: EnuFrame): { x: number; y: number } {
  const w = 1 - E2 * Math.sin(frame.lat * RAD) ** 2;
  return { x: A / Math.sqrt(w), y: (A * (1 - E2)) / w ** 1.5 };
}

function transform(m: Float64Array, x: number, y: number, z: number): [number, number, number] {
  return [
    m[0]! * x + m[4]! * y + m[8]! * z + m[12]!,
    m[1]! * x + m[5]! * y + m[9]! * z + m[13]!,
    m[2]! * x + m[6]! * y + m[10]! * z + m[14]!,
  ];
}
