import { expect, test } from 'vitest';
import type { Clock } from '#contract/contract.ts';
import { slotMoment } from './slotMoment.ts';

const EDGE = 1_000_000;
const live: Clock = { mode: 'live', at: EDGE, wall: EDGE, rate: 1, loop: null, asKnown: false };
const replay: Clock = { ...live, mode: 'replay', at: 500_000, rate: 60, asKnown: true, loop: { from: 400_000, to: 600_000 } };

test('a slot without an instant of its own is at the clock’s', () => {
  expect(slotMoment(null, live, EDGE, EDGE)).toMatchObject({ live: true, time: EDGE, asKnown: false, rate: 1 });
  expect(slotMoment(null, replay, 500_000, EDGE)).toMatchObject({ live: false, time: 500_000, asKnown: true, rate: 60, loopEnd: 600_000 });
});

test('an offset travels with the clock, round its loop too, and stays behind a live one', () => {
  expect(slotMoment({ offset: -86_400 }, live, EDGE, EDGE)).toMatchObject({ live: false, time: EDGE - 86_400, rate: 1 });
  expect(slotMoment({ offset: -1000 }, replay, 500_000, EDGE)).toMatchObject({ live: false, time: 499_000, asKnown: true, rate: 60, loopEnd: 599_000 });
});

test('a fixed instant does not move, and is as it was known then where the clock is', () => {
  expect(slotMoment({ at: 300_000 }, replay, 500_000, EDGE)).toEqual({ live: false, time: 300_000, asKnown: true, rate: 0, loopEnd: Infinity });
});

test('what would be after the newest is the newest, what would be before all time its beginning', () => {
  expect(slotMoment({ offset: 600_000 }, replay, 500_000, EDGE)).toMatchObject({ live: true, time: EDGE, asKnown: false });
  expect(slotMoment({ at: EDGE + 1 }, live, EDGE, EDGE)).toMatchObject({ live: true, time: EDGE });
  expect(slotMoment({ offset: -600_000 }, replay, 500_000, EDGE)).toMatchObject({ live: false, time: 0 });
});
