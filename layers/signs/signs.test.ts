import { describe, expect, it } from 'vitest';
import { arrange, signAt, SIGN_SIZE } from './arrange.ts';
import { GLYPHS, glyphOf, UNKNOWN_GLYPH } from './glyphs.ts';
import { seen, signTree, type Eye } from './tree.ts';

/** 900 places of a town two kilometres wide, some on one spot. */
const positions = Float32Array.from({ length: 2700 }, (_, i) => (i % 3 === 2 ? 0 : ((Math.floor(i / 3) * (i % 3 === 0 ? 7919 : 104_729)) % 2000) - 1000));
const all = Array.from({ length: 900 }, (_, i) => i);
/** Straight down from a height, so that `height / focal` metres are a pixel. */
const above = (height: number): Eye => ({ project: (x, y) => [400 + (x * 600) / height, 300 - (y * 600) / height, height], focal: 600, width: 800, height: 600 });
const shownFrom = (height: number): ReturnType<typeof arrange> => arrange([seen(signTree(positions, all), above(height), 64)], null, 800, 600);

describe('signs', () => {
  it('stand for every place once, together from afar and alone from near', () => {
    for (const height of [50_000, 8000, 3000]) {
      expect(shownFrom(height).reduce((sum, { count }) => sum + count, 0), `${height} m`).toBe(900);
    }
    expect(shownFrom(50_000)).toHaveLength(1);
    expect(shownFrom(3000).length).toBeGreaterThan(20);
    const near = arrange([seen(signTree(positions, all), above(60), 64)], null, 800, 600);
    expect(near.every(({ place }) => place >= 0)).toBe(true);
  });

  it('of one layer do not lie on each other', () => {
    const signs = shownFrom(3000);
    for (const [i, one] of signs.entries()) {
      for (const other of signs.slice(i + 1)) expect(Math.abs(one.x - other.x) >= SIGN_SIZE || Math.abs(one.y - other.y) >= SIGN_SIZE).toBe(true);
    }
  });

  it('of several layers on one spot make room, and each is found under the pointer', () => {
    const spot = Float32Array.of(0, 0, 0);
    const list = seen(signTree(spot, [0]), above(1000), 64);
    const signs = arrange([list, list, list], null, 800, 600);
    expect(signs).toHaveLength(3);
    expect(new Set(signs.map(({ x, y }) => signAt(signs, x, y)?.layer))).toEqual(new Set([0, 1, 2]));
    expect(signAt(signs, 10, 10)).toBeNull();
  });

  it('keep the chosen place by itself among its neighbours', () => {
    const two = Float32Array.of(0, 0, 0, 4, 0, 0);
    const list = [0, 1].map((place) => ({ x: 400 + place, y: 300, place, node: { x: place * 4, y: 0, z: 0, size: 0, count: 1, first: place, children: null, members: [place] } }));
    expect(arrange([list], null, 800, 600)).toMatchObject([{ count: 2 }]);
    expect(arrange([list], { layer: 0, place: 1 }, 800, 600).find(({ place }) => place === 1)).toMatchObject({ count: 1 });
    expect(signTree(two, [])).toBeNull();
  });

  it('are drawn for every name, known or not', () => {
    for (const glyph of Object.values(GLYPHS)) expect(glyph).toMatch(/^M[\d.\-a-zA-Z ]+$/);
    expect(glyphOf('of-another-city')).toBe(UNKNOWN_GLYPH);
  });
});
