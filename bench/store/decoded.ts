/** A picture out of a block that is unfolded in memory, beside a copy of as many bytes. */
import { frameInto, NOT_SAID, unfold, type FrameColumns } from '#contract/blocks/dense.ts';
import { blockOf } from '#host/store/block.ts';
import type { Batch } from '#host/store/store.ts';
import { median, percentile, type Figure } from '../report.ts';
import { against, told } from './figures.ts';
import { createCopy, FRAME_BYTES } from './ours.ts';
import { CODE, createWorld, MINUTE, START } from './world.ts';

const BLOCK_MINUTES = 30;

export function decodedFrames(sites: number, samples: number, pick: () => number): Figure[] {
  const world = createWorld(sites);
  const minutes = Array.from({ length: BLOCK_MINUTES }, () => world.minute());
  const n = minutes.reduce((sum, minute) => sum + minute.sites.length, 0);
  const whole: Batch = { indicator: CODE, sites: new Uint32Array(n), times: new Float64Array(n), values: new Float64Array(n), quality: new Uint8Array(n), counts: null };
  let at = 0;
  for (const minute of minutes) {
    for (const column of ['sites', 'times', 'values', 'quality'] as const) whole[column].set(minute[column], at);
    at += minute.sites.length;
  }
  const before = { values: new Float32Array(sites), times: new Int32Array(sites).fill(NOT_SAID), quality: null };
  const block = blockOf(whole, null);
  const began = performance.now();
  const dense = unfold([block], before, { from: START, until: START + BLOCK_MINUTES * MINUTE });
  const unfolded = performance.now() - began;
  const out: FrameColumns = { values: new Float32Array(sites), ages: new Uint32Array(sites), quality: new Uint8Array(sites) };
  const copy = createCopy(sites);
  const [frames, copies]: number[][] = [[], []];
  // The first are for the compiler.
  for (let i = -50; i < samples; i++) {
    const time = START + Math.floor(pick() * BLOCK_MINUTES * MINUTE);
    const start = performance.now();
    frameInto(dense, time, out);
    const took = performance.now() - start;
    const copied = copy();
    if (i < 0) continue;
    frames.push(took);
    copies.push(copied);
  }
  const beside = `memcpy of ${sites * FRAME_BYTES} bytes`;
  const name = `frame (value, age, quality) of ${sites} sites from a decoded block`;
  return [
    against(`${name}, p50`, median(frames), 'ms', beside, median(copies), ['≤', 4]),
    told(`${name}, p95`, percentile(frames, 0.95), 'ms', beside, percentile(copies, 0.95)),
    told(`unfolding a block of ${BLOCK_MINUTES} minutes`, unfolded, 'ms'),
  ];
}
