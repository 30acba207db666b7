/** What a slot does while a frame of the past is being looked up: the clock is set, goes live, data comes, the thread fails. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { decodeColumns } from '#contract/columns.ts';
import { instantBeside } from '#contract/when.ts';
import { frameOf } from '#contract/frameCodec.ts';
import { Refusal } from '#contract/server.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { loadCatalogue } from './catalogue/catalogue.ts';
import { bareCity } from './frames/areas.ts';
import type { RunFrames } from './frames/runFrames.ts';
import type { Moment, PlaceSet } from './frames/subjects.ts';
import { openSlots, type Slots } from './slots.ts';

const areas = bareCity('none');
const setOf = (code: string, minCount: number | null): PlaceSet => ({
  id: code, unit: 'sites', subject: { indicator: loadCatalogue().indicators.find((each) => each.code === code)!, minCount, areas, membership: areas.membershipOf([], 'sensor') },
});
const DEPTH = setOf('MW06', null);
const frameAt = (places: string, time: number): IndicatorFrame => ({
  run: 'run', indicator: places, places, time, validFrom: time, validUntil: time + 1000, values: Float32Array.of(1), ages: Uint32Array.of(0), status: Uint8Array.of(1),
});

let moment: Moment;
let slots: Slots;
/** Frames that are being looked up. */
let asked: { time: number; signal: AbortSignal; found(): void; failed(error: Error): void }[];
let sent: number[];
let sequence: number;
const fault = vi.fn<(error: unknown) => void>();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  [asked, sent, sequence] = [[], [], 0];
  fault.mockClear();
  moment = { live: false, time: 1000 };
  const ask = (_: string, [places, { time }]: [string, Moment], signal: AbortSignal) => new Promise((resolve, reject) => {
    asked.push({ time, signal, found: () => resolve({ frame: frameAt(places, time), reach: 500 }), failed: reject });
  });
  const frames = { ask, newest: ({ id }: PlaceSet, time: number) => frameAt(id, time) } as unknown as RunFrames;
  slots = openSlots({
    frames: () => frames, now: Date.now, fault,
    moment: (when) => ({ asKnown: false, ...moment, ...(when && { time: instantBeside(when, moment.time, Infinity) }), rate: 0, loopEnd: Infinity }),
    send: (bytes) => {
      const frame = frameOf(decodeColumns(bytes))!;
      sequence = frame.sequence;
      sent.push(frame.time);
    },
  });
});
afterEach(() => {
  slots.hideAll();
  vi.useRealTimers();
});
const goTo = (next: Moment): void => {
  moment = next;
  slots.moved();
};
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

it('shows the newest at once where the clock goes live meanwhile, and nothing of the past after it', async () => {
  slots.show('a', DEPTH);
  goTo({ live: true, time: 9000 });
  expect(sent).toEqual([9000]);
  expect(asked[0].signal.aborted).toBe(true);
  asked[0].found();
  await settle();
  expect(sent).toEqual([9000]);
});

it('asks for where the hand is as soon as it may, and shows a hand that never rests where it was', async () => {
  slots.show('a', DEPTH);
  asked[0].found();
  await settle();
  slots.drawn('a', sequence);
  // One look-up takes as long as three moves of the hand.
  for (let move = 1; move <= 60; move++) {
    goTo({ live: false, time: 1000 + move });
    await vi.advanceTimersByTimeAsync(16);
    if (move % 3 === 0) asked.at(-1)!.found();
    await settle();
    slots.drawn('a', sequence);
  }
  // Some five in a second, each later than the one before, and at the end where it stands.
  expect(sent.length).toBeGreaterThan(3);
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  await vi.advanceTimersByTimeAsync(100);
  asked.at(-1)!.found();
  await settle();
  slots.drawn('a', sequence);
  await vi.advanceTimersByTimeAsync(100);
  asked.at(-1)!.found();
  await settle();
  expect(sent.at(-1)).toBe(1060);
});

it('asks again for what was stored while it was looked up; of people not before their next step', async () => {
  for (const [set, waits] of [[DEPTH, 50], [setOf('PH03', 10), 10_000]] as const) {
    vi.setSystemTime(1_000_000);
    slots.show('a', set);
    const before = asked.length;
    slots.observed(new Set([set.id]), { from: 900, to: 900 }, 0);
    asked.at(-1)!.found();
    await settle();
    slots.drawn('a', sequence);
    await vi.advanceTimersByTimeAsync(waits - 1);
    expect(asked).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(before + 1);
  }
});

it('tries again after a while where it could not be looked up', async () => {
  slots.show('a', DEPTH);
  asked[0].failed(new Refusal('unavailable', 'What looked it up in the history has ended twice.'));
  await settle();
  expect(fault).toHaveBeenCalledTimes(1);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2000);
  asked[1].found();
  await settle();
  expect(sent).toEqual([1000]);
});

it('withdraws what is asked for a slot that shows something else, or nothing', () => {
  slots.show('a', DEPTH);
  slots.show('a', setOf('MW01', null));
  slots.hide('a');
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
});

it('goes with the clock at its own distance; where its instant is fixed it is not asked for again while the clock moves', async () => {
  slots.show('a', DEPTH, { offset: -600 });
  slots.show('b', setOf('MW01', null), { at: 700 });
  for (const each of asked) each.found();
  await settle();
  expect(sent).toEqual([400, 700]);
  slots.drawn('a', 1);
  slots.drawn('b', 2);
  goTo({ live: false, time: 2000 });
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.map(({ time }) => time)).toEqual([400, 700, 1400]);
  // As it was known then it may be another picture.
  goTo({ live: false, time: 2000, asKnown: true });
  asked.at(-1)!.found();
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.map(({ time }) => time).slice(3)).toContain(700);
});
