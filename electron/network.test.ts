/** The network switch outlives its host: killed or ended, the one that comes after it is cut from its first moment. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openPublisher, type Publisher } from '#host/testing/publisher.ts';
import { watch, type Screen } from '#host/testing/screen.ts';
import { socketWire } from '#host/wires/socket.ts';

let folder: string;
let publisher: Publisher;
let child: ChildProcess | null;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-network-'));
  child = null;
  publisher = await openPublisher();
  const feed = { id: 'city', kind: 'websocket', title: { zh: '城', en: 'City' }, url: publisher.url, retry: { firstMs: 10, mostMs: 20 } };
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify({
    data: 'data', cities: {}, runs: [{ id: 'live', title: { zh: '', en: '' }, provenance: 'generated', city: 'none', feeds: [feed] }],
  }));
});
afterEach(async () => {
  await end('SIGKILL');
  await publisher.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<Screen> {
  const args = ['--config', path.join(folder, 'config.json'), '--page', folder, '--city', folder, '--port', '0'];
  const host = (child = spawn(process.execPath, [path.join(import.meta.dirname, 'serve.ts'), ...args], { stdio: ['ignore', 'pipe', 'ignore'] }));
  const url = await new Promise<string>((resolve) => createInterface({ input: host.stdout }).on('line', resolve));
  const socket = new WebSocket(`${url.replace('http', 'ws')}/wire`);
  await once(socket, 'open');
  return watch(socketWire(socket));
}

async function isLive(screen: Screen): Promise<void> {
  const { network, feeds } = await screen.call('session.open', {});
  expect(network).toBe('connected');
  if (feeds[0].state !== 'live') await screen.event('feed.changed', (fact) => fact.feeds[0].state === 'live');
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

it.each(['SIGKILL', 'SIGTERM'] as const)('stays cut through %s, says since when as before, and is restored by a person only', async (signal) => {
  const before = await start();
  await isLive(before);
  await before.call('network.cut', {});
  const { feeds: [cut] } = await before.call('session.open', {});
  expect(cut.liveUntil).toBeGreaterThan(0);
  await end(signal);
  expect(publisher.connections()).toBe(1);

  const after = await start();
  const hello = await after.call('session.open', {});
  expect(hello.network).toBe('cut');
  expect(hello.feeds).toMatchObject([{ id: 'city', state: 'cut', liveUntil: cut.liveUntil }]);
  // Another screen that throws the switch again does not move the moment.
  await after.call('network.cut', {});
  expect(publisher.connections()).toBe(1);

  await after.call('network.restore', {});
  await isLive(after);
  await end(signal);
  await isLive(await start());
});

it('is cut where the file that says so is damaged', async () => {
  await start();
  await end('SIGTERM');
  writeFileSync(path.join(folder, 'data/network.json'), '{"cut":');
  expect(await (await start()).call('session.open', {})).toMatchObject({ network: 'cut', feeds: [{ state: 'cut', liveUntil: null }] });
});
