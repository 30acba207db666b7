import { expect, test } from 'vitest';
import { chainsOf, type RoadPiece } from './chains.ts';
import { cutOut, stretchesOf } from './stretches.ts';

const piece = (key: string, rank: string, deck: number, ...points: number[]): RoadPiece => ({ names: key, key, rank, deck, width: 20, points: Float64Array.from(points) });

test('pieces of one road that meet are one line with the height of each', () => {
  const [chain, ...others] = chainsOf([piece('ring', 'ring', 12, 0, 0, 100, 0), piece('ring', 'ring', 14, 100, 0, 300, 0), piece('ring', 'ring', 12, 900, 0, 950, 0)]);
  expect(Array.from(chain!.along)).toEqual([0, 100, 300]);
  expect(Array.from(chain!.heights)).toEqual([12, 12, 14]);
  expect(others).toHaveLength(1);
});

test('a site speaks for its road to the middle towards its neighbour, and no farther than its reach', () => {
  const chains = chainsOf([piece('a', 'street', 0, 0, 0, 10_000, 0)]);
  const { stretches, reach } = stretchesOf(chains, [1000, 1400, 1800, 6000], [3, -3, 0, 0]);
  expect(reach).toBe(200);
  expect(stretches.map(({ site, from, to }) => [site, Math.round(from), Math.round(to)])).toEqual([[0, 800, 1200], [1, 1200, 1600], [2, 1600, 2000], [3, 5800, 6200]]);
});

test('what stands on no road speaks for none', () => {
  const chains = chainsOf([piece('a', 'street', 0, 0, 0, 1000, 0)]);
  expect(stretchesOf(chains, [500, NaN, Infinity], [31, 0, 0]).stretches).toEqual([]);
});

test('where a viaduct runs over a street, the network’s own kind of road is meant', () => {
  const over = [piece('street', 'arterial', 0, 0, 0, 3000, 0), piece('viaduct', 'expressway', 12, 0, 0, 3000, 0), piece('far', 'expressway', 12, 0, 5000, 3000, 5000)];
  const chains = chainsOf(over);
  const speaksOf = (x: number[], y: number[]): string[] => stretchesOf(chains, x, y).stretches.map(({ chain }) => chains[chain]!.key);
  expect(speaksOf([500, 1500], [5000, 0])).toContain('viaduct');
  expect(speaksOf([500, 1500], [5000, 0])).not.toContain('street');
});

test('a stretch is cut out with its ends between the points of its line', () => {
  const [chain] = chainsOf([piece('a', 'street', 4, 0, 0, 100, 0, 100, 100)]);
  const { points, heights } = cutOut(chain!, 50, 150);
  expect(Array.from(points)).toEqual([50, 0, 100, 0, 100, 50]);
  expect(Array.from(heights)).toEqual([4, 4, 4]);
});
