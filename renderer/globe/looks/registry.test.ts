import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Look } from './look.ts';
import { FIRST_LOOK, isLookId, lookOf, LOOKS, nextLook, type LookId } from './registry.ts';

const channels = (css: string): [number, number, number] => [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16) / 255) as [number, number, number];
const lightness = (css: string): number => {
  const [r, g, b] = channels(css);
  return 0.299 * r + 0.587 * g + 0.114 * b;
};
const chroma = (css: string): number => Math.max(...channels(css)) - Math.min(...channels(css));

test('one switch goes through all looks and comes back', () => {
  const seen: LookId[] = [];
  for (let id = FIRST_LOOK; !seen.includes(id); id = nextLook(id)) seen.push(id);
  expect(seen).toEqual(LOOKS.map(({ id }) => id));
  expect(isLookId('day')).toBe(true);
  expect(isLookId('night')).toBe(false);
  expect(isLookId(null)).toBe(false);
});

test.each(LOOKS.map((look): [string, Look] => [look.id, look]))('%s: water is darker than land, boundaries and roads are seen on land but faint', (_, { ground }) => {
  for (const css of Object.values(ground)) expect(css).toMatch(/^#[0-9a-f]{6}$/);
  expect(lightness(ground.water)).toBeLessThan(lightness(ground.land));
  for (const tone of ['district', 'expressway', 'arterial'] as const) {
    const apart = Math.abs(lightness(ground[tone]) - lightness(ground.land));
    expect(apart).toBeGreaterThan(0.02);
    expect(apart).toBeLessThan(0.25);
  }
});

test('both languages have a word for each look', () => {
  for (const language of ['zh', 'en']) {
    const words = JSON.parse(readFileSync(new URL(`../../i18n/${language}.json`, import.meta.url), 'utf8')) as { look: Record<string, string> };
    expect(Object.keys(words.look).toSorted()).toEqual(LOOKS.map(({ id }) => id).toSorted());
  }
});

test('in the dark look nothing but the accent has a colour of its own', () => {
  const { ground, rail, light } = lookOf('dark');
  for (const [tone, css] of Object.entries(ground)) if (tone !== 'selected') expect(chroma(css), tone).toBeLessThan(0.1);
  expect(rail.official).toBe(0);
  expect(light.saturation).toBeLessThan(0.2);
  expect(light.windowsLit).toBe(0);
});
