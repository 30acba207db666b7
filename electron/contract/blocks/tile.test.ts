/** A tile gives back what was put into it, whichever of its readers is asked. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { lastOf } from '#host/store/history.ts';
import { squeezer, unsqueeze } from '#host/store/squeeze.ts';
import type { Block } from './block.ts';
import { lastWords } from './lastWords.ts';
import { siteWords, sitesWords } from './siteWords.ts';
import { asItIs, decodeTile, encodeTile, plainTile, unsqueezed } from './tile.ts';

const T0 = Date.UTC(2026, 10, 21, 20);

interface Kind { sites: number; words: number; periodMs: number; unitMs: number; wild: number; early: number; missing: number; decimals: number; seed: number }
const kinds: fc.Arbitrary<Kind> = fc.record({
  sites: fc.integer({ min: 1, max: 300 }), words: fc.integer({ min: 1, max: 24 }), periodMs: fc.constantFrom(1, 1000, 10_000, 60_000, 3_600_000), unitMs: fc.constantFrom(1, 1000),
  /** Shares in percent: of values that fit no step or leap far, of words off their beat, of words that are missing. */
  wild: fc.constantFrom(0, 0, 1, 3, 30), early: fc.constantFrom(0, 4, 40), missing: fc.constantFrom(0, 3, 50), decimals: fc.nat(4), seed: fc.nat(),
});

/** Mostly a slow walk on a beat, with what breaks both. */
function blockOf({ sites, words, periodMs, unitMs, wild, early, missing, decimals, seed }: Kind): Block {
  let state = seed | 1;
  const next = (below: number): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % below;
  const chance = (percent: number): boolean => (next(10_007) / 10_007) * 100 < percent;
  const odd = [1e308, 5e-324, -0, 0.1 + 0.2, 2 ** 53, -6505, 107_374_182.3, -107_374_182.3, 1 / 3];
  const present: number[] = [];
  const starts = [0];
  const [offsets, values, quality, counts]: number[][] = [[], [], [], []];
  for (let site = next(50), s = 0; s < sites; s++, site += 1 + (chance(10) ? next(90) : 0)) {
    const phase = next(Math.max(1, Math.floor(periodMs / unitMs))) * unitMs;
    let last = -1;
    for (let k = 0; k < words; k++) {
      if (chance(missing) && k < words - 1) continue;
      const offset = Math.max(last + 1, k * periodMs + phase + (chance(early) ? next(5 * unitMs) - 2 * unitMs : 0));
      offsets.push((last = offset));
      values.push(chance(wild) ? odd[next(odd.length)] : Math.round(Math.sin(k / 9 + s) * 400 + next(9)) / 10 ** decimals + 0);
      quality.push(chance(3) ? next(256) : 0);
      counts.push(chance(50) ? next(5000) : 0xffffffff);
    }
    present.push(site);
    starts.push(offsets.length);
  }
  const least = offsets.reduce((low, offset) => Math.min(low, offset), Infinity);
  const most = offsets.reduce((high, offset) => Math.max(high, offset), 0);
  return {
    t0: T0 + least, t1: T0 + most, sites: Uint32Array.from(present), starts: Uint32Array.from(starts), offsets: Int32Array.from(offsets, (offset) => offset - least), values: Float64Array.from(values),
    quality: quality.some((code) => code > 0) ? Uint8Array.from(quality) : null, counts: seed % 3 === 0 ? Uint32Array.from(counts) : null,
  };
}

/** A site's words, but for quality; null where it has none. */
function wordsOf({ t0, sites, starts, offsets, values, counts }: Block, site: number): unknown[] | null {
  const s = sites.indexOf(site);
  const its = <T extends Int32Array | Float64Array | Uint32Array>(column: T): T => column.slice(starts[s], starts[s + 1]) as T;
  return s < 0 ? null : [t0, its(offsets), its(values), counts && its(counts)];
}

const atLeast = <T>(column: ArrayLike<T> | null, n: number, absent: T): T[] => (column === null ? Array.from({ length: n }, () => absent) : Array.from(column));

it('gives back every word bit for bit, squeezed or not, and at any instant what its unfolded words say', () => {
  fc.assert(fc.property(kinds, fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }), (kind, moments) => {
    const block = blockOf(kind);
    const body = encodeTile(block, squeezer).slice();
    for (const bytes of [body, plainTile(body, unsqueeze)]) {
      const back = decodeTile(bytes, block.t0, block.t1, unsqueeze);
      expect({ ...back, counts: null, quality: null }).toEqual({ ...block, counts: null, quality: null });
      expect(atLeast(back.quality, block.values.length, 0)).toEqual(atLeast(block.quality, block.values.length, 0));
      expect(back.counts).toEqual(block.counts);
    }
    for (const time of [block.t0 - 1, block.t0, block.t1, ...moments.map((share) => Math.floor(block.t0 + ((block.t1 - block.t0) * share) / 1000))]) {
      const [fast, slow] = [lastWords(body, block.t0, time, unsqueeze), lastOf(block, time)];
      const n = slow.sites.length;
      expect([fast.sites, fast.times, fast.values, fast.next]).toEqual([slow.sites, slow.times, slow.values, slow.next]);
      expect(atLeast(fast.quality, n, 0)).toEqual(atLeast(slow.quality, n, 0));
      for (let s = 0; s < n; s++) if (!Number.isNaN(slow.times[s])) expect(fast.counts?.[s]).toBe(slow.counts?.[s]);
    }
    const s = moments[0] % block.sites.length;
    const alone = siteWords(body, block, block.sites[s], unsqueeze)!;
    const [from, to] = [block.starts[s], block.starts[s + 1]];
    expect([alone.offsets, alone.values, alone.counts]).toEqual([block.offsets.slice(from, to), block.values.slice(from, to), block.counts?.slice(from, to) ?? null]);
    expect(siteWords(body, block, block.sites.at(-1)! + 1, unsqueeze)).toBeNull();
    // Some of its sites, and some that it does not have.
    const wanted = Uint32Array.from([...block.sites].filter((site) => (site + moments[0]) % 3 > 0).flatMap((site) => (site % 5 === 0 && !block.sites.includes(site + 1) ? [site, site + 1] : [site])));
    const some = sitesWords(body, block, wanted, unsqueeze);
    for (const site of wanted) expect(wordsOf(some, site)).toEqual(wordsOf(block, site));
  }), { numRuns: 400 });
});

/** What it gives, or that it refuses as it should. */
function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return 'refused';
    throw error;
  }
}

interface Blow { at: number; to: number; kind: 'set' | 'flip' | 'cut' | 'grow' }
const blows = fc.array(fc.record({ at: fc.nat(), to: fc.nat(255), kind: fc.constantFrom<Blow['kind']>('set', 'flip', 'flip', 'cut', 'grow') }), { minLength: 0, maxLength: 4 });

/** Mostly near its beginning, where its numbers are, or anywhere. */
function broken(body: Uint8Array, all: Blow[]): Uint8Array {
  let bytes = body.slice();
  for (const { at, to, kind } of all) {
    const place = at % (at % 3 === 0 ? Math.min(24, bytes.length) : bytes.length);
    if (kind === 'set') bytes[place] = to;
    else if (kind === 'flip') bytes[place] ^= 1 << (to & 7);
    else if (kind === 'cut') bytes = bytes.slice(0, Math.max(1, place));
    else bytes = Uint8Array.from([...bytes.subarray(0, place), ...bytes.subarray(Math.max(0, place - to))]);
  }
  return bytes;
}

it('reads the same with the kernel and without, bit for bit, also what is damaged: a RangeError, or the same words', () => {
  let refused = 0;
  fc.assert(fc.property(kinds, blows, fc.nat(1000), (kind, all, share) => {
    const block = blockOf({ ...kind, sites: Math.min(kind.sites, 60) });
    const bytes = broken(encodeTile(block, unsqueezed), all);
    const time = Math.floor(block.t0 + ((block.t1 - block.t0) * share) / 1000);
    const site = block.sites[share % block.sites.length];
    for (const read of [
      (fast: boolean) => decodeTile(bytes, block.t0, block.t1, asItIs, fast),
      (fast: boolean) => lastWords(bytes, block.t0, time, asItIs, fast),
      (fast: boolean) => siteWords(bytes, block, site, asItIs, fast),
    ]) {
      const [fast, plain] = [true, false].map((how) => outcome(() => read(how)));
      expect(fast).toEqual(plain);
      if (plain === 'refused') refused++;
    }
  }), { numRuns: 3000 });
  expect(refused).toBeGreaterThan(100);
});
