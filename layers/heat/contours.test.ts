import { expect, it } from 'vitest';
import { contourLevels, contourPlaces } from './contours.ts';
import { createKernel, fieldGrid, sumsAt } from './kernel.ts';

it('draws round numbers between the ends, about ten of them', () => {
  expect(contourLevels({ values: [0, 1, 2, 3, 4], positions: [0, 0.4, 0.6, 0.8, 1] })).toEqual({ step: 0.5, levels: [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4] });
  expect(contourLevels({ values: [20, 40], positions: [0, 1] })).toMatchObject({ step: 2, levels: expect.arrayContaining([20, 22, 40]) as number[] });
  expect(contourLevels({ values: [0.2257, 0.2411], positions: [0, 1] }).levels).toEqual([0.226, 0.228, 0.23, 0.232, 0.234, 0.236, 0.238, 0.24]);
  expect(contourLevels({ values: [-3, 3], positions: [0, 1] }).levels).toContain(0);
  expect(contourLevels({ values: [1000, 200_000], positions: [0, 1] })).toMatchObject({ step: 20_000 });
});

it('puts numbers where the value is the line’s, apart from each other, and nowhere that nobody measures', () => {
  const SIGMA = 500;
  const count = 40;
  const x = Float32Array.from({ length: count * count }, (_, i) => (i % count) * 400);
  const y = Float32Array.from({ length: count * count }, (_, i) => Math.floor(i / count) * 400);
  // Rises to the north-east.
  const values = Float32Array.from(x, (east, i) => (east + y[i]!) / 32_000);
  const field = createKernel(x, y, fieldGrid(x, y, SIGMA), SIGMA).sums({ values, freshness: new Float32Array(x.length).fill(1), silent: new Uint8Array(x.length) });
  const levels = [0.25, 0.5, 0.75, 2];
  const places = contourPlaces(field, levels, false);
  expect(places.length / 3).toBeGreaterThan(9);
  for (let k = 0; k < places.length; k += 3) {
    const [weight, weighted] = sumsAt(field, places[k]!, places[k + 1]!);
    expect(weighted / weight).toBeCloseTo(levels[places[k + 2]!]!, 2);
    for (let other = 0; other < k; other += 3) {
      if (places[other + 2] === places[k + 2]) expect(Math.hypot(places[k]! - places[other]!, places[k + 1]! - places[other + 1]!)).toBeGreaterThan(4 * SIGMA);
    }
  }
  expect(new Set(Array.from(places).filter((_, i) => i % 3 === 2))).toEqual(new Set([0, 1, 2]));
});
