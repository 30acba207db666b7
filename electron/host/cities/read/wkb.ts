/**
 * Well-known binary to GeoJSON's form, of polygons and what they are collected in; other types by name only. Ours: the libraries for it are no
 * longer kept or bring a data frame with them, and what is read here comes from anywhere, so every count is held against the bytes that are left.
 */

/** Bytes that are no geometry. */
export class WkbProblem extends Error {}

const TYPES = ['', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection', 'CircularString', 'CompoundCurve', 'CurvePolygon', 'MultiCurve', 'MultiSurface', 'Curve', 'Surface', 'PolyhedralSurface', 'TIN', 'Triangle'];
const DEEPEST = 8;

interface Cursor { view: DataView; at: number }

/** Reads one geometry; ISO and extended dimensions. Throws `WkbProblem`. */
export function readWkb(bytes: Uint8Array): { type: string; coordinates?: unknown; geometries?: unknown[] } {
  return geometryAt({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 }, 0);
}

function geometryAt(cursor: Cursor, depth: number): ReturnType<typeof readWkb> {
  if (depth > DEEPEST) throw new WkbProblem('geometries are nested too deep');
  need(cursor, 5);
  const isLittle = cursor.view.getUint8(cursor.at) === 1;
  const code = cursor.view.getUint32(cursor.at + 1, isLittle);
  cursor.at += 5;
  const [isExtendedZ, isExtendedM, hasSrid] = [(code & 0x8000_0000) !== 0, (code & 0x4000_0000) !== 0, (code & 0x2000_0000) !== 0];
  if (hasSrid) skip(cursor, 4);
  const plain = code & 0x0fff_ffff;
  const dimensions = Math.floor(plain / 1000);
  const type = TYPES[plain % 1000];
  if (!type || dimensions > 3) throw new WkbProblem(`geometry type ${plain} is not known`);
  const more = Math.max(dimensions === 3 ? 2 : dimensions > 0 ? 1 : 0, (isExtendedZ ? 1 : 0) + (isExtendedM ? 1 : 0));
  const hasZ = dimensions === 1 || dimensions === 3 || isExtendedZ;
  const position = (): number[] => {
    need(cursor, 8 * (2 + more));
    const numbers = Array.from({ length: hasZ ? 3 : 2 }, (_, k) => cursor.view.getFloat64(cursor.at + 8 * k, isLittle));
    cursor.at += 8 * (2 + more);
    return numbers;
  };
  const list = <T>(least: number, one: () => T): T[] => {
    need(cursor, 4);
    const count = cursor.view.getUint32(cursor.at, isLittle);
    cursor.at += 4;
    if (count * least > cursor.view.byteLength - cursor.at) throw new WkbProblem('it says that it holds more than its bytes can');
    return Array.from({ length: count }, one);
  };
  const positions = (): number[][] => list(8 * (2 + more), position);
  const rings = (): number[][][] => list(4, positions);
  const parts = (): ReturnType<typeof readWkb>[] => list(9, () => geometryAt(cursor, depth + 1));
  switch (type) {
    case 'Point':
      return { type, coordinates: position() };
    case 'LineString':
      return { type, coordinates: positions() };
    case 'Polygon':
    case 'Triangle':
      return { type: 'Polygon', coordinates: rings() };
    case 'MultiPolygon':
    case 'MultiSurface':
    case 'PolyhedralSurface':
    case 'TIN': {
      const members = parts();
      if (type === 'MultiSurface' && members.some((member) => member.type !== 'Polygon')) return { type };
      return { type: type === 'MultiPolygon' || type === 'MultiSurface' ? 'MultiPolygon' : type, coordinates: members.map(({ coordinates }) => coordinates) };
    }
    case 'GeometryCollection':
      return { type, geometries: parts() };
    default:
      return { type };
  }
}

function need({ view, at }: Cursor, bytes: number): void {
  if (at + bytes > view.byteLength) throw new WkbProblem('it ends in the middle');
}

function skip(cursor: Cursor, bytes: number): void {
  need(cursor, bytes);
  cursor.at += bytes;
}
