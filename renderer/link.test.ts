import { expect, test } from 'vitest';
import type { HostClient } from '#contract/client.ts';
import type { Wire, WireHandlers } from '#contract/wire.ts';
import { ANSWER_MS, backOff, keepLinked, SILENCE_MS, type LinkState } from './link.ts';

/** Time that stands still until it is told to go on. */
function handClock() {
  let now = 0;
  const waiting = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now,
    after(delay: number, run: () => void) {
      const entry = { at: now + delay, run };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
    async goOn(ms: number) {
      const end = now + ms;
      for (;;) {
        const next = [...waiting].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = next.at;
        waiting.delete(next);
        next.run();
        await settled();
      }
      now = end;
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface FakeWire extends Wire { handlers: WireHandlers; sent: string[]; isClosed: boolean }

function fakeWire(): FakeWire {
  const wire: FakeWire = {
    handlers: undefined as unknown as WireHandlers, sent: [], isClosed: false,
    sendText: (text) => void wire.sent.push(text),
    sendBytes: () => undefined,
    queuedBytes: () => 0,
    listen: (handlers) => void (wire.handlers = handlers),
    close() {
      if (wire.isClosed) return;
      wire.isClosed = true;
      wire.handlers.closed();
    },
  };
  return wire;
}

function bench(open: () => Promise<Wire>, greet: (client: HostClient) => Promise<void> = () => Promise.resolve()) {
  const clock = handClock();
  const said: [LinkState, number][] = [];
  const link = keepLinked({
    open, greet, event: () => undefined, frame: () => undefined,
    changed: (state, attempt) => void said.push([state, attempt]), after: clock.after, now: clock.now,
  });
  return { clock, said, link };
}

test('says connecting, then open once the host has greeted, and only then gives out its client', async () => {
  const greeting = Promise.withResolvers<void>();
  const { said, link } = bench(() => Promise.resolve(fakeWire()), () => greeting.promise);
  await settled();
  expect(said).toEqual([['connecting', 0]]);
  expect(link.client()).toBeNull();
  greeting.resolve();
  await settled();
  expect(said.at(-1)).toEqual(['open', 0]);
  expect(link.client()).not.toBeNull();
});

test('a lost wire is said at once and tried again, ever more slowly, until the host is back', async () => {
  const first = fakeWire();
  let isThere = true;
  let tries = 0;
  const { clock, said, link } = bench(() => {
    tries++;
    if (tries === 1) return Promise.resolve(first);
    return isThere ? Promise.resolve(fakeWire()) : Promise.reject(new Error('nobody answers'));
  });
  await settled();
  isThere = false;
  first.close();
  expect(said.at(-1)).toEqual(['lost', 1]);
  expect(link.client()).toBeNull();
  await clock.goOn(backOff(1) + backOff(2) + backOff(3));
  expect(said.at(-1)).toEqual(['lost', 4]);
  isThere = true;
  await clock.goOn(backOff(4));
  expect(said.at(-1)).toEqual(['open', 0]);
});

test('waits are capped', () => {
  expect(backOff(1)).toBe(250);
  expect(backOff(2)).toBe(500);
  expect(backOff(50)).toBe(8000);
});

test('retry does not wait for the back-off, and never opens two wires', async () => {
  let opened = 0;
  const opening: PromiseWithResolvers<Wire>[] = [];
  const { link } = bench(() => {
    opened++;
    const next = Promise.withResolvers<Wire>();
    opening.push(next);
    return next.promise;
  });
  link.retry();
  link.retry();
  await settled();
  expect(opened).toBe(1);
  opening[0]!.reject(new Error('no'));
  await settled();
  link.retry();
  await settled();
  expect(opened).toBe(2);
});

test('a greeting that fails gives the wire up', async () => {
  const wires: FakeWire[] = [];
  const { said } = bench(() => {
    const wire = fakeWire();
    wires.push(wire);
    return Promise.resolve(wire);
  }, (client) => client.call('session.open', {}).then(() => undefined));
  await settled();
  wires[0]!.handlers.text(JSON.stringify({ id: 1, problem: { code: 'internal', message: 'no' } }));
  await settled();
  expect(said.at(-1)).toEqual(['lost', 1]);
  expect(wires[0]!.isClosed).toBe(true);
});

test('a host that falls silent and does not answer is lost, though its wire is open', async () => {
  const wire = fakeWire();
  const { clock, said } = bench(() => Promise.resolve(wire));
  await settled();
  await clock.goOn(SILENCE_MS);
  expect(wire.sent.at(-1)).toContain('rejects.get');
  expect(said.at(-1)).toEqual(['open', 0]);
  await clock.goOn(ANSWER_MS);
  expect(said.find(([state]) => state === 'lost')).toEqual(['lost', 1]);
});

test('a quiet host that answers is kept', async () => {
  const wire = fakeWire();
  const { clock, said } = bench(() => Promise.resolve(wire));
  await settled();
  for (let round = 0; round < 3; round++) {
    await clock.goOn(SILENCE_MS);
    const { id } = JSON.parse(wire.sent.at(-1)!) as { id: number };
    wire.handlers.text(JSON.stringify({ id, reply: { rejects: [] } }));
    await settled();
  }
  await clock.goOn(ANSWER_MS);
  expect(said.at(-1)).toEqual(['open', 0]);
});
