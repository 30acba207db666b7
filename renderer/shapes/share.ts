/** How much of each area a shape covers. Pure. */
import { intersect } from '@turf/intersect';
import { featureCollection, multiPolygon } from '@turf/helpers';
import { measureRings, type LonLat, type Ring } from './geodesy.ts';
import { boxOf } from './shape.ts';

/** Outlines as the city's folder gives them. */
export interface Outline { rings: readonly Float64Array[]; outers: readonly number[] }

export interface Share { index: number; share: number }

/** From this share on an area lies wholly inside: borders are drawn, not surveyed. */
export const WHOLE = 0.999;
/** Less of an area than this is no more than a border touched. */
const TOUCHED = 0.001;

const prepared = new WeakMap<Outline, { polygons: Ring[][]; box: [number, number, number, number]; area: number }>();

/** Areas that the polygons cover at least a thousandth of, with the share of each that is inside, 0…1, by geodesic area. */
export function sharesOf(outlines: readonly Outline[], polygons: readonly Ring[][]): Share[] {
  if (polygons.length === 0) return [];
  const box = boxOf(polygons);
  return outlines.flatMap((outline, index) => {
    const area = preparedOf(outline);
    if (area.area === 0 || !overlap(area.box, box)) return [];
    const common = intersect(featureCollection([multiPolygon(area.polygons), multiPolygon(polygons as Ring[][])]));
    if (!common) return [];
    const parts = (common.geometry.type === 'Polygon' ? [common.geometry.coordinates] : common.geometry.coordinates) as Ring[][];
    const share = Math.min(1, measureRings(parts).area / area.area);
    return share < TOUCHED ? [] : [{ index, share }];
  });
}

/** Polygons of an outline as GeoJSON has them. */
export function polygonsOf({ rings, outers }: Outline): Ring[][] {
  return outers.map((outer, at) => rings.slice(outer, outers[at + 1] ?? rings.length).map((flat) => Array.from({ length: flat.length / 2 }, (_, i): LonLat => [flat[2 * i], flat[2 * i + 1]])));
}

function preparedOf(outline: Outline): { polygons: Ring[][]; box: [number, number, number, number]; area: number } {
  let known = prepared.get(outline);
  if (!known) {
    const polygons = polygonsOf(outline);
    known = { polygons, box: boxOf(polygons), area: measureRings(polygons).area };
    prepared.set(outline, known);
  }
  return known;
}

function overlap(one: readonly number[], other: readonly number[]): boolean {
  return one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];
}
