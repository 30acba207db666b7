import { describe, expect, it } from 'vitest';
import { areaAt, rasterOfOutlines, rasterOfSquares, type Rings } from './raster.ts';

/** A star about a centre, in metres. */
function star(x: number, y: number, radius: number, points: number): Float64Array {
  return Float64Array.from({ length: points * 2 }, (_, i) => {
    const r = Math.floor(i / 2) % 2 === 0 ? radius : radius * 0.45;
    const turn = (Math.floor(i / 2) / points) * 2 * Math.PI + 0.1;
    return i % 2 === 0 ? x + r * Math.cos(turn) : y + r * Math.sin(turn);
  });
}

function inside(rings: Rings, x: number, y: number): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const j = (i + 2) % ring.length;
      const [xa, ya, xb, yb] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!];
      if (ya > y !== yb > y && x < xa + ((y - ya) / (yb - ya)) * (xb - xa)) odd = !odd;
    }
  }
  return odd;
}

describe('the raster of outlines', () => {
  const areas: Rings[] = [
    [star(0, 0, 5000, 9), star(0, 0, 900, 7)],
    [star(14_000, 2_000, 4000, 6), star(6_000, 12_000, 2500, 5)],
    ...Array.from({ length: 300 }, (_, i): Rings => [star(-9_000 + (i % 20) * 300, 6_000 + Math.floor(i / 20) * 300, 140, 4)]),
  ];
  const raster = rasterOfOutlines(areas, 1024);

  it('names in every cell the area that holds its centre', () => {
    let wrong = 0;
    for (let row = 0; row < raster.height; row += 3) {
      for (let column = 0; column < raster.width; column += 3) {
        const [x, y] = [raster.west + (column + 0.5) * raster.cell, raster.south + (row + 0.5) * raster.cell];
        if (areaAt(raster, x, y) !== areas.findLastIndex((rings) => inside(rings, x, y))) wrong++;
      }
    }
    expect(wrong).toBe(0);
  });
  it('leaves holes empty and tells nothing beyond its edges', () => {
    expect(areaAt(raster, 0, 0)).toBe(-1);
    expect(areaAt(raster, 2_000, 0)).toBe(0);
    expect(areaAt(raster, 1e6, 0)).toBe(-1);
  });
  it('refuses more areas than two bytes can name', () => {
    expect(() => rasterOfOutlines(Array.from({ length: 65_535 }, () => []))).toThrow(RangeError);
  });
});

describe('areas that are not as they should be', () => {
  const limits = { west: -10_000, south: -10_000, east: 10_000, north: 10_000 };
  const square = Float64Array.of(0, 0, 1000, 0, 1000, 1000, 0, 1000);

  it('a border that crosses itself is painted on both its sides, and its neighbours stay as they are', () => {
    const bow = Float64Array.of(2000, 0, 4000, 2000, 4000, 0, 2000, 2000);
    const raster = rasterOfOutlines([[square], [bow]], 1024, limits);
    expect([areaAt(raster, 500, 500), areaAt(raster, 2300, 1000), areaAt(raster, 3700, 1000), areaAt(raster, 3000, 1700)]).toEqual([0, 1, 1, -1]);
  });

  it('an area on the other side of the earth does not make the cells of the city coarse', () => {
    const far = Float64Array.of(5e6, 5e6, 6e6, 5e6, 6e6, 6e6);
    expect(rasterOfOutlines([[square], [far]], 1024, limits).cell).toBe(rasterOfOutlines([[square], [Float64Array.of(10_000, 10_000, 9999, 10_000, 10_000, 9999)]], 1024, limits).cell);
  });

  it('an area of a million corners is painted as one of few', () => {
    const corners = 1_000_000;
    const round = Float64Array.from({ length: corners * 2 }, (_, i) => 4000 * (i % 2 === 0 ? Math.cos : Math.sin)(((i >> 1) / corners) * 2 * Math.PI));
    const raster = rasterOfOutlines([[round]], 1024, limits);
    const painted = new Uint16Array(raster.index.buffer).filter((id) => id === 1).length * raster.cell ** 2;
    expect(painted / (Math.PI * 4000 ** 2)).toBeCloseTo(1, 2);
  });
});

describe('gaps between outlines', () => {
  // Two banks whose outlines stand 200 m apart for 2 km; a lake in the left one; a bay between them that is open to the north.
  const left: Rings = [Float64Array.of(0, 0, 3000, 0, 2900, 500, 2900, 2500, 3000, 3000, 2800, 3000, 2800, 5000, 0, 5000), Float64Array.of(500, 1000, 1000, 1000, 1000, 1500, 500, 1500)];
  const right: Rings = [Float64Array.of(3000, 0, 6000, 0, 6000, 5000, 3300, 5000, 3300, 3000, 3000, 3000, 3100, 2500, 3100, 500)];
  const raster = rasterOfOutlines([left, right], 1024);

  it('are closed by the nearest area, so that nothing between neighbours is left unpainted', () => {
    for (let y = 20; y < 2980; y += 17) {
      for (let x = 2850; x < 3150; x += 7) expect(areaAt(raster, x, y), `${x} ${y}`).toBeGreaterThanOrEqual(0);
    }
    expect([areaAt(raster, 2930, 1500), areaAt(raster, 3070, 1500)]).toEqual([0, 1]);
  });
  it('stay where they are a lake in one area, or open to the outside', () => {
    expect(areaAt(raster, 750, 1250)).toBe(-1);
    expect(areaAt(raster, 3050, 4000)).toBe(-1);
  });
  it('stay where they are too large to be a flaw', () => {
    const apart = rasterOfOutlines([[Float64Array.of(0, 0, 6000, 0, 6000, 1000, 1000, 1000, 1000, 5000, 0, 5000)], [Float64Array.of(6000, 1000, 6000, 6000, 0, 6000, 0, 5000, 5000, 5000, 5000, 1000)]], 1024);
    expect(areaAt(apart, 3000, 3000)).toBe(-1);
  });
});

describe('the raster of squares', () => {
  it('tiles neighbouring cells without gaps and leaves points out', () => {
    const side = 40;
    const x = Float32Array.from({ length: side * side }, (_, i) => (i % side) * 200);
    const y = Float32Array.from({ length: side * side }, (_, i) => Math.floor(i / side) * 200);
    const half = new Float32Array(side * side).fill(100);
    half[5] = 0;
    const raster = rasterOfSquares(x, y, half);
    for (let i = 0; i < x.length; i++) expect(areaAt(raster, x[i]! + 30, y[i]! - 40)).toBe(i === 5 ? -1 : i);
    for (let m = -90; m < 7_900; m += 10) expect(areaAt(raster, m + 3, 403)).toBeGreaterThanOrEqual(0);
  });
});
