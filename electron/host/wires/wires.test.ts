import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Wire } from '#contract/wire.ts';
import { wirePair } from '../testing/screen.ts';
import { portWire, type PortLike } from './port.ts';

/** What arrives at an end, until it closes. */
function received(wire: Wire): Promise<(string | number[])[]> {
  const got: (string | number[])[] = [];
  return new Promise((resolve) => {
    wire.listen({ text: (text) => got.push(text), bytes: (bytes) => got.push([...bytes]), closed: () => resolve(got) });
  });
}

describe.each(['socket', 'port'] as const)('a wire over a %s', (kind) => {
  it('carries text and bytes in order, both ways, and tells both ends when it closes', async () => {
    const [one, other] = await wirePair(kind);
    const [atOne, atOther] = [received(one), received(other)];
    one.sendText('first');
    one.sendBytes(new Uint8Array([1, 2, 3]));
    one.sendText('数据 🏙');
    // A part of a larger buffer: what lies around it must not travel.
    one.sendBytes(new Uint8Array([9, 9, 4, 5, 9]).subarray(2, 4));
    one.sendBytes(Buffer.from([6, 7]));
    one.sendBytes(new Uint8Array(0));
    other.sendText('x'.repeat(1_000_000));
    await new Promise<void>((resolve) => {
      const look = (): void => void (one.queuedBytes() + other.queuedBytes() === 0 ? resolve() : setImmediate(look));
      look();
    });
    other.sendText('last');
    other.close();
    expect((await atOther).length).toBeLessThanOrEqual(6);
    expect(await atOne).toEqual(['x'.repeat(1_000_000), 'last']);
    one.sendText('to nobody');
    one.sendBytes(new Uint8Array(1));
    one.close();
  });

  it('delivers everything before it closes', async () => {
    const [one, other] = await wirePair(kind);
    const at = received(other);
    void received(one);
    one.sendText('first');
    one.sendBytes(new Uint8Array([9, 9, 4, 5, 9]).subarray(2, 4));
    one.sendBytes(Buffer.from([6, 7]));
    one.close();
    expect(await at).toEqual(['first', [4, 5], [6, 7]]);
  });
});

describe('a port of Electron or of a page', () => {
  it('hands over events, listens by either name, and is started', async () => {
    const { port1, port2 } = new MessageChannel();
    // The same real port, spoken to as a page speaks: by addEventListener, whose events carry `data`.
    const page: PortLike = {
      postMessage: (message) => port1.postMessage(message),
      addEventListener: (event, listener) => void (event === 'close' ? port1.on('close', listener) : port1.on('message', (data) => listener({ data }))),
      start: () => port1.start(),
      close: () => port1.close(),
    };
    const at = received(portWire(page));
    const other = portWire(port2);
    void received(other);
    other.sendText('text');
    other.sendBytes(new Uint8Array([1]));
    port2.postMessage(new Uint8Array([2, 3]).buffer);
    port2.postMessage({ neither: 'text nor bytes' });
    other.close();
    expect(await at).toEqual(['text', [1], [2, 3]]);
  });
});
