import { describe, expect, it } from 'vitest';
import { bandwidth, createKernel, fieldGrid, kernelArea, sumsAt, type Field, type FieldValues } from './kernel.ts';

/** Repeatable numbers in 0…1. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

interface Sites extends FieldValues { x: Float32Array; y: Float32Array }

function someSites(count: number, seed = 7): Sites {
  const next = sequence(seed);
  const pick = (scale: number): Float32Array => Float32Array.from({ length: count }, () => (next() - 0.5) * scale);
  const values = pick(1).map((value) => value + 0.5);
  const silent = new Uint8Array(count);
  for (let i = 3; i < count; i += 11) {
    values[i] = NaN;
    silent[i] = 1;
  }
  return { x: pick(20_000), y: pick(14_000), values, freshness: pick(1).map((value) => value + 0.5), silent };
}

const fieldOf = (sites: Sites, sigma: number): Field => createKernel(sites.x, sites.y, fieldGrid(sites.x, sites.y, sigma), sigma).sums(sites);

/** The sums over all sites, each at its full distance: nothing cut, no grid. */
function exactly({ x, y, values, freshness, silent }: Sites, sigma: number, px: number, py: number): number[] {
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const w = Math.exp(-((px - x[i]!) ** 2 + (py - y[i]!) ** 2) / (2 * sigma * sigma));
    if (silent[i]) sums[3]! += w;
    else {
      sums[0]! += w;
      sums[1]! += w * values[i]!;
      sums[2]! += w * freshness[i]!;
    }
  }
  return sums;
}

describe('the field', () => {
  it('of one site is the Gaussian to 1.2e-3 of its peak, wherever between nodes site and reader are', () => {
    const next = sequence(3);
    const sigma = 600;
    let worst = 0;
    for (let k = 0; k < 300; k++) {
      const [x, y] = [next() * 5000, next() * 5000];
      const field = fieldOf({ x: Float32Array.of(x), y: Float32Array.of(y), values: Float32Array.of(1), freshness: Float32Array.of(1), silent: Uint8Array.of(0) }, sigma);
      for (let j = 0; j < 40; j++) {
        const [dx, dy] = [(next() - 0.5) * 10 * sigma, (next() - 0.5) * 10 * sigma];
        worst = Math.max(worst, Math.abs(sumsAt(field, x + dx, y + dy)[0] - Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma))));
      }
    }
    expect(worst).toBeLessThan(1.2e-3);
  });

  it('gives a mean within 1/1500 of the values’ range of the exact one wherever it is painted', () => {
    let worst = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const sites = someSites(70, seed);
      const sigma = 500 + 150 * seed;
      const field = fieldOf(sites, sigma);
      const next = sequence(seed + 100);
      for (let k = 0; k < 500; k++) {
        const [px, py] = [(next() - 0.5) * 24_000, (next() - 0.5) * 18_000];
        const [weight, weighted] = exactly(sites, sigma, px, py) as [number, number];
        if (weight < 0.1) continue;
        const sums = sumsAt(field, px, py);
        worst = Math.max(worst, Math.abs(sums[1] / sums[0] - weighted / weight));
      }
    }
    expect(worst).toBeLessThan(1 / 1500);
  });

  it('keeps measured and silent sites apart', () => {
    const sites = someSites(70);
    const field = fieldOf(sites, 700);
    for (const [px, py] of [[0, 0], [2500, -1700], [-6000, 3000]] as const) {
      exactly(sites, 700, px, py).forEach((sum, channel) => expect(sumsAt(field, px, py)[channel]).toBeCloseTo(sum, 2));
    }
  });

  it('has the same value at a place whatever else is measured far away', () => {
    const sites = someSites(40);
    const more: Sites = {
      x: Float32Array.of(...sites.x, 60_000), y: Float32Array.of(...sites.y, -45_000), values: Float32Array.of(...sites.values, 9), freshness: Float32Array.of(...sites.freshness, 1), silent: Uint8Array.of(...sites.silent, 0),
    };
    const [alone, beside] = [fieldOf(sites, 600), fieldOf(more, 600)];
    for (const [px, py] of [[0, 0], [1234, -777], [-5000, 2000]] as const) expect(sumsAt(beside, px, py)).toEqual(sumsAt(alone, px, py));
  });

  it('holds every count: the density adds up to the total', () => {
    const sites = { ...someSites(40), values: new Float32Array(40).fill(2), silent: new Uint8Array(40) };
    const { grid, nodes } = fieldOf(sites, 800);
    let total = 0;
    for (let at = 1; at < nodes.length; at += 4) total += nodes[at]!;
    expect((total * (grid.cell / 1000) ** 2) / kernelArea(800)).toBeCloseTo(80, 2);
  });

  it('stands for no sites at all, and leaves out what is no number', () => {
    const none = new Float32Array(0);
    expect(fieldOf({ x: none, y: none, values: none, freshness: none, silent: new Uint8Array(0) }, 600).nodes.every((sum) => sum === 0)).toBe(true);
    const odd = { x: Float32Array.of(0, 10, 20), y: Float32Array.of(0, 0, 0), values: Float32Array.of(NaN, Infinity, -Infinity), freshness: new Float32Array(3), silent: new Uint8Array(3) };
    expect(fieldOf(odd, 600).nodes.every((sum) => sum === 0)).toBe(true);
  });

  it('refuses a grid that no card could hold', () => {
    expect(() => fieldGrid(Float32Array.of(0, 9e6), Float32Array.of(0, 0), 600)).toThrow(/9000 km apart/);
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
