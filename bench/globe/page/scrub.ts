/** A hand over history that is in memory: the page's own block memory and desk, and the globe, frame by frame. */
import type { Block } from '#contract/blocks/block.ts';
import { NOT_SAID, unfold } from '#contract/blocks/dense.ts';
import { createBlockMemory } from '../../../renderer/frames/blockMemory.ts';
import { createFrameDesk } from '../../../renderer/frames/desk.ts';
import { createKnownCache, withBlocks } from '../../../renderer/frames/knownCache.ts';
import type { ObservedStretch } from '../../../renderer/frames/unfolded.ts';
import type { Twin } from './twin.ts';

const RUN = 'live';
const SPAN = 1_800_000;
const BEGIN = Date.UTC(2026, 6, 14);
/** What the hand goes on between two frames: more than a live clock does, so that it counts as a hand's. */
const STEP = 37_000;
const [BUDGET, PERIOD] = [256 * 1024 * 1024, 60_000];

/** Half an hour of as many sites, each once a minute. */
function halfAnHour(sites: number): Block {
  const words = SPAN / PERIOD;
  const [starts, offsets, values] = [new Uint32Array(sites + 1), new Int32Array(sites * words), new Float64Array(sites * words)];
  for (let i = 0; i < sites; i++) {
    starts[i + 1] = (i + 1) * words;
    for (let k = 0; k < words; k++) {
      offsets[i * words + k] = k * PERIOD + (i % 50) * 1000;
      values[i * words + k] = 22 + 14 * Math.sin(i * 0.37 + k);
    }
  }
  return { t0: BEGIN, t1: BEGIN + SPAN, sites: Uint32Array.from({ length: sites }, (_, i) => i), starts, offsets, values, quality: null, counts: null };
}

/** Applies one frame after the other; resolves when the last is on the screen. Nothing is fetched or unfolded meanwhile. */
export async function createScrub(twin: Twin, places: string, sites: number): Promise<(frames: number) => Promise<void>> {
  const dense = unfold([halfAnHour(sites)], { values: new Float32Array(sites), times: new Int32Array(sites).fill(NOT_SAID), quality: null }, { from: BEGIN, until: BEGIN + SPAN });
  const stretchAt = (time: number): ObservedStretch => {
    const from = Math.floor(time / SPAN) * SPAN;
    return { kind: 'observed', from, until: from + SPAN, complete: from + SPAN, silentAfter: 3 * PERIOD, dense: { ...dense, from, until: from + SPAN } };
  };
  const memory = createBlockMemory({ budget: BUDGET, fetch: ({ time }) => Promise.resolve(stretchAt(time)), recall: () => Promise.resolve(null), arrived: () => undefined, newest: () => Infinity });
  let ticket = 0;
  const desk = createFrameDesk({
    cache: withBlocks(createKnownCache(BUDGET / 4, () => false), memory, () => false),
    draw(slot, frame, given) {
      ticket = given;
      twin.globe.setFrame(slot, frame, given);
      return true;
    },
    acknowledge: () => undefined, shown: () => undefined, outgrown: () => undefined, instant: () => null, beside: (_when, at) => at, settled: () => Infinity,
  });
  desk.show('a', places);
  desk.ready('a', places, sites);
  let time = BEGIN;
  return async (frames) => {
    for (let k = 0; k < frames; k++) {
      time += STEP;
      memory.want(RUN, places, time, 1);
      // Stretches come as promises that are kept already.
      while (!desk.seek(RUN, time)) await Promise.resolve();
      await twin.drawn(ticket);
      desk.drawn('a', ticket);
    }
  };
}
