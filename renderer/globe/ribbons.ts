/** Lines on the ground as flat ribbons: roads, rails, boundaries. One mesh for many lines; widths are the shader's work. */
import { BoundingSphere, ComponentDatatype, Geometry, GeometryAttribute, GeometryAttributes, PrimitiveType } from '@cesium/engine';
import { earthOf } from '#layers/enu.ts';

export interface Line {
  /** Degrees, longitude and latitude alternating; the first equals the last where it is closed. */
  points: Float64Array;
  /** Metres above ground; of each point where it rises or falls. */
  height: number | Float64Array;
  /** Metres, and CSS pixels at least. */
  width: number;
  leastPixels: number;
  /** Number of what it is, for paint that looks colours up; all lines of a mesh have one, or none. */
  index?: number;
}

/** A corner sharper than this is not drawn out to its point. */
const LONGEST_MITRE = 2;

/** Null where there is nothing to draw. */
export function ribbonGeometry(lines: readonly Line[]): Geometry | null {
  const count = lines.reduce((sum, { points }) => sum + points.length / 2, 0);
  const [positions, across, halfWidth] = [new Float64Array(count * 6), new Float32Array(count * 6), new Float32Array(count * 4)];
  const isIndexed = lines.some(({ index }) => index !== undefined);
  const marks = new Float32Array(isIndexed ? count * 4 : 0);
  const indices = new Uint32Array(count * 6);
  let [vertex, index] = [0, 0];
  for (const { points, height, width, leastPixels, index: own = 0 } of lines) {
    const length = points.length / 2;
    if (length < 2) continue;
    let along = 0;
    const isClosed = length > 3 && points[0] === points.at(-2) && points[1] === points.at(-1);
    for (let i = 0; i < length; i++) {
      const [x, y] = mitre(points, i, length, isClosed);
      const lon = points[i * 2]!;
      const lat = points[i * 2 + 1]!;
      const place = earthOf(lon, lat, typeof height === 'number' ? height : height[i]!);
      if (i > 0) along += Math.hypot((lon - points[i * 2 - 2]!) * Math.cos(lat * RAD), lat - points[i * 2 - 1]!) * METRES_A_DEGREE;
      const [sl, cl, sp, cp] = [Math.sin(lon * RAD), Math.cos(lon * RAD), Math.sin(lat * RAD), Math.cos(lat * RAD)];
      const aside = [-sl * x - sp * cl * y, cl * x - sp * sl * y, cp * y];
      for (const side of [1, -1]) {
        const at = vertex + (side === 1 ? 0 : 1);
        positions.set(place, at * 3);
        for (let k = 0; k < 3; k++) across[at * 3 + k] = side * aside[k]!;
        halfWidth.set([width / 2, leastPixels / 2], at * 2);
        if (isIndexed) marks.set([own, along], at * 2);
      }
      if (i + 1 < length) {
        indices.set([vertex, vertex + 1, vertex + 2, vertex + 2, vertex + 1, vertex + 3], index);
        index += 6;
      }
      vertex += 2;
    }
  }
  if (index === 0) return null;
  const used = positions.subarray(0, vertex * 3);
  const attributes = new GeometryAttributes();
  attributes.position = new GeometryAttribute({ componentDatatype: ComponentDatatype.DOUBLE, componentsPerAttribute: 3, values: used });
  Object.assign(attributes, {
    across: new GeometryAttribute({ componentDatatype: ComponentDatatype.FLOAT, componentsPerAttribute: 3, values: across.subarray(0, vertex * 3) }),
    halfWidth: new GeometryAttribute({ componentDatatype: ComponentDatatype.FLOAT, componentsPerAttribute: 2, values: halfWidth.subarray(0, vertex * 2) }),
    ...(isIndexed && { mark: new GeometryAttribute({ componentDatatype: ComponentDatatype.FLOAT, componentsPerAttribute: 2, values: marks.subarray(0, vertex * 2) }) }),
  });
  return new Geometry({ attributes, indices: indices.subarray(0, index), primitiveType: PrimitiveType.TRIANGLES, boundingSphere: BoundingSphere.fromVertices(Array.from(used)) });
}

const RAD = Math.PI / 180;
/** Of latitude, near enough for dashes. */
const METRES_A_DEGREE = 111_200;

/** East and north of the way to the left edge at a point, for half a width of one. */
function mitre(points: Float64Array, i: number, length: number, isClosed: boolean): [number, number] {
  const squeeze = Math.cos(points[i * 2 + 1]! * RAD);
  const leftOf = (from: number, to: number): [number, number] | null => {
    const [x, y] = [(points[to * 2]! - points[from * 2]!) * squeeze, points[to * 2 + 1]! - points[from * 2 + 1]!];
    const size = Math.hypot(x, y);
    return size > 0 ? [-y / size, x / size] : null;
  };
  const before = i > 0 ? leftOf(i - 1, i) : isClosed ? leftOf(length - 2, length - 1) : null;
  const after = i + 1 < length ? leftOf(i, i + 1) : isClosed ? leftOf(0, 1) : null;
  const a = before ?? after ?? ([1, 0] as [number, number]);
  const b = after ?? a;
  const [x, y] = [a[0] + b[0], a[1] + b[1]];
  const size = Math.hypot(x, y);
  if (size < 1e-6) return a;
  // Of two unit vectors the sum's length says the turn: its half is the cosine of half the angle.
  const stretch = Math.min(LONGEST_MITRE, 2 / size);
  return [(x / size) * stretch, (y / size) * stretch];
}
