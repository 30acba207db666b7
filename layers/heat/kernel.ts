/**
 * A Gaussian kernel estimate on a grid fixed to the world (ENU metres): what heat draws. It does not depend on the
 * camera, so a place has the same colour at every zoom. Every site is weighed at its exact position; the kernel is cut
 * at 3σ on each axis.
 */
export interface HeatGrid {
  width: number;
  height: number;
  /** Centre of the first cell, metres. */
  x0: number;
  y0: number;
  /** Side of a cell, metres. */
  cell: number;
}

/** Sums over sites at each cell centre, row by row from the south; the kernel is 1 at its centre. */
export interface HeatField {
  /** Σw over measured sites. */
  weight: Float32Array;
  /** Σw·value over measured sites. */
  weighted: Float32Array;
  /** Σw·freshness over measured sites. */
  fresh: Float32Array;
  /** Σw over silent sites. */
  silent: Float32Array;
}

export interface HeatSites {
  x: Float32Array;
  y: Float32Array;
  /** NaN where there is no value. */
  values: Float32Array;
  /** 0…1: 1 = on time. */
  freshness: Float32Array;
  /** 1 where a site has fallen silent. */
  silent: Uint8Array;
}

const REACH = 3;
const CELLS_PER_SIGMA = 2.5;

/** A grid that holds every site and its kernel, at 2.5 cells a σ or as fine as `maxSide` cells a side allow. */
export function heatGrid(x: Float32Array, y: Float32Array, sigma: number, maxSide = 768): HeatGrid {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    west = Math.min(west, x[i]!);
    east = Math.max(east, x[i]!);
    south = Math.min(south, y[i]!);
    north = Math.max(north, y[i]!);
  }
  if (!(west <= east)) [west, south, east, north] = [0, 0, 0, 0];
  const margin = REACH * sigma;
  const span = Math.max(east - west, north - south) + 2 * margin;
  const cell = Math.max(sigma / CELLS_PER_SIGMA, span / (maxSide - 1));
  return {
    width: Math.ceil((east - west + 2 * margin) / cell) + 1,
    height: Math.ceil((north - south + 2 * margin) / cell) + 1,
    x0: west - margin,
    y0: south - margin,
    cell,
  };
}

/** σ in metres for a set of sites: near their usual spacing, so that neighbours meet and gaps stay gaps; 600…2500. */
export function bandwidth(x: Float32Array, y: Float32Array): number {
  const sample = Math.min(96, x.length);
  const nearest: number[] = [];
  for (let k = 0; k < sample; k++) {
    const i = Math.floor((k * x.length) / sample);
    let best = Infinity;
    for (let j = 0; j < x.length; j++) {
      const d = (x[j]! - x[i]!) ** 2 + (y[j]! - y[i]!) ** 2;
      if (d < best && d > 1) best = d;
    }
    if (best < Infinity) nearest.push(Math.sqrt(best));
  }
  nearest.sort((a, b) => a - b);
  const median = nearest[nearest.length >> 1] ?? 600;
  return Math.round(Math.min(2500, Math.max(600, 1.2 * median)) / 50) * 50;
}

/** The field of these sites on this grid; cost grows with sites × (6σ/cell)². */
export function estimate(sites: HeatSites, grid: HeatGrid, sigma: number): HeatField {
  const { width, height, x0, y0, cell } = grid;
  const cells = width * height;
  const field: HeatField = {
    weight: new Float32Array(cells), weighted: new Float32Array(cells), fresh: new Float32Array(cells), silent: new Float32Array(cells),
  };
  const reach = REACH * sigma;
  const side = Math.floor((2 * reach) / cell) + 2;
  const across = new Float32Array(side);
  const gauss = -0.5 / (sigma * sigma);
  for (let i = 0; i < sites.x.length; i++) {
    const value = sites.values[i]!;
    const measured = Number.isFinite(value);
    if (!measured && sites.silent[i] !== 1) continue;
    const fromX = Math.max(0, Math.ceil((sites.x[i]! - reach - x0) / cell));
    const toX = Math.min(width - 1, Math.floor((sites.x[i]! + reach - x0) / cell));
    const fromY = Math.max(0, Math.ceil((sites.y[i]! - reach - y0) / cell));
    const toY = Math.min(height - 1, Math.floor((sites.y[i]! + reach - y0) / cell));
    for (let cx = fromX; cx <= toX; cx++) across[cx - fromX] = Math.exp(gauss * (x0 + cx * cell - sites.x[i]!) ** 2);
    for (let cy = fromY; cy <= toY; cy++) {
      const up = Math.exp(gauss * (y0 + cy * cell - sites.y[i]!) ** 2);
      const row = cy * width;
      if (measured) {
        const freshness = sites.freshness[i]!;
        for (let cx = fromX; cx <= toX; cx++) {
          const w = up * across[cx - fromX]!;
          field.weight[row + cx]! += w;
          field.weighted[row + cx]! += w * value;
          field.fresh[row + cx]! += w * freshness;
        }
      } else {
        for (let cx = fromX; cx <= toX; cx++) field.silent[row + cx]! += up * across[cx - fromX]!;
      }
    }
  }
  return field;
}

/** What Σw·value must be divided by to become a density per km²: the kernel's own area. */
export function kernelArea(sigma: number): number {
  return (2 * Math.PI * sigma * sigma) / 1e6;
}
