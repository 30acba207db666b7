import { converter, differenceCiede2000, filterDeficiencyDeuter, filterDeficiencyProt, type Color } from 'culori';
import { describe, expect, it } from 'vitest';
import { rampAt, type Family, type Ground } from './ramps.ts';

const WARNINGS = ['#3d87e8', '#f2c718', '#f08020', '#e5405a', '#1e6fd9', '#f5c518', '#d7263d'];
const apart = differenceCiede2000();
const lightness = (colour: Color): number => converter('lab')(colour).l;
const colours = (family: Family, ground: Ground, count: number, from = 0, to = 1): Color[] =>
  Array.from({ length: count }, (_, i) => {
    const [r, g, b] = rampAt(family, ground, from + ((to - from) * i) / (count - 1));
    return { mode: 'rgb', r: r / 255, g: g / 255, b: b / 255 };
  });
const steps = (of: Color[]): number[] => of.slice(1).map((colour, i) => apart(of[i]!, colour));
const BLINDNESSES = [['deuteranopia', filterDeficiencyDeuter(1)], ['protanopia', filterDeficiencyProt(1)]] as const;

const SEQUENTIAL = (['values', 'counts'] as const).flatMap((family) => (['dark', 'light'] as const).map((ground) => [family, ground] as const));

describe.each(SEQUENTIAL)('the ramp of %s on a %s city', (family, ground) => {
  it('only rises in lightness where more is brighter, only falls where more is darker, over most of what there is', () => {
    const order = colours(family, ground, 64).map(lightness);
    const rises = ground === 'dark' ? order : order.toReversed();
    for (let i = 1; i < rises.length; i++) expect(rises[i]!).toBeGreaterThan(rises[i - 1]!);
    expect(rises.at(-1)! - rises[0]!).toBeGreaterThan(65);
  });
  it('goes in even steps', () => {
    const all = steps(colours(family, ground, 17));
    expect(Math.max(...all) / Math.min(...all)).toBeLessThan(1.25);
  });
  it.each(BLINDNESSES)('is told apart under %s', (_, filter) => {
    // More classes than any legend has, each from each.
    const seen = colours(family, ground, 7).map((colour) => filter(colour));
    for (const [i, one] of seen.entries()) for (const other of seen.slice(i + 1)) expect(apart(one, other)).toBeGreaterThan(5);
  });
});

describe.each(['dark', 'light'] as const)('the ramp of differences on a %s city', (ground) => {
  const sides = [colours('differences', ground, 9, 0.5, 0), colours('differences', ground, 9, 0.5, 1)] as const;
  it('goes from the middle to both ends alike, in even steps', () => {
    for (const side of sides) {
      const order = side.map(lightness).map((l) => (ground === 'dark' ? l : -l));
      for (let i = 1; i < order.length; i++) expect(order[i]!).toBeGreaterThan(order[i - 1]!);
      const all = steps(side);
      expect(Math.max(...all) / Math.min(...all)).toBeLessThan(1.25);
    }
    for (let i = 1; i < 9; i++) expect(Math.abs(lightness(sides[0][i]!) - lightness(sides[1][i]!))).toBeLessThan(7);
  });
  it.each(BLINDNESSES)('tells less from more under %s', (_, filter) => {
    for (let i = 2; i < 9; i++) expect(apart(filter(sides[0][i]!), filter(sides[1][i]!))).toBeGreaterThan(15);
  });
});

it('no ramp comes near a warning level', () => {
  for (const family of ['values', 'counts', 'differences'] as const) {
    for (const ground of ['dark', 'light'] as const) {
      for (const colour of colours(family, ground, 65)) for (const warning of WARNINGS) expect(apart(colour, warning)).toBeGreaterThan(9.5);
    }
  }
});
