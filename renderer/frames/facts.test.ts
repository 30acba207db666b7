import { expect, test } from 'vitest';
import { NEVER, STATUS } from '#layers/frame.ts';
import type { SlotFrame } from '#contract/frameCodec.ts';
import { drawnFacts } from './facts.ts';

test('counts every status and tells the age of the middle value at the instant shown', () => {
  const { measured, silent, never, suppressed } = STATUS;
  const frame = {
    places: 'PS01/town', time: 10_000, sequence: 4, status: Uint8Array.of(measured, silent, measured, suppressed, never, measured),
    ages: Uint32Array.of(100, 900, 20, NEVER, NEVER, 300), values: new Float32Array(6),
  } as unknown as SlotFrame;
  expect(drawnFacts({ frame, time: 15_000, fromMemory: true }, 104)).toEqual({
    places: 'PS01/town', time: 15_000, sequence: 4, measured: 3, silent: 1, never: 1, suppressed: 1, fading: 2, medianAge: 105,
  });
});
