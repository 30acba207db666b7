import { expect, test } from 'vitest';
import type { Clock, RunInfo } from '#contract/contract.ts';
import { instantAt, liveEdge, skewOf } from './clock.ts';

const clock = (over: Partial<Clock>): Clock => ({ mode: 'replay', at: 1_000_000, wall: 5_000_000, rate: 1, loop: null, asKnown: false, ...over });
const run = (over: Partial<RunInfo>): RunInfo =>
  ({ id: 'live', title: { zh: '', en: '' }, clock: 'wall', provenance: 'generated', note: { zh: '', en: '' }, city: 'shanghai', from: null, to: null, ...over });

test('a replay moves at its rate, stands still when held, and never passes the edge', () => {
  expect(instantAt(clock({ rate: 60 }), Infinity, 5_001_000)).toBe(1_060_000);
  expect(instantAt(clock({ rate: 0 }), Infinity, 9_000_000)).toBe(1_000_000);
  expect(instantAt(clock({ rate: 600 }), 1_200_000, 5_010_000)).toBe(1_200_000);
});

test('live is the edge: the wall’s, or the newest observation of a run with its own clock', () => {
  const live = clock({ mode: 'live', at: 4_000_000, rate: 1 });
  expect(liveEdge(run({}), live, 5_002_000)).toBe(5_002_000);
  const recorded = run({ clock: 'data', to: 3_500_000 });
  expect(liveEdge(recorded, clock({ mode: 'live', at: 3_600_000, rate: 0 }), 5_002_000)).toBe(3_600_000);
  expect(liveEdge(recorded, clock({ mode: 'replay' }), 5_002_000)).toBe(3_500_000);
  expect(liveEdge(run({ clock: 'data', to: null }), null, 5_002_000)).toBe(0);
  expect(instantAt(live, 5_002_000, 5_002_000)).toBe(5_002_000);
});

test('clocks of one machine count as equal, another machine’s is taken into account', () => {
  expect(skewOf(clock({ wall: 10_000 }), 10_400)).toBe(0);
  expect(skewOf(clock({ wall: 70_000 }), 10_000)).toBe(60_000);
});
