import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Block } from '#contract/blocks/block.ts';
import { frameInto, NOT_SAID, unfold } from '#contract/blocks/dense.ts';
import { NEVER, STATUS } from '#layers/frame.ts';
import { createBlockMemory } from './blockMemory.ts';
import { columnsAt, type Unfolded } from './unfolded.ts';

const FROM = Date.UTC(2026, 6, 1, 8);
const SPAN = 1_800_000;

interface Seen { site: number; second: number; value: number; quality: number }

/** As the host makes them: by site and time, of an instant the last. */
function blockOf(seen: Seen[]): Block {
  const bySite = new Map<number, Map<number, Seen>>();
  for (const o of seen) bySite.set(o.site, (bySite.get(o.site) ?? new Map<number, Seen>()).set(o.second, o));
  const sites = [...bySite.keys()].toSorted((a, b) => a - b);
  const all = sites.map((site) => [...bySite.get(site)!.values()].toSorted((a, b) => a.second - b.second));
  const starts = [0];
  for (const list of all) starts.push(starts.at(-1)! + list.length);
  const flat = all.flat();
  return {
    t0: FROM, t1: FROM + SPAN, sites: Uint32Array.from(sites), starts: Uint32Array.from(starts), offsets: Int32Array.from(flat, ({ second }) => second * 1000),
    values: Float64Array.from(flat, ({ value }) => value), quality: Uint8Array.from(flat, ({ quality }) => quality), counts: null,
  };
}

test('a frame is, at every second and of every site, its last word by then, how old and how good it is', () => {
  const SITES = 1030; // more than one group
  const site = fc.constantFrom(0, 1, 1023, 1024, 1029);
  const words = fc.array(fc.record({ site, second: fc.nat(1799), value: fc.integer({ min: -500, max: 500 }), quality: fc.nat(3) }), { maxLength: 60 });
  const regular = fc.constant(Array.from({ length: 30 }, (_, k) => ({ site: 1023, second: k * 60 + 7, value: k, quality: 0 })));
  fc.assert(fc.property(fc.tuple(words, fc.option(regular)), words, fc.array(fc.nat(1799), { minLength: 1, maxLength: 20 }), fc.boolean(), ([one, more], late, seconds, wasSaid) => {
    const first = [...(more ?? []), ...one];
    const before = { values: new Float32Array(SITES).fill(wasSaid ? 9 : 0), times: new Int32Array(SITES).fill(wasSaid ? -100 : NOT_SAID), quality: null };
    const dense = unfold([blockOf(first), blockOf(late)], before, { from: FROM, until: FROM + SPAN });
    const out = { values: new Float32Array(SITES), ages: new Uint32Array(SITES), quality: new Uint8Array(SITES) };
    for (const second of seconds) {
      frameInto(dense, FROM + second * 1000 + 999, out);
      for (const place of [0, 1, 1023, 1024, 1029]) {
        let last: Seen | undefined;
        for (const o of [...first, ...late]) if (o.site === place && o.second <= second && (!last || o.second >= last.second)) last = o;
        const expected = last ? [last.value, second - last.second, last.quality] : wasSaid ? [9, second + 100, 0] : [NaN, NEVER, 0];
        expect([out.values[place], out.ages[place], out.quality[place]]).toStrictEqual(expected);
      }
    }
  }), { numRuns: 60 });
});

const stretch = (from: number, complete = from + SPAN): Unfolded => ({
  kind: 'pictured', from, until: from + SPAN, complete, silentAfter: 180_000,
  times: Float64Array.of(from, from + 60_000), values: Float32Array.of(1, 2), newest: Int32Array.of(0, 60), status: Uint8Array.of(STATUS.measured, STATUS.silent),
});

test('a pictured stretch shows each picture until the next, with ages of the instant', () => {
  const block = stretch(FROM);
  expect(columnsAt(block, FROM + 30_000)).toMatchObject({ values: Float32Array.of(1), ages: Uint32Array.of(30), validFrom: FROM, validUntil: FROM + 60_000 });
  expect(columnsAt(block, FROM + 90_000)).toMatchObject({ values: Float32Array.of(2), status: Uint8Array.of(STATUS.silent), ages: Uint32Array.of(30) });
});

function memory({ budget = 1e9, newest = FROM + 100 * SPAN, complete = Infinity } = {}) {
  const asked: number[] = [];
  const arrived: string[] = [];
  const recalled: number[] = [];
  const answers: (() => void)[] = [];
  const made = createBlockMemory({
    budget,
    fetch: ({ time }) => new Promise((resolve) => {
      const from = Math.floor(time / SPAN) * SPAN;
      asked.push((from - FROM) / SPAN);
      answers.push(() => resolve(stretch(from, Math.min(complete, from + SPAN))));
    }),
    recall: (_line, from) => {
      recalled.push((from - FROM) / SPAN);
      return Promise.resolve(stretch(from, from + SPAN));
    },
    arrived: (places) => arrived.push(places),
    newest: () => newest,
  });
  const answer = async (): Promise<void> => {
    while (answers.length > 0) {
      answers.shift()!();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { memory: made, asked, recalled, arrived, answer };
}

test('what lies under the hand comes first, then what comes next in the direction of its travel', async () => {
  const { memory: blocks, asked, answer } = memory();
  blocks.want('live', 'MW06', FROM + 5 * SPAN + 1, 0);
  expect(asked).toEqual([5]);
  await answer();
  blocks.want('live', 'MW06', FROM + 5 * SPAN, -1);
  await answer();
  expect(asked).toEqual([5, 4, 3, 2, 1, 6]);
  expect(blocks.held('live', 'MW06')).toEqual([{ from: FROM + SPAN, until: FROM + 7 * SPAN }]);
  expect(blocks.at('live', 'MW06', FROM + 3 * SPAN + 70_000)).toMatchObject({ places: 'MW06', indicator: 'MW06', values: Float32Array.of(2) });
  expect(blocks.at('live', 'MW06', FROM + 8 * SPAN)).toBeNull();
  expect(blocks.at('other', 'MW06', FROM + 3 * SPAN)).toBeNull();
});

test('later than complete it has no answer, and asks again once more may be there', async () => {
  const { memory: blocks, asked, answer } = memory({ complete: FROM + 60_000, newest: FROM + 300_000 });
  blocks.want('live', 'MW06', FROM + 30_000, 0);
  await answer();
  expect(blocks.at('live', 'MW06', FROM + 59_999)).not.toBeNull();
  expect(blocks.at('live', 'MW06', FROM + 60_000)).toBeNull();
  blocks.want('live', 'MW06', FROM + 90_000, 0);
  expect(asked.filter((at) => at === 0)).toHaveLength(2);
});

test('what is under way when the past became known better is not kept', async () => {
  const { memory: blocks, answer } = memory();
  blocks.want('live', 'MW06', FROM, 0);
  blocks.clear();
  await answer();
  expect(blocks.at('live', 'MW06', FROM)).toBeNull();
});

test('keeps to its budget, the least lately looked at go first', async () => {
  const { memory: blocks, answer } = memory({ budget: 800 });
  blocks.want('live', 'MW06', FROM, 0);
  await answer();
  blocks.want('live', 'MW06', FROM, 1);
  await answer();
  expect(blocks.bytes).toBeLessThanOrEqual(800);
});

test('what was here once is taken from what it was unfolded from, until the past is known better', async () => {
  const { memory: blocks, asked, recalled, answer } = memory({ budget: 800 });
  const visit = async (at: number): Promise<void> => {
    blocks.want('live', 'MW06', FROM + at * SPAN, 0);
    await answer();
  };
  for (const at of [0, 10, 20]) await visit(at);
  expect(recalled).toEqual([]);
  await visit(0);
  expect(recalled).toContain(0);
  expect(asked.filter((at) => at === 0)).toHaveLength(1);
  blocks.clear();
  await visit(0);
  expect(asked.filter((at) => at === 0)).toHaveLength(2);
});

test('of two hands over the same places neither gives up what the other wishes', async () => {
  const { memory: blocks, asked, answer } = memory();
  blocks.want('live', 'MW06', FROM, 0);
  await answer();
  blocks.want('live', 'MW06', FROM + 40 * SPAN, 1, 'b');
  blocks.want('live', 'MW06', FROM + 20 * SPAN, 1, 'a');
  await answer();
  for (const under of [20, 40]) for (const ahead of [0, 1, 2, 3]) expect(asked).toContain(under + ahead);
});
