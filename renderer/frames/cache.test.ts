import { expect, test } from 'vitest';
import type { SlotFrame } from '#contract/frameCodec.ts';
import { createFrameCache } from './cache.ts';

const frame = (over: Partial<SlotFrame> = {}): SlotFrame => ({
  run: 'live', indicator: 'MW06', places: 'MW06', time: 1000, validFrom: 1000, validUntil: 2000, slot: 'a', sequence: 1, arrived: 0,
  values: Float32Array.of(1), ages: Uint32Array.of(0), status: Uint8Array.of(0), ...over,
});
const FOREVER = Infinity;

test('a seen frame answers for its whole interval and for nothing else', () => {
  const cache = createFrameCache(1e6);
  const seen = frame();
  cache.put(seen, FOREVER);
  expect(cache.at('live', 'MW06', 1000)).toBe(seen);
  expect(cache.at('live', 'MW06', 1999)).toBe(seen);
  expect(cache.at('live', 'MW06', 2000)).toBeNull();
  expect(cache.at('live', 'MW06', 999)).toBeNull();
  expect(cache.at('other', 'MW06', 1500)).toBeNull();
  expect(cache.at('live', 'MW06/town', 1500)).toBeNull();
});

test('what lies after the settled past is not kept: more may still arrive there', () => {
  const cache = createFrameCache(1e6);
  cache.put(frame({ validFrom: 1000, validUntil: 9000 }), 3000);
  expect(cache.at('live', 'MW06', 2999)).not.toBeNull();
  expect(cache.at('live', 'MW06', 3000)).toBeNull();
  cache.put(frame({ places: 'MW07', validFrom: 5000, validUntil: 9000 }), 3000);
  expect(cache.at('live', 'MW07', 6000)).toBeNull();
});

test('a newer frame of the same instants replaces the older one', () => {
  const cache = createFrameCache(1e6);
  cache.put(frame({ sequence: 1 }), FOREVER);
  cache.put(frame({ sequence: 2, validFrom: 1500, validUntil: 2500 }), FOREVER);
  expect(cache.at('live', 'MW06', 1600)?.sequence).toBe(2);
  expect(cache.at('live', 'MW06', 1200)).toBeNull();
});

test('finds the right one among many, whatever the order they came in', () => {
  const cache = createFrameCache(1e9);
  const starts = Array.from({ length: 200 }, (_, i) => ((i * 73) % 200) * 1000);
  for (const start of starts) cache.put(frame({ sequence: start, validFrom: start, validUntil: start + 1000 }), FOREVER);
  for (let time = 500; time < 200_000; time += 1000) expect(cache.at('live', 'MW06', time)?.sequence).toBe(time - 500);
});

test('tells which instants it has, neighbours as one stretch', () => {
  const cache = createFrameCache(1e6);
  for (const [validFrom, validUntil] of [[5000, 6000], [1000, 2000], [2000, 3000]] as const) cache.put(frame({ validFrom, validUntil }), FOREVER);
  expect(cache.held('live', 'MW06')).toEqual([{ from: 1000, until: 3000 }, { from: 5000, until: 6000 }]);
  expect(cache.held('live', 'MW07')).toEqual([]);
});

test('the least recently used goes first when the budget is full', () => {
  const one = frame().values.byteLength + 4 + 1 + 256;
  const cache = createFrameCache(one * 2);
  cache.put(frame({ sequence: 1, validFrom: 0, validUntil: 10 }), FOREVER);
  cache.put(frame({ sequence: 2, validFrom: 10, validUntil: 20 }), FOREVER);
  cache.at('live', 'MW06', 5);
  cache.put(frame({ sequence: 3, validFrom: 20, validUntil: 30 }), FOREVER);
  expect(cache.at('live', 'MW06', 5)?.sequence).toBe(1);
  expect(cache.at('live', 'MW06', 15)).toBeNull();
  expect(cache.bytes).toBeLessThanOrEqual(one * 2);
  cache.clear();
  expect(cache.bytes).toBe(0);
  expect(cache.at('live', 'MW06', 5)).toBeNull();
});
