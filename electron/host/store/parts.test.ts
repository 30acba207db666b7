/** Parts of the store each beside the plainest form of itself, for whatever may come. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { blockOf } from './block.ts';
import type { Gathered } from './gather.ts';
import { blockId, placeOfBlock, placeOfTile, STEPS, spanOf, thinLine, ofLine, tileId, tilesOf } from './grid.ts';
import { decodeKnown, encodeKnown, type Replaced } from './knownTimes.ts';
import { packRaw, rawSites, unpackRaw } from './rawBatch.ts';
import { createSettle, type Before } from './settle.ts';
import { squeezer, unsqueeze } from './squeeze.ts';
import type { Batch } from './store.ts';

const value = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -400, max: 400 }).map((i) => i / 10) }, fc.integer(), fc.double({ noNaN: true }), fc.constantFrom(-0, 0, 5e-324, 1e308, 32_767, 32_768, -32_768, 2 ** 31));
const quality = fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(255));
const count = fc.oneof(fc.constant(NOT_STATED), fc.nat(5000));
const START = Date.UTC(2026, 10, 21);

const batchOf = ({ words, sorted, unit, withCounts }: { words: { site: number; tick: number; value: number; quality: number; count: number }[]; sorted: boolean; unit: number; withCounts: boolean }): Batch => {
  const all = sorted ? words.toSorted((a, b) => a.site - b.site) : words;
  return {
    indicator: '', sites: Uint32Array.from(all, ({ site }) => site), times: Float64Array.from(all, ({ tick }) => START + tick * unit), values: Float64Array.from(all, (o) => o.value),
    quality: Uint8Array.from(all, (o) => o.quality), counts: withCounts ? Uint32Array.from(all, (o) => o.count) : null,
  };
};

describe('a batch in the journal', () => {
  /** Sites near each other, far apart and from anywhere; times within a second, minutes or weeks. */
  const batches = fc.record({ reach: fc.constantFrom(1, 100, 300, 5000, 4_000_000_000), unit: fc.constantFrom(1, 1000), most: fc.constantFrom(0, 255, 256, 65_535, 65_536, 2_000_000), withCounts: fc.boolean() })
    .chain(({ reach, unit, most, withCounts }) => fc.record({
      words: fc.array(fc.record({ site: fc.nat(reach), tick: fc.nat(most), value, quality, count }), { minLength: 1, maxLength: 60 }), sorted: fc.boolean(), unit: fc.constant(unit), withCounts: fc.constant(withCounts),
    }));
  it('comes back as it was, all of it or what was picked', () => {
    fc.assert(fc.property(batches, fc.array(fc.nat(59)), (made, places) => {
      const batch = batchOf(made);
      const picked = [...new Set(places)].filter((i) => i < batch.sites.length).toSorted((a, b) => a - b);
      for (const part of [null, ...(picked.length > 0 ? [Uint32Array.from(picked)] : [])]) {
        const of = <T extends number>(column: ArrayLike<T>): T[] => (part ? Array.from(part, (i) => column[i]) : Array.from(column));
        const t0 = Math.min(...of(batch.times));
        const bytes = packRaw(batch, part, t0);
        // Also from a place in a pool that is no multiple of eight.
        const shifted = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
        for (const body of [bytes, shifted]) {
          const raw = unpackRaw(body);
          expect([...raw.sites]).toStrictEqual(of(batch.sites));
          expect([...rawSites(body)]).toStrictEqual(of(batch.sites));
          expect(Array.from(raw.offsets, (offset) => t0 + offset)).toStrictEqual(of(batch.times));
          expect([...raw.values]).toStrictEqual(of(batch.values));
          expect(raw.quality ? [...raw.quality] : of(batch.quality).map(() => 0)).toStrictEqual(of(batch.quality));
          expect(raw.counts && [...raw.counts]).toStrictEqual(batch.counts && of(batch.counts));
        }
      }
    }), { numRuns: 400 });
  });

  it('is read as files had it before sites were steps and times a byte', () => {
    // n 2, flags: in seconds, times of two bytes, values as short integers, quality of each; one decimal.
    const body = Buffer.alloc(16 + 2 * 4 + 2 * 2 + 2 * 2 + 2);
    new Uint32Array(body.buffer, body.byteOffset, 6).set([2, 1 + 4 + 8 + 16 + 32, 1, 0, 70_000, 5]);
    new Int16Array(body.buffer, body.byteOffset + 24, 2).set([-15, 300]);
    new Uint16Array(body.buffer, body.byteOffset + 28, 2).set([0, 61]);
    body.set([0, 7], 32);
    const raw = unpackRaw(body);
    expect([[...raw.sites], [...raw.offsets], [...raw.values], [...raw.quality!], raw.counts]).toStrictEqual([[70_000, 5], [0, 61_000], [-1.5, 30], [0, 7], null]);
  });

  it('is refused where a byte of its head or its length is another', () => {
    fc.assert(fc.property(batches, fc.nat(), (made, cut) => {
      const batch = batchOf(made);
      const bytes = packRaw(batch, null, Math.min(...batch.times));
      expect(() => unpackRaw(bytes.subarray(0, cut % bytes.length))).toThrow(RangeError);
    }), { numRuns: 100 });
  });
});

const inAnOrder = (a: Replaced, b: Replaced): number => a.site - b.site || a.time - b.time || a.known - b.known || a.value - b.value || a.quality - b.quality || a.count - b.count;

describe('settling', () => {
  const word = fc.record({ site: fc.constantFrom(0, 1, 2, 511, 1023), offset: fc.nat(12).map((i) => i * 1000), value: fc.integer({ min: 0, max: 2 }), quality: fc.constantFrom(0, 0, 3), count: fc.constantFrom(NOT_STATED, 4), known: fc.nat(5) });
  type Word = { site: number; offset: number; value: number; quality: number; count: number; known: number };
  const SITE = 2048;

  it('gives of each site and instant what came last, known since it was first said so, and what that replaced', () => {
    const settle = createSettle();
    fc.assert(fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { maxLength: 90 }), fc.boolean(), (first, then, isKept) => {
      const settled = (words: Word[], before: Before | null): Before | null => {
        // Beside other tiles' words.
        const gathered: Gathered = {
          first: 0, starts: new Uint32Array(0), ends: new Uint32Array(0), sites: Uint16Array.from([9, ...words.map(({ site }) => site), 9]), offsets: Int32Array.from([1, ...words.map(({ offset }) => offset), 1]),
          values: Float64Array.from([1, ...words.map((o) => o.value), 1]), known: Uint32Array.from([1, ...words.map(({ known }) => known), 1]),
          quality: words.some((o) => o.quality > 0) ? Uint8Array.from([0, ...words.map((o) => o.quality), 0]) : null, counts: words.some((o) => o.count !== NOT_STATED) ? Uint32Array.from([1, ...words.map((o) => o.count), 1]) : null,
        };
        const done = settle(gathered, 1, 1 + words.length, before, SITE, START);
        return done && structuredClone(done);
      };
      const before = settled(first, null);
      if (before && !isKept) before.known = null;
      const done = settled(then, before);
      // The plain form: one word after the other.
      const said = new Map<string, Word>();
      const replaced: Replaced[] = [];
      const say = (words: Word[]): void => {
        for (const each of words) {
          const key = `${each.site} ${each.offset}`;
          const was = said.get(key);
          if (was && was.value === each.value && was.quality === each.quality && was.count === each.count) continue;
          if (was) replaced.push({ site: SITE + was.site, time: START + was.offset, value: was.value, quality: was.quality, count: was.count, known: was.known });
          said.set(key, each);
        }
      };
      say(first);
      if (!isKept) {
        replaced.length = 0;
        for (const [key, each] of said) said.set(key, { ...each, known: (START + each.offset) / 1000 });
      }
      say(then);
      expect(done === null).toBe(said.size === 0);
      if (done === null) return;
      const all = [...said.values()].toSorted((a, b) => a.site - b.site || a.offset - b.offset);
      const { block, known } = done;
      const sites = Array.from(block.sites).flatMap((site, s) => Array.from({ length: block.starts[s + 1] - block.starts[s] }, () => site - SITE));
      const got = sites.map((site, i) => ({ site, offset: block.t0 + block.offsets[i] - START, value: block.values[i], quality: block.quality?.[i] ?? 0, count: block.counts?.[i] ?? NOT_STATED, known: known!.known[i] }));
      expect(got).toStrictEqual(all.map((each) => ({ ...each })));
      const last = all.reduce((most, { offset }) => Math.max(most, offset), 0);
      expect(block.t1).toBe(START + last);
      expect(known!.replaced.toSorted(inAnOrder)).toStrictEqual(replaced.toSorted(inAnOrder));
    }), { numRuns: 500 });
  });
});

it('keeps when each word became known, whatever it is, and what was replaced', () => {
  const seen = fc.record({ site: fc.nat(5), time: fc.nat(4_000_000).map((t) => START + t), value: fc.double({ noNaN: true }), known: fc.oneof({ weight: 4, arbitrary: fc.nat(3).map((s) => START / 1000 + s) }, fc.nat(4_294_967_295)) });
  fc.assert(fc.property(fc.uniqueArray(seen, { minLength: 1, maxLength: 50, selector: ({ site, time }) => `${site} ${time}` }), fc.array(seen, { maxLength: 5 }), (words, old) => {
    const sorted = words.toSorted((a, b) => a.site - b.site || a.time - b.time);
    const block: Block = blockOf({ indicator: '', sites: Uint32Array.from(sorted, (o) => o.site), times: Float64Array.from(sorted, (o) => o.time), values: Float64Array.from(sorted, (o) => o.value), quality: new Uint8Array(sorted.length), counts: null }, null);
    const known = Uint32Array.from(sorted, (o) => o.known);
    const replaced = old.map((o) => ({ ...o, quality: 3, count: NOT_STATED }));
    const back = decodeKnown(encodeKnown(block, { known, replaced }, squeezer), block, unsqueeze);
    expect([...back.known]).toStrictEqual([...known]);
    expect(back.replaced).toStrictEqual(replaced);
  }), { numRuns: 300 });
});

it('gives every place of the grid a number of its own, and finds it again', () => {
  const indicator = fc.integer({ min: 1, max: 16_383 });
  fc.assert(fc.property(indicator, fc.nat(2), fc.nat(2 ** 24 - 2), fc.nat(4095), (own, level, block, tile) => {
    for (const line of [own, thinLine(own, level).indicator]) {
      const id = tileId(line, block, tile);
      expect(Number.isSafeInteger(id)).toBe(true);
      expect(placeOfTile(id)).toStrictEqual({ line, block, tile });
      expect(placeOfBlock(blockId(line, block))).toStrictEqual({ line, block });
      const [first, behind] = tilesOf(line, block);
      expect([first <= id, id < behind, behind - first]).toStrictEqual([true, true, 4096]);
      expect(ofLine(line)).toStrictEqual({ indicator: own, stepMs: line === own ? null : STEPS[level].stepMs });
    }
    expect(STEPS[level].spanMs % spanOf(block)).toBe(0);
  }));
});
