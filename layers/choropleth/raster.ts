/**
 * Which area lies where: a raster over ENU metres, built once for a set of outlines or squares. Each cell names its
 * area by index + 1 in two bytes (low, high); 0 = none. Colours are looked up while drawing.
 */
import { closeGaps } from './gaps.ts';

export interface AreaRaster {
  width: number;
  height: number;
  /** South-west corner of the raster, metres. */
  west: number;
  south: number;
  /** Side of a cell, metres. */
  cell: number;
  /** width × height × 2 bytes, row by row from the south. */
  index: Uint8Array;
}

/** Rings of one area in ENU metres, x and y alternating; even-odd, so holes and islands are rings like any other. */
export type Rings = Float64Array[];

const MOST_AREAS = 65_534;

/** Metres: what lies farther out is cut off. */
export interface Limits { west: number; south: number; east: number; north: number }

/**
 * Cells whose centre lies inside an area take its index, later areas win; gaps between areas are closed. `limits` keep one area that lies
 * somewhere else from making the cells of all others coarse. Throws RangeError beyond 65,534 areas.
 */
export function rasterOfOutlines(areas: Rings[], maxSide = 3072, limits: Limits | null = null): AreaRaster {
  const raster = emptyRaster(areas.length, areas.flat(), 0, maxSide, 10, limits);
  for (const [index, rings] of areas.entries()) fillRings(raster, rings, index + 1);
  closeGaps(raster);
  return raster;
}

/** The same for axis-parallel squares of half-side `half` metres about x and y. */
export function rasterOfSquares(x: Float32Array, y: Float32Array, half: Float32Array, maxSide = 4096): AreaRaster {
  let least = Infinity;
  let most = 0;
  const centres = new Float64Array(x.length * 2);
  for (let i = 0; i < x.length; i++) {
    centres[i * 2] = x[i]!;
    centres[i * 2 + 1] = y[i]!;
    if (half[i]! > 0) least = Math.min(least, half[i]!);
    most = Math.max(most, half[i]!);
  }
  const raster = emptyRaster(x.length, [centres], most, maxSide, least / 2);
  for (let i = 0; i < x.length; i++) {
    if (!(half[i]! > 0)) continue;
    const toCell = (metres: number, origin: number): number => Math.ceil((metres - origin) / raster.cell - 0.5);
    const fromX = Math.max(0, toCell(x[i]! - half[i]!, raster.west));
    const toX = Math.min(raster.width, toCell(x[i]! + half[i]!, raster.west));
    const fromY = Math.max(0, toCell(y[i]! - half[i]!, raster.south));
    const toY = Math.min(raster.height, toCell(y[i]! + half[i]!, raster.south));
    for (let row = fromY; row < toY; row++) fillRow(raster, row, fromX, toX, i + 1);
  }
  return raster;
}

/** Index of the area at x and y metres, or -1. */
export function areaAt({ width, height, west, south, cell, index }: AreaRaster, x: number, y: number): number {
  const column = Math.floor((x - west) / cell);
  const row = Math.floor((y - south) / cell);
  if (column < 0 || row < 0 || column >= width || row >= height) return -1;
  const at = (row * width + column) * 2;
  return index[at]! + 256 * index[at + 1]! - 1;
}

function emptyRaster(count: number, points: Float64Array[], margin: number, maxSide: number, finest = 10, limits: Limits | null = null): AreaRaster {
  if (count > MOST_AREAS) throw new RangeError(`a raster holds ${MOST_AREAS} areas, not ${count}`);
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of points) {
    for (let i = 0; i < ring.length; i += 2) {
      west = Math.min(west, ring[i]!);
      east = Math.max(east, ring[i]!);
      south = Math.min(south, ring[i + 1]!);
      north = Math.max(north, ring[i + 1]!);
    }
  }
  if (limits) [west, south, east, north] = [Math.max(west, limits.west), Math.max(south, limits.south), Math.min(east, limits.east), Math.min(north, limits.north)];
  if (!(west <= east && south <= north)) [west, south, east, north] = [0, 0, 1, 1];
  const span = Math.max(east - west, north - south) + 2 * margin;
  const cell = Math.max(Number.isFinite(finest) ? finest : 10, span / (maxSide - 2));
  const width = Math.min(maxSide, Math.ceil((east - west + 2 * margin) / cell) + 2);
  const height = Math.min(maxSide, Math.ceil((north - south + 2 * margin) / cell) + 2);
  return { width, height, west: west - margin - cell, south: south - margin - cell, cell, index: new Uint8Array(width * height * 2) };
}

function fillRings(raster: AreaRaster, rings: Rings, id: number): void {
  const { height, west, south, cell } = raster;
  const crossings: number[][] = [];
  let [lowest, highest] = [height, -1];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const j = i + 2 < ring.length ? i + 2 : 0;
      const [xa, ya, xb, yb] = [(ring[i]! - west) / cell, (ring[i + 1]! - south) / cell, (ring[j]! - west) / cell, (ring[j + 1]! - south) / cell];
      // Rows whose centre (row + 0.5) lies in [min, max): half-open, so that a shared vertex counts once.
      const from = Math.max(0, Math.ceil(Math.min(ya, yb) - 0.5));
      const to = Math.min(height - 1, Math.ceil(Math.max(ya, yb) - 0.5) - 1);
      for (let row = from; row <= to; row++) {
        (crossings[row] ??= []).push(xa + ((row + 0.5 - ya) / (yb - ya)) * (xb - xa));
      }
      lowest = Math.min(lowest, from);
      highest = Math.max(highest, to);
    }
  }
  for (let row = lowest; row <= highest; row++) {
    const cuts = crossings[row]?.toSorted((a, b) => a - b);
    if (!cuts) continue;
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      fillRow(raster, row, Math.max(0, Math.ceil(cuts[i]! - 0.5)), Math.min(raster.width, Math.ceil(cuts[i + 1]! - 0.5)), id);
    }
  }
}

function fillRow({ width, index }: AreaRaster, row: number, from: number, to: number, id: number): void {
  for (let at = (row * width + from) * 2, end = (row * width + to) * 2; at < end; at += 2) {
    index[at] = id & 255;
    index[at + 1] = id >> 8;
  }
}
