/**
 * What heat draws: sums of a Gaussian kernel over sites, on a grid fixed to the world (ENU metres). It does not depend on the camera,
 * so a place has the same value at every zoom.
 *
 * Sites are spread over their 4 × 4 nearest nodes by a cubic B-spline, the nodes are smoothed, and whoever reads between nodes blends
 * 4 × 4 of them by the same spline. The smoothing is the Gaussian with both splines taken out of it, so that all three together
 * are the Gaussian again, to 2e-4 of its peak wherever a site lies between nodes (`kernel.test.ts` holds it to that).
 */
export interface FieldGrid {
  width: number;
  height: number;
  /** The south-western node, metres. */
  x0: number;
  y0: number;
  /** From node to node, metres; at most half a σ. */
  cell: number;
}

/**
 * Sums at a place, each over sites × the kernel, which is 1 at a site and exp(-½) at a distance of σ: over measured sites of the kernel,
 * of kernel × value and of kernel × freshness, over silent sites of the kernel.
 */
const SUMS = 4;

/** Nodes row by row from the south, four sums each. */
export interface Field {
  grid: FieldGrid;
  nodes: Float32Array<ArrayBuffer>;
}

/** Columns of equal length. */
export interface FieldValues {
  /** NaN where there is no value. */
  values: Float32Array;
  /** 0…1: 1 = on time. */
  freshness: Float32Array;
  /** 1 where a site has fallen silent. */
  silent: Uint8Array;
}

export interface Kernel {
  grid: FieldGrid;
  /** The sums of one frame. */
  sums(frame: FieldValues): Field;
}

const CELLS_PER_SIGMA = 2;
/** How far a site reaches, σ: beyond it the kernel is below 5e-5. */
const REACH = 4.5;
const MOST_NODES_A_SIDE = 4096;

/** A grid of two nodes a σ that holds every site and its kernel. Throws where that would be too many nodes. */
export function fieldGrid(x: Float32Array, y: Float32Array, sigma: number): FieldGrid {
  const [west, east] = edgesOf(x);
  const [south, north] = edgesOf(y);
  const cell = sigma / CELLS_PER_SIGMA;
  const margin = Math.ceil(REACH * CELLS_PER_SIGMA) + 2;
  // On whole cells: the same place has the same nodes whatever else is measured.
  const [first, bottom] = [Math.floor(west / cell) - margin, Math.floor(south / cell) - margin];
  const width = Math.ceil(east / cell) + margin - first + 1;
  const height = Math.ceil(north / cell) + margin - bottom + 1;
  if (Math.max(width, height) > MOST_NODES_A_SIDE) throw new RangeError(`Sites ${Math.round(Math.max(east - west, north - south) / 1000)} km apart are too far for a kernel of ${sigma} m.`);
  return { width, height, x0: first * cell, y0: bottom * cell, cell };
}

function edgesOf(column: Float32Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of column) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
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

/** What Σw·value must be divided by to become a density per km²: the kernel's own volume. */
export function kernelArea(sigma: number): number {
  return (2 * Math.PI * sigma * sigma) / 1e6;
}

/** Sites at x and y metres, all of them on the grid. What depends on places alone is worked out once. */
export function createKernel(x: Float32Array, y: Float32Array, grid: FieldGrid, sigma: number): Kernel {
  const { width, height, x0, y0, cell } = grid;
  const taps = tapsOf(sigma / cell);
  const n = x.length;
  const corner = new Uint32Array(n);
  const across = new Float32Array(4 * n);
  const up = new Float32Array(4 * n);
  for (let i = 0; i < n; i++) {
    const column = (x[i]! - x0) / cell;
    const row = (y[i]! - y0) / cell;
    corner[i] = SUMS * ((Math.floor(row) - 1) * width + Math.floor(column) - 1);
    splines(column - Math.floor(column), across, 4 * i);
    splines(row - Math.floor(row), up, 4 * i);
  }
  return {
    grid,
    sums({ values, freshness, silent }) {
      const nodes = new Float32Array(SUMS * width * height);
      for (let i = 0; i < n; i++) {
        const value = values[i]!;
        const measured = Number.isFinite(value);
        if (!measured && silent[i] !== 1) continue;
        const fresh = freshness[i]!;
        for (let row = 0; row < 4; row++) {
          const w = up[4 * i + row]!;
          let at = corner[i]! + SUMS * row * width;
          for (let column = 4 * i; column < 4 * i + 4; column++, at += SUMS) {
            const share = w * across[column]!;
            if (measured) {
              nodes[at]! += share;
              nodes[at + 1]! += share * value;
              nodes[at + 2]! += share * fresh;
            } else nodes[at + 3]! += share;
          }
        }
      }
      smooth(nodes, width, height, taps);
      return { grid, nodes };
    },
  };
}

/** The four sums at a place between nodes, metres; zeros outside the grid. What the drape's shader does, for one place. */
export function sumsAt({ grid: { width, height, x0, y0, cell }, nodes }: Field, x: number, y: number): [number, number, number, number] {
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  const [column, row] = [(x - x0) / cell, (y - y0) / cell];
  const [across, up] = [new Float32Array(4), new Float32Array(4)];
  splines(column - Math.floor(column), across, 0);
  splines(row - Math.floor(row), up, 0);
  for (let r = 0; r < 4; r++) {
    for (let c = 0; c < 4; c++) {
      const [at, above] = [Math.floor(column) - 1 + c, Math.floor(row) - 1 + r];
      if (at < 0 || above < 0 || at >= width || above >= height) continue;
      for (let channel = 0; channel < SUMS; channel++) sums[channel]! += up[r]! * across[c]! * nodes[SUMS * (above * width + at) + channel]!;
    }
  }
  return sums;
}

/** How much of a place lies with the nodes before it, at it, after it and after that; `t` = 0…1 of the way between the middle two. */
function splines(t: number, out: Float32Array, at: number): void {
  const s = 1 - t;
  out[at] = (s * s * s) / 6;
  out[at + 1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
  out[at + 2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
  out[at + 3] = (t * t * t) / 6;
}

const STEPS = 512;
const SMALLEST_TAP = 2e-6;

/** Middle and one side of the smoothing for a σ of so many nodes: the Gaussian's spectrum without those of two cubic splines. */
function tapsOf(sigma: number): Float64Array {
  const taps: number[] = [];
  for (let k = 0; k <= Math.ceil(REACH * sigma) + 1; k++) {
    let tap = 0;
    for (let step = 0; step < STEPS; step++) {
      const theta = (Math.PI * (step + 0.5)) / STEPS;
      const spline = (Math.sin(theta / 2) / (theta / 2)) ** 4;
      tap += ((sigma * Math.sqrt(2 * Math.PI) * Math.exp(-0.5 * (sigma * theta) ** 2)) / spline ** 2) * Math.cos(k * theta);
    }
    taps.push(tap / STEPS);
  }
  while (Math.abs(taps.at(-1)!) < SMALLEST_TAP * taps[0]!) taps.pop();
  return Float64Array.from(taps);
}

/** Along rows, then along columns; in place. Nodes near the edges are empty: what would come from beyond them is nothing. */
function smooth(nodes: Float32Array, width: number, height: number, taps: Float64Array): void {
  const line = new Float32Array(SUMS * Math.max(width, height));
  for (let row = 0; row < height; row++) {
    const from = SUMS * row * width;
    const own = nodes.subarray(from, from + SUMS * width);
    if (isEmpty(own)) continue;
    line.set(own);
    smoothLine(line, own, width, taps);
  }
  // Columns in strips, so that each row read is a run of memory.
  const sums = new Float32Array(nodes.length);
  const stride = SUMS * width;
  for (let row = 0; row < height; row++) {
    const own = nodes.subarray(row * stride, (row + 1) * stride);
    if (isEmpty(own)) continue;
    for (let k = -(taps.length - 1); k < taps.length; k++) {
      const to = row + k;
      if (to < 0 || to >= height) continue;
      const tap = taps[Math.abs(k)]!;
      const into = sums.subarray(to * stride, (to + 1) * stride);
      for (let i = 0; i < stride; i++) into[i]! += tap * own[i]!;
    }
  }
  nodes.set(sums);
}

function isEmpty(line: Float32Array): boolean {
  for (let i = 0; i < line.length; i++) if (line[i] !== 0) return false;
  return true;
}

function smoothLine(from: Float32Array, into: Float32Array, count: number, taps: Float64Array): void {
  into.fill(0);
  const last = SUMS * count;
  for (let k = 0; k < taps.length; k++) {
    const tap = taps[k]!;
    const shift = SUMS * k;
    if (k === 0) for (let i = 0; i < last; i++) into[i]! += tap * from[i]!;
    else {
      for (let i = shift; i < last; i++) into[i]! += tap * from[i - shift]!;
      for (let i = 0; i < last - shift; i++) into[i]! += tap * from[i + shift]!;
    }
  }
}
