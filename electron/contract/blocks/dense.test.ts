/** The kernel chooses what plain TypeScript chooses, bit for bit. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Block } from './block.ts';
import { frameInto, NOT_SAID, unfold, type FrameColumns } from './dense.ts';
import { kernel } from './kernel/kernel.ts';

const FROM = Date.UTC(2026, 10, 21, 20);
const SPAN = 1_800_000;

/** Sites that speak now and then, some never, some of them before the block already. */
function blockOf(sites: number, everyS: number, graded: boolean, seed: number): { block: Block; before: { values: Float32Array; times: Int32Array; quality: Uint8Array | null } } {
  let state = seed | 1;
  const next = (below: number): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % below;
  const [present, starts, offsets, values, quality]: number[][] = [[], [0], [], [], []];
  const before = { values: new Float32Array(sites), times: new Int32Array(sites).fill(NOT_SAID), quality: graded ? new Uint8Array(sites) : null };
  for (let site = 0; site < sites; site++) {
    if (next(3) > 0) {
      before.times[site] = -next(5000);
      before.values[site] = next(1000) / 10;
      before.quality?.fill(next(256), site, site + 1);
    }
    if (next(5) === 0) continue;
    present.push(site);
    for (let at = next(1000 * everyS); at < SPAN; at += 1 + next(2000 * everyS)) {
      offsets.push(at);
      values.push(next(50) === 0 ? -0 : next(100_000) / 100);
      quality.push(graded ? next(256) : 0);
    }
    starts.push(offsets.length);
  }
  return { before, block: { t0: FROM, t1: FROM + SPAN, sites: Uint32Array.from(present), starts: Uint32Array.from(starts), offsets: Int32Array.from(offsets), values: Float64Array.from(values), quality: graded ? Uint8Array.from(quality) : null, counts: null } };
}

const bytesOf = ({ values, ages, quality }: FrameColumns): Buffer => Buffer.concat([values, ages, quality].map(({ buffer }) => Buffer.from(buffer)));

it('runs in this runtime', () => {
  expect(kernel).not.toBeNull();
});

it('gives the same picture at any instant with the kernel and without', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 9000 }), fc.constantFrom(60, 300, 4000), fc.boolean(), fc.nat(), fc.array(fc.nat(SPAN - 1), { minLength: 1, maxLength: 4 }), (sites, everyS, graded, seed, moments) => {
    const { block, before } = blockOf(sites, everyS, graded, seed);
    const dense = unfold([block], before, { from: FROM, until: FROM + SPAN });
    for (const moment of [0, ...moments, SPAN - 1]) {
      const [fast, plain] = [true, false].map((how) => {
        const out = { values: new Float32Array(sites).fill(7), ages: new Uint32Array(sites).fill(7), quality: new Uint8Array(sites).fill(7) };
        frameInto(dense, FROM + moment, out, how);
        return bytesOf(out);
      });
      expect(fast.equals(plain)).toBe(true);
    }
  }), { numRuns: 60 });
});
