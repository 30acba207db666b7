/** What a person draws on the city: what it is, which ground it covers, what is kept of it. Pure. */
import { buffer } from '@turf/buffer';
import { lineString, multiPolygon } from '@turf/helpers';
import { kinks } from '@turf/kinks';
import { z } from '#contract/zod.ts';
import { circle, course, pieces, type LonLat, type Position, type Ring } from './geodesy.ts';

const REGION_KINDS = ['polygon', 'lasso', 'circle', 'buffer'] as const;
export const SHAPE_KINDS = [...REGION_KINDS, 'distance', 'height', 'sight', 'nearest'] as const;
export type ShapeKind = (typeof SHAPE_KINDS)[number];

const number = z.number().refine(Number.isFinite);
const position = z.object({ lon: number.min(-180).max(180), lat: number.min(-90).max(90), height: number });
const outline = z.array(z.tuple([number, number])).min(4).max(20_000);

const shapeSchema = z.object({
  id: z.string().min(1).max(40),
  kind: z.enum(SHAPE_KINDS),
  /** As a person has named it; empty: by its kind and number. */
  name: z.string().max(80),
  /** Counts up, so that two shapes without names can be told apart. */
  number: z.number().int().positive(),
  hidden: z.boolean(),
  /** Corners; of a circle its middle; of a line of sight eye and target, on whatever was clicked. */
  points: z.array(position).min(1).max(5_000),
  /** Radius of a circle, distance of a buffer. */
  metres: number.positive().max(200_000).optional(),
  /** What a buffer is about, where that was no drawn point or line: outlines of an area, and its names. */
  about: z.object({ zh: z.string(), en: z.string(), polygons: z.array(z.array(outline)).optional() }).optional(),
  /** Of a line of sight, metres above what was clicked. */
  eye: number.min(0).max(2_000).optional(),
  target: number.min(0).max(2_000).optional(),
  /** Of what stands there, where a height was asked for. */
  building: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Shape = z.infer<typeof shapeSchema>;

/** How a shape becomes one: how many points it needs, and how many end it by themselves. */
export const POINTS: Record<ShapeKind, { least: number; most: number }> = {
  polygon: { least: 3, most: Infinity }, lasso: { least: 3, most: Infinity }, circle: { least: 2, most: 2 }, buffer: { least: 1, most: Infinity },
  distance: { least: 2, most: Infinity }, height: { least: 1, most: 1 }, sight: { least: 2, most: 2 }, nearest: { least: 1, most: 1 },
};

export const isRegion = ({ kind }: { kind: ShapeKind }): boolean => (REGION_KINDS as readonly string[]).includes(kind);
export const EYE_M = 1.6;
export const BUFFER_M = 500;

const outlines = new WeakMap<Shape, Ring[][]>();

/** The ground that a region covers, as polygons of rings whose edges may be taken as straight; none for other shapes. */
export function groundOf(shape: Shape): Ring[][] {
  const known = outlines.get(shape);
  if (known) return known;
  const made = makeGround(shape);
  outlines.set(shape, made);
  return made;
}

function makeGround(shape: Shape): Ring[][] {
  const { kind, points, metres = 0, about } = shape;
  if (kind === 'polygon' || kind === 'lasso') return points.length < 3 ? [] : [[ringThrough(points)]];
  if (kind === 'circle') return metres > 0 ? [[circle(points[0], metres)]] : [];
  if (kind !== 'buffer' || !(metres > 0)) return [];
  if (about?.polygons) return widened(multiPolygon(about.polygons), metres);
  if (points.length === 1) return [[circle(points[0], metres)]];
  return widened(lineString(course(points)), metres);
}

export function ringThrough(points: readonly Position[]): Ring {
  const closed = [...points, points[0]];
  const ring = closed.slice(1).flatMap((corner, at) => pieces(closed[at], corner));
  return [...ring, ring[0]];
}

/** Turf's, computed about the middle of the shape on a sphere: the distance is right to 0.3 %. */
function widened(about: ReturnType<typeof lineString> | ReturnType<typeof multiPolygon>, metres: number): Ring[][] {
  const wide = buffer(about, metres / 1000, { units: 'kilometers', steps: 16 });
  if (!wide) return [];
  const { geometry } = wide;
  return (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Ring[][];
}

/** True where the drawn outline crosses itself: what lies inside is a matter of even and odd then, and it has no one area. */
export function crossesItself({ kind, points }: Shape): boolean {
  if ((kind !== 'polygon' && kind !== 'lasso') || points.length < 4) return false;
  const line: LonLat[] = [...points, points[0]].map(({ lon, lat }) => [lon, lat]);
  return kinks({ type: 'Polygon', coordinates: [line] }).features.length > 0;
}

/** West, south, east, north in degrees. */
export function boxOf(polygons: readonly Ring[][]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const rings of polygons) {
    for (const [lon, lat] of rings[0]) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  }
  return box;
}

/** What was kept, as shapes; what cannot be read is left out, the rest stays. */
export function readShapes(text: string | null): Shape[] {
  try {
    const read: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(read) ? read.flatMap((one) => {
      const parsed = shapeSchema.safeParse(one);
      return parsed.success ? [parsed.data] : [];
    }) : [];
  } catch {
    return [];
  }
}
