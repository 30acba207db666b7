import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { loops, playedTo, SHORTEST_LOOP_MS } from './playing.ts';

const LOOP = { from: 1000, to: 5000 };

test('without a loop a replay goes on at its rate', () => {
  expect(playedTo({ at: 1000, wall: 0, rate: 60, loop: null }, 1000)).toBe(61_000);
  expect(playedTo({ at: 1000, wall: 0, rate: 0, loop: LOOP }, 99_000)).toBe(1000);
});

test('played into the end of its loop it goes on at the beginning, again and again', () => {
  const clock = { at: 500, wall: 0, rate: 1, loop: LOOP };
  expect(playedTo(clock, 4499)).toBe(4999);
  expect(playedTo(clock, 4500)).toBe(1000);
  expect(playedTo(clock, 4500 + 3 * 4000 + 7)).toBe(1007);
});

test('put behind its loop it plays on', () => {
  expect(playedTo({ at: 5000, wall: 0, rate: 10, loop: LOOP }, 100)).toBe(6000);
  expect(loops({ at: 5000, rate: 10, loop: LOOP })).toBe(false);
});

test('a looping clock never leaves its loop again, and moves as far as time has', () => {
  const cases = fc.record({
    from: fc.integer({ min: 0, max: 1e6 }), length: fc.integer({ min: SHORTEST_LOOP_MS, max: 1e6 }), before: fc.integer({ min: 0, max: 1e6 }),
    rate: fc.constantFrom(0.5, 1, 60, 600), waits: fc.array(fc.integer({ min: 0, max: 1e5 }), { maxLength: 20 }),
  });
  fc.assert(fc.property(cases, ({ from, length, before, rate, waits }) => {
    const loop = { from, to: from + length };
    const clock = { at: from + length - 1 - (before % length), wall: 0, rate, loop };
    let now = 0;
    for (const wait of waits) {
      now += wait;
      const time = playedTo(clock, now);
      expect(time >= from && time < loop.to).toBe(true);
      const whole = ((clock.at + now * rate - time) / length) % 1;
      expect(Math.min(Math.abs(whole), 1 - Math.abs(whole))).toBeLessThan(1e-6);
    }
  }));
});
