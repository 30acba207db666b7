import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IndicatorFrame } from '#layers/frame.ts';
import { createArrivals, type Arrivals } from './arrivals.ts';

const START = 1_800_000_000_000;
const frameAt = (time: number, places = 'MW06'): IndicatorFrame => ({
  run: 'live', indicator: 'MW06', places, time, validFrom: time, validUntil: time + 1,
  values: new Float32Array(1), ages: new Uint32Array(1), status: new Uint8Array(1),
});

describe('frames on their way to the picture', () => {
  let shown: number[];
  let dropped: number[];
  let heldBack: number[];
  let arrivals: Arrivals;
  const withInterval = (minInterval: number): void => {
    arrivals = createArrivals({
      minInterval, align: (delay) => delay,
      show: (_slot, _frame, sequence) => shown.push(sequence),
      heldBack: (_slot, sequence) => heldBack.push(sequence),
      dropped: (_slot, sequence) => dropped.push(sequence),
    });
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    [shown, dropped, heldBack] = [[], [], []];
  });
  afterEach(() => vi.useRealTimers());

  it('shows every frame at once where there is a GPU', () => {
    withInterval(0);
    for (let i = 0; i < 5; i++) arrivals.arrive('a', frameAt(START + i * 1000), i);
    expect(shown).toEqual([0, 1, 2, 3, 4]);
  });
  it('paces live data without one, and tells which frames were overtaken', () => {
    withInterval(10_000);
    for (let i = 0; i < 10; i++) {
      arrivals.arrive('a', frameAt(START + i * 2_000), i);
      vi.advanceTimersByTime(2_000);
    }
    expect(shown).toEqual([0, 4, 9]);
    // Whoever sent them hears of it at once, not when they are shown.
    expect(heldBack).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...shown, ...dropped].toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
  it('shows a seek and a replay at once', () => {
    withInterval(10_000);
    arrivals.arrive('a', frameAt(START), 0);
    arrivals.arrive('a', frameAt(START - 3_600_000), 1);
    arrivals.arrive('a', frameAt(START - 3_540_000), 2);
    expect(shown).toEqual([0, 1, 2]);
  });
  it('holds nothing back from a hand', () => {
    withInterval(10_000);
    arrivals.arrive('a', frameAt(START), 0);
    arrivals.arrive('a', frameAt(START), 1);
    expect(shown).toEqual([0]);
    arrivals.touched();
    expect(shown).toEqual([0, 1]);
    arrivals.arrive('a', frameAt(START), 2);
    expect(shown).toEqual([0, 1, 2]);
  });
});
