/** The flat faces of a CityJSON geometry, with what each is. */
import type { Face } from '../body.ts';
import type { Vector } from '../geometry.ts';
import type { CityJson } from './cityjson.ts';
import { isRecord } from './layer.ts';

export interface Shape { kind: Face['kind']; rings: Vector[][] }

/** How deep lists of rings lie in `boundaries`. */
const DEPTH: Record<string, number> = { MultiSurface: 0, CompositeSurface: 0, Solid: 1, MultiSolid: 2, CompositeSolid: 2 };

/** Steeper than this is a wall where the file does not say: the height of the face's normal. */
const ROOF = 0.35;

/** Rings in the file's own system; `tell` hears what could not be read. */
export function facesOf(city: CityJson, geometry: Record<string, unknown>, tell: (reason: string) => void): Shape[] {
  const depth = DEPTH[String(geometry.type)];
  if (depth === undefined) {
    tell(`a geometry of type ${String(geometry.type).slice(0, 40)} is left out`);
    return [];
  }
  const { surfaces, values } = isRecord(geometry.semantics) ? geometry.semantics : {};
  const shapes: Shape[] = [];
  const take = (surface: unknown, value: unknown): void => {
    const rings = (Array.isArray(surface) ? surface : []).map((ring) => ringOf(city, ring)).filter((ring) => ring.length >= 3);
    if (rings.length === 0) return tell('a surface without three corners is left out');
    shapes.push({ kind: kindOf(typeof value === 'number' && Array.isArray(surfaces) ? surfaces[value] : null, rings[0]), rings });
  };
  const walk = (list: unknown, values_: unknown, left: number): void => {
    if (!Array.isArray(list)) return;
    list.forEach((one, i) => {
      const value: unknown = Array.isArray(values_) ? values_[i] : null;
      if (left > 0) walk(one, value, left - 1);
      else take(one, value);
    });
  };
  walk(geometry.boundaries, values, depth);
  return shapes;
}

function ringOf(city: CityJson, ring: unknown): Vector[] {
  const corners: Vector[] = [];
  for (const index of Array.isArray(ring) ? ring : []) {
    const corner = city.vertexAt(index);
    if (corner === null) return [];
    const last = corners[corners.length - 1];
    if (!last || last.some((value, k) => value !== corner[k])) corners.push(corner);
  }
  const [first, last] = [corners[0], corners[corners.length - 1]];
  if (corners.length > 1 && first.every((value, k) => value === last[k])) corners.pop();
  return corners;
}

function kindOf(surface: unknown, ring: Vector[]): Shape['kind'] {
  const type = isRecord(surface) ? String(surface.type) : '';
  if (/^(Roof|OuterCeiling)/.test(type)) return 'roof';
  if (/^(Ground|OuterFloor)/.test(type)) return 'ground';
  if (/^(Window|Door)/.test(type)) return 'window';
  if (type !== '') return 'wall';
  const [x, y, z] = normalOf(ring);
  const length = Math.hypot(x, y, z);
  return z > ROOF * length ? 'roof' : z < -ROOF * length ? 'ground' : 'wall';
}

/** Newell's: twice the ring's area along each axis, for rings that are not quite flat too. */
export function normalOf(ring: readonly Vector[]): Vector {
  const sum: Vector = [0, 0, 0];
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i], ring[(i + 1) % ring.length]];
    sum[0] += (a[1] - b[1]) * (a[2] + b[2]);
    sum[1] += (a[2] - b[2]) * (a[0] + b[0]);
    sum[2] += (a[0] - b[0]) * (a[1] + b[1]);
  }
  return sum;
}
