import { expect, test } from 'vitest';
import { declutter, type Candidate } from './declutter.ts';

const name = (says: string, x: number, y: number, more: Partial<Candidate> = {}): Candidate => ({ says, x, y, width: 60, height: 16, order: 20, stood: false, ...more });
const said = (given: readonly Candidate[]): string[] => given.map(({ says }) => says);
const meet = (a: Candidate, b: Candidate): boolean => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

test('of two names in one place the weightier stands', () => {
  expect(said(declutter([name('street', 100, 100, { order: 48 }), name('landmark', 110, 102, { order: 21 })], 80))).toEqual(['landmark']);
});

test('no two names meet, and there are never more than asked for', () => {
  let seed = 7;
  const next = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const crowd = Array.from({ length: 1000 }, (_, i) => name(`n${i}`, next() * 1280, next() * 720, { order: Math.floor(next() * 50), width: 30 + next() * 90 }));
  const given = declutter(crowd, 80);
  expect(given.length).toBeGreaterThan(40);
  expect(given.length).toBeLessThanOrEqual(80);
  for (const [i, one] of given.entries()) for (const other of given.slice(i + 1)) expect(meet(one, other)).toBe(false);
});

test('what stood stays while the picture moves: its equals do not push it out, and it may be pressed closer', () => {
  const stood = name('here', 100, 100, { order: 23, stood: true });
  expect(said(declutter([name('new', 140, 100, { order: 21 }), stood], 80))).toEqual(['here']);
  // Ten pixels apart: enough to stay, not enough to come.
  const beside = name('beside', 170, 100, { order: 30 });
  expect(said(declutter([stood, beside], 80))).toEqual(['here']);
  expect(said(declutter([stood, { ...beside, stood: true }], 80))).toEqual(['here', 'beside']);
});

test('what weighs more by a rank moves out what stood', () => {
  expect(said(declutter([name('district', 104, 100, { order: 10 }), name('station', 100, 100, { order: 45, stood: true })], 80))).toEqual(['district']);
});

test('names that say the same keep apart, others need not', () => {
  const [one, two] = [name('嘉定', 100, 100, { order: 10 }), name('嘉定', 220, 100)];
  expect(said(declutter([one, two, name('青浦', 220, 140)], 80))).toEqual(['嘉定', '青浦']);
  expect(declutter([one, { ...two, x: 420 }], 80)).toHaveLength(2);
});
