/** What tiles say to a screen that scrubs, with the kernel and without: the same picture at any instant. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Block } from './block.ts';
import { frameInto, NOT_SAID, type DenseBlock } from './dense.ts';
import { encodeTile, unsqueezed } from './tile.ts';
import { unfoldTiles, type PlainTile } from './unfoldTiles.ts';

const FROM = Date.UTC(2026, 10, 21, 20);

interface Case { sites: number; spanS: number; everyS: number; odd: boolean; seed: number }

function dice(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % below;
}

/** Some of the sites from `low` up to `high`, each at its own pace: now and then early, late, missing or twice in a second. */
function wordsOf({ spanS, everyS, odd }: Case, low: number, high: number, next: (below: number) => number): PlainTile | null {
  const [present, starts, times, values]: number[][] = [[], [0], [], []];
  for (let site = low; site < high; site++) {
    if (next(6) === 0) continue;
    const phase = next(1000 * everyS);
    const before = times.length;
    for (let at = phase; at < 1000 * spanS; at += 1000 * everyS) {
      if (next(12) === 0) continue;
      times.push(Math.min(1000 * spanS - 1, at + (next(10) === 0 ? next(900) : 0)));
      values.push(odd && next(40) === 0 ? next(1000) / 7 : (next(30) === 0 ? next(1e6) : next(60)) / 10);
      if (next(25) === 0 && times.at(-1)! + 1 < Math.min(1000 * spanS, at + 1000 * everyS)) {
        times.push(times.at(-1)! + 1);
        values.push(next(60) / 10);
      }
    }
    if (times.length === before) continue;
    present.push(site);
    starts.push(times.length);
  }
  if (times.length === 0) return null;
  const [t0, t1] = times.reduce(([least, most], time) => [Math.min(least, time), Math.max(most, time)], [Infinity, 0]);
  const block: Block = { t0: FROM + t0, t1: FROM + t1, sites: Uint32Array.from(present), starts: Uint32Array.from(starts), offsets: Int32Array.from(times, (time) => time - t0), values: Float64Array.from(values), quality: null, counts: null };
  return { t0: block.t0, t1: block.t1, body: encodeTile(block, unsqueezed) };
}

function tilesOf(one: Case, next: (below: number) => number): PlainTile[] {
  const tiles: (PlainTile | null)[] = [];
  for (let low = 0; low < one.sites; low += 1024) tiles.push(wordsOf(one, low, Math.min(one.sites, low + 1024), next));
  // What came late lies over it, and what is still in the journal is of any sites.
  tiles.push(wordsOf(one, 0, Math.min(one.sites, 700), next), wordsOf(one, next(one.sites), one.sites, next));
  return tiles.filter((tile) => tile !== null);
}

function frameOf(dense: DenseBlock, time: number): Buffer {
  const out = { values: new Float32Array(dense.sites), ages: new Uint32Array(dense.sites), quality: new Uint8Array(dense.sites) };
  frameInto(dense, time, out);
  return Buffer.concat([out.values, out.ages].map(({ buffer }) => Buffer.from(buffer)));
}

const cases = fc.record({ sites: fc.integer({ min: 1, max: 2600 }), spanS: fc.constantFrom(600, 1800, 86_400), everyS: fc.constantFrom(1, 10, 60, 3600), odd: fc.boolean(), seed: fc.nat() })
  // A hundred words a site are enough, and rows end at 400.
  .filter(({ spanS, everyS }) => spanS / everyS <= 200);

it('gives what the tiles’ words give one by one', () => {
  fc.assert(fc.property(cases, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 6 }), fc.boolean(), (one, moments, isLong) => {
    const next = dice(one.seed);
    const tiles = tilesOf(one, next);
    const before = { values: new Float32Array(one.sites), times: new Int32Array(one.sites).fill(NOT_SAID), quality: null };
    for (let site = 0; site < one.sites; site++) {
      if (next(4) === 0) continue;
      before.times[site] = -next(isLong ? 400_000 : 20_000);
      before.values[site] = next(1000) / 10;
    }
    const stretch = { from: FROM, until: FROM + 1000 * one.spanS };
    const [fast, plain] = [true, false].map((how) => unfoldTiles(tiles, before, stretch, { fast: how, allocate: (bytes) => new Uint8Array(bytes).fill(77).buffer }));
    expect(fast.times.BYTES_PER_ELEMENT).toBe(isLong && before.times.some((time) => time > NOT_SAID && time < -32_767) || one.spanS > 32_767 ? 4 : 2);
    for (const moment of [0, ...moments, 1]) {
      const time = FROM + Math.min(1000 * one.spanS - 1, Math.floor(moment * 1000 * one.spanS));
      expect(frameOf(fast, time).equals(frameOf(plain, time))).toBe(true);
    }
  }), { numRuns: 60 });
});

it('refuses damaged tiles with a RangeError, or draws what can be read of them', () => {
  const one: Case = { sites: 300, spanS: 1800, everyS: 60, odd: false, seed: 5 };
  const [tile] = tilesOf(one, dice(one.seed));
  const before = { values: new Float32Array(one.sites), times: new Int32Array(one.sites).fill(NOT_SAID), quality: null };
  let refused = 0;
  fc.assert(fc.property(fc.nat(tile.body.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
    const body = tile.body.slice();
    body[at] ^= by;
    try {
      expect(frameOf(unfoldTiles([{ ...tile, body }], before, { from: FROM, until: FROM + 1000 * one.spanS }), FROM + 900_000)).toHaveLength(8 * one.sites);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      refused++;
    }
  }), { numRuns: 400 });
  expect(refused).toBeGreaterThan(0);
});
