/** What screens are told of feeds that cannot connect: real sockets, real refusals. */
import { once } from 'node:events';
import http from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { feedReasonSchema, type FeedReason, type FeedState } from '#contract/contract.ts';
import { openRunFeeds, type RunFeeds } from './runFeeds.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function listening<S extends Server | http.Server>(server: S): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** Opens one feed and waits for the first reason that it gives; `url` of a WebSocket feed, or other settings. */
async function reasonFor(settings: Record<string, unknown>): Promise<FeedReason> {
  const feeds: RunFeeds = await new Promise((resolve) => {
    const made = openRunFeeds({
      run: 'live', configs: [{ id: 'f', kind: 'websocket', title: { zh: '', en: '' }, retry: { firstMs: 60_000, mostMs: 60_000 }, ...settings }], cut: null,
      cursor: () => null, deliver: () => ({ received: 0, rejected: 0 }), log: () => undefined, progressed: () => undefined, now: Date.now, random: () => 0,
      changed: () => made.states()[0].reason && resolve(made),
    });
    made.start();
    if (made.states()[0].reason) resolve(made);
  });
  const [state]: FeedState[] = feeds.states();
  await feeds.cut();
  return feedReasonSchema.parse(state.reason);
}

it('tells a closed port, a stranger, a refusal and a goodbye apart', async () => {
  const taken = createServer();
  const free = await listening(taken);
  taken.close();
  expect(await reasonFor({ url: `ws://127.0.0.1:${free}` })).toMatchObject({ code: 'refused', detail: expect.stringContaining(String(free)) });
  const web = await listening(http.createServer((request, response) => response.writeHead(request.headers.authorization ? 403 : 404).end()));
  expect(await reasonFor({ url: `ws://127.0.0.1:${web}` })).toMatchObject({ code: 'no-feed', detail: expect.stringContaining('404') });
  expect(await reasonFor({ url: `ws://127.0.0.1:${web}`, token: 'wrong' })).toMatchObject({ code: 'unauthorized', detail: expect.stringContaining('403') });
  expect(await reasonFor({ url: `wss://127.0.0.1:${web}` })).toMatchObject({ code: 'insecure' });
  const leaving = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  open.push(leaving);
  await once(leaving, 'listening');
  leaving.on('connection', (socket) => socket.close(1001, 'maintenance until noon'));
  expect(await reasonFor({ url: `ws://127.0.0.1:${(leaving.address() as AddressInfo).port}` })).toEqual({ code: 'closed', about: '', detail: 'maintenance until noon' });
});

it('names the setting, the kind or the file that is wrong', async () => {
  expect(await reasonFor({ kind: 'carrier-pigeon' })).toEqual({ code: 'unknown-kind', about: 'carrier-pigeon', detail: '' });
  expect(await reasonFor({ url: 'ftp://x' })).toMatchObject({ code: 'bad-setting', about: 'url' });
  expect(await reasonFor({ kind: 'nats', servers: ['127.0.0.1:1'], stream: 'CITY', credentialsFile: '/nowhere.creds' })).toMatchObject({ code: 'no-access', about: '/nowhere.creds' });
});
