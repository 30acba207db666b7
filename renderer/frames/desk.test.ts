import { expect, test } from 'vitest';
import { NEVER, type IndicatorFrame } from '#layers/frame.ts';
import type { SlotFrame } from '#contract/frameCodec.ts';
import { instantBeside } from '#contract/when.ts';
import type { Slot } from '../globe/types.ts';
import { createFrameCache } from './cache.ts';
import { createFrameDesk, type Shown } from './desk.ts';

const frame = (sequence: number, over: Partial<SlotFrame> = {}): SlotFrame => ({
  run: 'live', indicator: 'MW06', places: 'MW06', time: sequence * 1000, validFrom: sequence * 1000, validUntil: sequence * 1000 + 1000, slot: 'a', sequence, arrived: 0,
  values: Float32Array.of(1, 2), ages: Uint32Array.of(10, NEVER), status: Uint8Array.of(0, 2), ...over,
});

function bench({ hasGlobe = true, instant = null as number | null } = {}) {
  const drawn: { frame: IndicatorFrame; ticket: number }[] = [];
  const acknowledged: number[] = [];
  const shown: (Shown | null)[] = [];
  const outgrown: string[] = [];
  const globe = { isThere: hasGlobe };
  const desk = createFrameDesk({
    cache: createFrameCache(1e6),
    draw(_slot: Slot, given, ticket) {
      if (globe.isThere) drawn.push({ frame: given, ticket });
      return globe.isThere;
    },
    acknowledge: (_slot, sequence) => void acknowledged.push(sequence),
    shown: (_slot, now) => void shown.push(now),
    outgrown: (_slot, places) => void outgrown.push(places),
    instant: () => instant,
    beside: (when, time) => instantBeside(when, time, Infinity),
    settled: () => Infinity,
  });
  const show = (): void => {
    desk.show('a', 'MW06');
    desk.ready('a', 'MW06', 2);
  };
  return { desk, drawn, acknowledged, shown, outgrown, globe, show };
}

test('the host hears that a frame was drawn only when it is on the screen', () => {
  const { desk, drawn, acknowledged, show } = bench();
  show();
  desk.received(frame(1));
  expect(drawn).toHaveLength(1);
  expect(acknowledged).toEqual([]);
  desk.drawn('a', drawn[0]!.ticket);
  expect(acknowledged).toEqual([1]);
  expect(desk.current('a')?.frame.sequence).toBe(1);
});

test('the host goes on at once where the globe holds a frame back, and hears of it once', () => {
  const { desk, drawn, acknowledged, show } = bench();
  show();
  desk.received(frame(1));
  desk.heldBack('a', drawn[0]!.ticket);
  expect(acknowledged).toEqual([1]);
  desk.received(frame(2));
  desk.heldBack('a', drawn[1]!.ticket);
  desk.drawn('a', drawn[0]!.ticket);
  expect(desk.current('a')).toBeNull();
  desk.drawn('a', drawn[1]!.ticket);
  expect(acknowledged).toEqual([1, 2]);
  expect(desk.current('a')?.frame.sequence).toBe(2);
});

test('a frame that comes before globe or places waits for them', () => {
  const { desk, drawn, globe } = bench({ hasGlobe: false });
  desk.show('a', 'MW06');
  desk.received(frame(1));
  desk.ready('a', 'MW06', 2);
  expect(drawn).toHaveLength(0);
  globe.isThere = true;
  desk.ready('a', 'MW06', 2);
  expect(drawn.map(({ frame: f }) => f.time)).toEqual([1000]);
});

test('a lost globe shows nothing: the host waits, and a new globe gets what was on the old one or came since', () => {
  const { desk, drawn, acknowledged, shown, show, globe } = bench();
  show();
  desk.received(frame(1));
  desk.drawn('a', drawn[0]!.ticket);
  desk.received(frame(2));
  globe.isThere = false;
  desk.withdraw();
  expect(shown.at(-1)).toBeNull();
  expect(desk.current('a')).toBeNull();
  // The old globe gives up what it had under way as it is cleared away.
  desk.drawn('a', drawn[1]!.ticket);
  expect(acknowledged).toEqual([1]);
  expect(desk.current('a')).toBeNull();
  globe.isThere = true;
  desk.ready('a', 'MW06', 2);
  expect(drawn.at(-1)!.frame.time).toBe(2000);
  desk.drawn('a', drawn.at(-1)!.ticket);
  expect(acknowledged).toEqual([1, 2]);

  desk.withdraw();
  desk.ready('a', 'MW06', 2);
  expect(drawn.at(-1)!.frame.time).toBe(2000);
});

test('frames of what is no longer shown are passed over, and the host may go on', () => {
  const { desk, drawn, acknowledged, show } = bench();
  show();
  desk.received(frame(1, { places: 'PS03' }));
  expect(drawn).toHaveLength(0);
  expect(acknowledged).toEqual([1]);
  desk.received(frame(2));
  desk.show('a', null);
  expect(acknowledged).toEqual([1, 2]);
});

test('a layer that is off does not stop the host', () => {
  const { desk, acknowledged, drawn, show } = bench();
  show();
  desk.received(frame(1));
  desk.failed('a');
  desk.received(frame(2));
  expect(acknowledged).toEqual([1, 2]);
  expect(drawn).toHaveLength(1);
});

test('scrubbing back over seen times draws from memory at once, with ages for the instant of the hand', () => {
  const { desk, drawn, acknowledged, show, shown } = bench();
  show();
  desk.received(frame(5, { validUntil: 9000 }));
  desk.drawn('a', drawn[0]!.ticket);
  desk.received(frame(9));
  desk.drawn('a', drawn[1]!.ticket);
  expect(desk.seek('live', 8000)).toBe(true);
  const redrawn = drawn[2]!;
  expect(redrawn.frame.time).toBe(8000);
  expect([...redrawn.frame.ages]).toEqual([13, NEVER]);
  desk.drawn('a', redrawn.ticket);
  expect(shown.at(-1)).toMatchObject({ time: 8000, fromMemory: true });
  expect(acknowledged).toEqual([5, 9]);
  expect(desk.seek('live', 4000)).toBe(false);
});

test('while the hand moves, a frame from where it was does not push aside a nearer one', () => {
  const { desk, drawn, acknowledged, show } = bench();
  show();
  desk.received(frame(5));
  desk.drawn('a', drawn[0]!.ticket);
  desk.seek('live', 5500);
  desk.received(frame(20));
  expect(acknowledged).toEqual([5, 20]);
  expect(drawn.at(-1)!.frame.time).toBe(5500);
  desk.release();
  desk.received(frame(21));
  expect(drawn.at(-1)!.frame.time).toBe(21_000);
});

test('a frame that is also the answer for the held instant is shown as of that instant', () => {
  const { desk, drawn, show } = bench({ instant: 1800 });
  show();
  desk.received(frame(1));
  expect(drawn[0]!.frame.time).toBe(1800);
  expect(drawn[0]!.frame.ages[0]).toBe(11);
});

test('a held picture is not drawn again when the host tells the same once more', () => {
  const { desk, drawn, acknowledged, show } = bench({ instant: 1800 });
  show();
  desk.received(frame(1, { validUntil: 9000 }));
  desk.drawn('a', drawn[0]!.ticket);
  desk.received(frame(2, { validFrom: 1000, validUntil: 9000, time: 1800 }));
  expect(drawn).toHaveLength(1);
  expect(acknowledged).toEqual([1, 2]);
  desk.received(frame(3, { validFrom: 1000, validUntil: 9000, time: 1800, values: Float32Array.of(1, 5) }));
  expect(drawn).toHaveLength(2);
});

test('more values than places: the place set is asked for again and the frame kept for it', () => {
  const { desk, drawn, outgrown, show } = bench();
  show();
  const grown = { values: Float32Array.of(1, 2, 3), ages: Uint32Array.of(1, 1, 1), status: Uint8Array.of(0, 0, 0) };
  desk.received(frame(1, grown));
  expect(outgrown).toEqual(['MW06']);
  expect(drawn).toHaveLength(0);
  desk.ready('a', 'MW06', 3);
  expect(drawn).toHaveLength(1);
});

test('another form of the same places shows the same frame again', () => {
  const { desk, drawn, show } = bench();
  show();
  desk.received(frame(1));
  desk.drawn('a', drawn[0]!.ticket);
  desk.ready('a', 'MW06', 2);
  expect(drawn).toHaveLength(2);
  expect(drawn[1]!.frame.time).toBe(1000);
});

test('a slot beside the clock takes only frames of its own instant, and follows the hand at its distance', () => {
  const { desk, drawn, acknowledged } = bench();
  desk.show('a', 'MW06', { offset: -5000 });
  desk.ready('a', 'MW06', 2);
  desk.received(frame(9));
  expect(acknowledged, 'of the clock itself: asked for before').toEqual([9]);
  desk.received(frame(2, { when: { offset: -5000 } }));
  desk.received(frame(4, { when: { offset: -5000 } }));
  expect(drawn.map(({ frame: given }) => given.time)).toEqual([2000, 4000]);
  expect(desk.seek('live', 7500)).toBe(true);
  expect(drawn.at(-1)!.frame.time).toBe(2500);
  // Nearer to where the hand has it than what the host tells late.
  desk.received(frame(5, { when: { offset: -5000 } }));
  expect(drawn.at(-1)!.frame.time).toBe(2500);
});

test('a fixed instant stays on the screen while the hand moves', () => {
  const { desk, drawn } = bench();
  desk.show('a', 'MW06', { at: 3000 });
  desk.ready('a', 'MW06', 2);
  desk.received(frame(3, { when: { at: 3000 } }));
  for (const time of [8000, 8500, 9000]) expect(desk.seek('live', time)).toBe(true);
  expect(drawn.map(({ frame: given }) => given.time)).toEqual([3000]);
});
