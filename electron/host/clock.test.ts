import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeClock, instantOf, liveClock, playClock, seekClock, settleClock } from './clock.ts';

const NOW = 1_700_000_000_000;

describe('the clock of a session', () => {
  it('lives at the edge and moves with it', () => {
    const clock = liveClock('wall', NOW, NOW);
    expect(clock).toEqual({ mode: 'live', at: NOW, wall: NOW, rate: 1, loop: null, asKnown: false });
    expect(instantOf(clock, NOW + 500, NOW + 500)).toBe(NOW + 500);
  });

  it('stands still at the newest of a run with its own clock', () => {
    expect(liveClock('data', NOW, 5000)).toEqual({ mode: 'live', at: 5000, wall: NOW, rate: 0, loop: null, asKnown: false });
    expect(instantOf(liveClock('data', NOW, 5000), NOW + 9000, 6000)).toBe(6000);
  });

  it('is held by a seek, plays at its rate, and is live again on reaching the edge', () => {
    let clock = seekClock(liveClock('wall', NOW, NOW), 'wall', NOW - 60_000, NOW, NOW);
    expect(clock).toMatchObject({ mode: 'replay', rate: 0, at: NOW - 60_000 });
    expect(instantOf(clock, NOW + 10_000, NOW + 10_000)).toBe(NOW - 60_000);
    clock = playClock(clock, 'wall', 60, NOW, NOW);
    expect(instantOf(clock, NOW + 500, NOW + 500)).toBe(NOW - 30_000);
    expect(settleClock(clock, 'wall', NOW + 500, NOW + 500).mode).toBe('replay');
    expect(settleClock(clock, 'wall', NOW + 2000, NOW + 2000)).toMatchObject({ mode: 'live', at: NOW + 2000 });
  });

  it('keeps its pace over a seek, and live cannot be outrun', () => {
    const playing = playClock(seekClock(liveClock('wall', NOW, NOW), 'wall', 1000, NOW, NOW), 'wall', 10, NOW, NOW);
    expect(seekClock(playing, 'wall', 2000, NOW, NOW)).toMatchObject({ mode: 'replay', at: 2000, rate: 10 });
    expect(playClock(liveClock('wall', NOW, NOW), 'wall', 60, NOW, NOW).mode).toBe('live');
    expect(playClock(liveClock('wall', NOW, NOW), 'wall', 0, NOW, NOW)).toMatchObject({ mode: 'replay', at: NOW, rate: 0 });
  });

  it('goes round its loop instead of becoming live, and keeps it and its way of knowing until they are changed', () => {
    const loop = { from: NOW - 60_000, to: NOW };
    let clock = seekClock(liveClock('wall', NOW, NOW), 'wall', NOW - 30_000, NOW, NOW);
    clock = playClock(changeClock(clock, { loop, asKnown: true }, NOW, NOW), 'wall', 60, NOW, NOW);
    expect(instantOf(clock, NOW + 1000, NOW + 1000)).toBe(NOW - 30_000);
    expect(settleClock(clock, 'wall', NOW + 5000, NOW + 5000)).toBe(clock);
    expect(instantOf(clock, NOW + 500, NOW + 500)).toBe(NOW - 60_000);
    const live = liveClock('wall', NOW + 9000, NOW + 9000, clock);
    expect(live).toMatchObject({ mode: 'live', loop, asKnown: true });
    // A change of either does not move the hand.
    expect(changeClock(clock, { loop: null }, NOW + 500, NOW + 500)).toMatchObject({ at: NOW - 60_000, wall: NOW + 500, rate: 60, loop: null });
  });

  it('is live only at the edge, whatever is done to it', () => {
    const step = fc.oneof(
      fc.record({ seek: fc.integer({ min: 0, max: 2_000_000 }) }),
      fc.record({ play: fc.constantFrom(0, 0.5, 1, 60, 600) }),
      fc.record({ wait: fc.integer({ min: 0, max: 100_000 }) }),
      fc.constant({ live: true as const }),
    );
    fc.assert(fc.property(fc.constantFrom('wall' as const, 'data' as const), fc.array(step, { maxLength: 20 }), (kind, steps) => {
      let now = 1_000_000;
      const edge = (): number => (kind === 'wall' ? now : 900_000);
      let clock = liveClock(kind, now, edge());
      for (const action of steps) {
        if ('seek' in action) clock = seekClock(clock, kind, action.seek, now, edge());
        else if ('play' in action) clock = playClock(clock, kind, action.play, now, edge());
        else if ('wait' in action) now += action.wait;
        else clock = liveClock(kind, now, edge());
        clock = settleClock(clock, kind, now, edge());
        const at = instantOf(clock, now, edge());
        expect(at).toBeLessThanOrEqual(edge());
        if (at < edge()) expect(clock.mode).toBe('replay');
        if (clock.mode === 'live' && kind === 'data') expect(clock.rate).toBe(0);
      }
    }));
  });
});
