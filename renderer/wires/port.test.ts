import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { PORT_MESSAGE, PORT_WANTED } from '#contract/windowMessages.ts';
import { collectPorts, portWire } from './port.ts';

/** As much of a window as messages need. */
function fakeWindow() {
  const posted: unknown[] = [];
  const page = Object.assign(new EventTarget(), { location: { origin: 'app://chengmai' }, postMessage: (message: unknown) => void posted.push(message) });
  const hand = (data: unknown, port: unknown, source: unknown = page): void =>
    void page.dispatchEvent(Object.assign(new Event('message'), { data, source, ports: [port] }));
  return { page: page as unknown as Window, hand, posted };
}
const channel = (): { port1: MessagePort; port2: MessagePort } => new MessageChannel() as unknown as { port1: MessagePort; port2: MessagePort };

test('text and bytes go both ways, and the end of the other side is noticed', async () => {
  const { port1, port2 } = channel();
  const heard: unknown[] = [];
  const closed = Promise.withResolvers<void>();
  const wire = portWire(port1);
  wire.listen({ text: (text) => void heard.push(text), bytes: (bytes) => void heard.push([...bytes]), closed: closed.resolve });
  port2.postMessage('hello');
  port2.postMessage(Uint8Array.of(1, 2, 3));
  const back = once(port2 as unknown as NodeJS.EventEmitter, 'message');
  wire.sendText('there');
  expect(await back).toEqual(['there']);
  port2.close();
  await closed.promise;
  expect(heard).toEqual(['hello', [1, 2, 3]]);
});

test('a port that came before anybody waited is used; a later one ends the one before', async () => {
  const { page, hand, posted } = fakeWindow();
  const desk = collectPorts(page);
  const first = channel();
  hand({ type: PORT_MESSAGE }, first.port1);
  const wire = await desk.next();
  let ended = false;
  wire.listen({ text: () => undefined, bytes: () => undefined, closed: () => void (ended = true) });
  expect(posted).toEqual([]);
  const second = channel();
  hand({ type: PORT_MESSAGE }, second.port1);
  expect(ended).toBe(true);
  (await desk.next()).close();
  first.port2.close();
  second.port2.close();
});

test('where the host has gone, another port is asked for; strangers’ messages hand over nothing', async () => {
  const { page, hand, posted } = fakeWindow();
  const desk = collectPorts(page);
  const { port1, port2 } = channel();
  hand({ type: PORT_MESSAGE }, port1);
  (await desk.next()).close();
  const again = desk.next();
  expect(posted).toEqual([{ type: PORT_WANTED }]);
  const stranger = channel();
  hand({ type: PORT_MESSAGE }, stranger.port1, {});
  hand({ type: 'other' }, stranger.port1);
  const next = channel();
  hand({ type: PORT_MESSAGE }, next.port1);
  const wire = await again;
  wire.listen({ text: () => undefined, bytes: () => undefined, closed: () => undefined });
  const heard = once(next.port2 as unknown as NodeJS.EventEmitter, 'message');
  wire.sendText('for the right one');
  expect(await heard).toEqual(['for the right one']);
  wire.close();
  for (const port of [port2, stranger.port1, stranger.port2, next.port2]) port.close();
});
