import { expect, test } from 'vitest';
import type { SlotFrame } from '#contract/frameCodec.ts';
import { createKnownCache } from './knownCache.ts';

const frame = (over: Partial<SlotFrame>): SlotFrame => ({
  run: 'live', indicator: 'MW06', places: 'MW06', time: 1000, validFrom: 1000, validUntil: 2000, slot: 'a', sequence: 1, arrived: 0,
  values: Float32Array.of(1), ages: Uint32Array.of(0), status: Uint8Array.of(0), ...over,
});

test('a frame as it is known now is no answer to what was known then, nor the other way round', () => {
  let asKnown = false;
  const cache = createKnownCache(1e6, () => asKnown);
  cache.put(frame({ sequence: 1 }), Infinity);
  cache.put(frame({ sequence: 2, asKnown: true, validUntil: 1500 }), Infinity);
  expect(cache.at('live', 'MW06', 1200)?.sequence).toBe(1);
  expect(cache.held('live', 'MW06')).toEqual([{ from: 1000, until: 2000 }]);
  asKnown = true;
  expect(cache.at('live', 'MW06', 1200)?.sequence).toBe(2);
  expect(cache.at('live', 'MW06', 1700)).toBeNull();
  cache.clear();
  expect(cache.bytes).toBe(0);
});
