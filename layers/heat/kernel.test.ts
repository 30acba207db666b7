import { describe, expect, it } from 'vitest';
import { bandwidth, estimate, heatGrid, kernelArea, type HeatSites } from './kernel.ts';
import { paintField } from './paint.ts';

/** Repeatable numbers in 0…1. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function someSites(count: number): HeatSites {
  const next = sequence(7);
  const pick = (scale: number): Float32Array => Float32Array.from({ length: count }, () => (next() - 0.5) * scale);
  const values = pick(100);
  values[3] = Number.NaN;
  const silent = new Uint8Array(count);
  silent[3] = 1;
  return { x: pick(20_000), y: pick(14_000), values, freshness: pick(1).map(Math.abs), silent };
}

describe('the kernel estimate', () => {
  it('equals the sum over all sites, cell by cell', () => {
    const sites = someSites(60);
    const sigma = 700;
    const grid = heatGrid(sites.x, sites.y, sigma);
    const field = estimate(sites, grid, sigma);
    let worst = 0;
    for (let row = 0; row < grid.height; row++) {
      for (let column = 0; column < grid.width; column++) {
        const sums = { weight: 0, weighted: 0, fresh: 0, silent: 0 };
        for (let i = 0; i < sites.x.length; i++) {
          const dx = grid.x0 + column * grid.cell - sites.x[i]!;
          const dy = grid.y0 + row * grid.cell - sites.y[i]!;
          if (Math.abs(dx) > 3 * sigma || Math.abs(dy) > 3 * sigma) continue;
          const w = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
          if (sites.silent[i]) sums.silent += w;
          else {
            sums.weight += w;
            sums.weighted += w * sites.values[i]!;
            sums.fresh += w * sites.freshness[i]!;
          }
        }
        const at = row * grid.width + column;
        for (const name of ['weight', 'weighted', 'fresh', 'silent'] as const) {
          worst = Math.max(worst, Math.abs(field[name][at]! - sums[name]) / (1 + Math.abs(sums[name])));
        }
      }
    }
    expect(worst).toBeLessThan(1e-5);
  });

  it('holds every count: the density adds up to the total', () => {
    const sites = { ...someSites(40), values: new Float32Array(40).fill(2), silent: new Uint8Array(40) };
    const grid = heatGrid(sites.x, sites.y, 800);
    const field = estimate(sites, grid, 800);
    const total = field.weighted.reduce((sum, value) => sum + value, 0) * (grid.cell / 1000) ** 2 / kernelArea(800);
    expect(total).toBeGreaterThan(80 * 0.99);
    expect(total).toBeLessThan(80 * 1.005);
  });

  it('keeps to its side of cells however large the city is', () => {
    const grid = heatGrid(Float32Array.of(0, 400_000), Float32Array.of(0, 300_000), 600, 768);
    expect(Math.max(grid.width, grid.height)).toBeLessThanOrEqual(768);
  });

  it('stands for no sites at all', () => {
    const none = new Float32Array(0);
    const grid = heatGrid(none, none, 600);
    const field = estimate({ x: none, y: none, values: none, freshness: none, silent: new Uint8Array(0) }, grid, 600);
    expect(field.weight.every((value) => value === 0)).toBe(true);
  });
});

function onGrid(spacing: number): [Float32Array, Float32Array] {
  return [Float32Array.from({ length: 400 }, (_, i) => (i % 20) * spacing), Float32Array.from({ length: 400 }, (_, i) => Math.floor(i / 20) * spacing)];
}

describe('the width of the kernel', () => {
  it('follows the spacing of the sites between 600 m and 2.5 km', () => {
    expect(bandwidth(...onGrid(100))).toBe(600);
    expect(bandwidth(...onGrid(1000))).toBe(1200);
    expect(bandwidth(...onGrid(9000))).toBe(2500);
  });
});

/** Reads the painted mean of these sites along y = 0. */
function paint(sites: HeatSites): { at(x: number): number[] } {
  const grid = heatGrid(sites.x, sites.y, 600);
  const image = paintField(estimate(sites, grid, 600), { values: [0, 100], positions: [0, 1] }, 'mean', 600);
  const row = Math.round(-grid.y0 / grid.cell);
  return { at: (x) => Array.from(image.subarray((row * grid.width + Math.round((x - grid.x0) / grid.cell)) * 4).subarray(0, 4)) };
}

describe('the painted field', () => {
  const one: HeatSites = { x: Float32Array.of(0), y: Float32Array.of(0), values: Float32Array.of(50), freshness: Float32Array.of(1), silent: Uint8Array.of(0) };
  it('shows a lone site about itself and nothing where nobody measures', () => {
    expect(paint(one).at(0).slice(0, 2)).toEqual([127, 255]);
    expect(paint(one).at(1700)[1]).toBe(0);
  });
  it('never shows a silent site as a value', () => {
    const [, support, silent] = paint({ ...one, values: Float32Array.of(Number.NaN), silent: Uint8Array.of(1) }).at(0);
    expect(support).toBe(0);
    expect(silent).toBe(255);
  });
});
