import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeColumns } from '#contract/columns.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { loadCatalogue } from './catalogue/catalogue.ts';
import { runConfigSchema, type RunConfig } from './config.ts';
import { openRun } from './openRun.ts';
import type { Run } from './run.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const catalogue = loadCatalogue();

/** A backend of docs/feed-protocol.md in the test's hand: it says what the test says, and remembers what it was asked. */
class Backend {
  readonly server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  readonly hellos: Record<string, unknown>[] = [];
  sockets: WebSocket[] = [];
  constructor() {
    this.server.on('connection', (socket) => {
      this.sockets.push(socket);
      socket.on('message', (data) => this.hellos.push(JSON.parse(String(data))));
      socket.on('close', () => (this.sockets = this.sockets.filter((other) => other !== socket)));
    });
  }
  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  say(message: Record<string, unknown> | Uint8Array): void {
    for (const socket of this.sockets) socket.send(message instanceof Uint8Array ? message : JSON.stringify(message));
  }
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const sites = (ids: string[], extra = {}): Record<string, unknown> => ({
  kind: 'sites', indicator: 'MW06', source: 'test', crs: 'EPSG:4326', sites: ids.map((id) => ({ id, zh: id, en: id, lon: 121.4, lat: 31.2 })), ...extra,
});
const observations = (entries: [string, number, number][], extra = {}): Record<string, unknown> => ({
  kind: 'observations', indicator: 'MW06', observations: entries.map(([site, time, value]) => ({ site, time, value })), ...extra,
});

const atPositions = (site: number[], value: number[]): Uint8Array => encodeColumns(
  { kind: 'observations', indicator: 'MW06', t0: NOW },
  { site: Uint32Array.from(site), dt: Int32Array.from(site, (s) => -s), value: Float64Array.from(value), count: Uint32Array.from(site, () => 7) },
);

let folder: string;
let backend: Backend;
let runs: Run[] = [];
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-run-'));
  backend = new Backend();
  await new Promise((resolve) => backend.server.once('listening', resolve));
});
afterEach(async () => {
  for (const run of runs) await run.close();
  runs = [];
  await backend.close();
  rmSync(folder, { recursive: true });
});

const configOf = (more: Record<string, unknown> = {}): RunConfig => runConfigSchema.parse({
  id: 'live', title: { zh: '', en: '' }, provenance: 'generated', city: 'c',
  feeds: [{ id: 'f', kind: 'websocket', title: { zh: '', en: '' }, url: backend.url, retry: { firstMs: 5, mostMs: 20 } }], ...more,
});
const open = (config: RunConfig, more: { now?: () => number; cut?: Record<string, number | null> } = {}): Run => {
  const run = openRun({ config, dataDir: folder, catalogue, now: () => NOW, random: () => 0.5, log: () => {}, ...more });
  runs.push(run);
  return run;
};
const closeRun = async (run: Run): Promise<void> => {
  runs = runs.filter((other) => other !== run);
  await run.close();
};
const until = (claim: () => void): Promise<void> => vi.waitFor(claim, { timeout: 8000, interval: 5 });

describe('a run with a WebSocket feed', () => {
  it('asks for a day of history and a snapshot at first; after a restart only for what it lacks', async () => {
    const run = open(configOf());
    await until(() => expect(backend.hellos).toHaveLength(1));
    expect(backend.hellos[0]).toStrictEqual({ hello: 1, sitesVersion: null, live: null, history: { from: NOW - 86_400_000, to: NOW } });
    expect(run.feeds()[0].state).toBe('filling');
    backend.say(sites(['a', 'b'], { sitesVersion: 'v1' }));
    backend.say(observations([['a', NOW - 1000, 3], ['b', NOW - 2000, 4]], { live: 'c1' }));
    backend.say(observations([['a', NOW - 3_600_000, 1]], { history: { to: NOW - 3_600_000, done: 1, total: 24 } }));
    backend.say({ caughtUp: NOW });
    await until(() => expect(run.feeds()[0]).toMatchObject({ state: 'live', liveUntil: NOW, received: 3, rejected: 0 }));
    expect(run.history()).toStrictEqual({ done: 1, total: 24, from: NOW - 3_600_000 });
    expect([...run.head('MW06').values]).toStrictEqual([3, 4]);
    await closeRun(run);

    const again = open(configOf(), { now: () => NOW + 60_000 });
    expect([...again.head('MW06').values]).toStrictEqual([3, 4]);
    await until(() => expect(backend.hellos).toHaveLength(2));
    expect(backend.hellos[1]).toStrictEqual({ hello: 1, sitesVersion: 'v1', live: 'c1', history: { from: NOW - 86_400_000, to: NOW - 3_600_000 } });
    backend.say(observations([], { history: { to: NOW - 86_400_000, done: 23, total: 23 } }));
    await until(() => expect(again.history().done).toBe(23));
    await closeRun(again);

    open(configOf());
    await until(() => expect(backend.hellos).toHaveLength(3));
    expect(backend.hellos[2]).not.toHaveProperty('history');
  });

  it('takes positions of a list in column form, also after a restart, and none of a refused site', async () => {
    const run = open(configOf());
    await until(() => expect(backend.hellos).toHaveLength(1));
    const columns = { lon: Float64Array.of(121, 0, 122), lat: Float64Array.of(31, 0, 32) };
    backend.say(encodeColumns({ kind: 'sites', indicator: 'MW06', source: 't', crs: 'GCJ-02', ids: ['x', 'nowhere', 'z'], zh: ['', '', ''], en: ['', '', ''], sitesVersion: '1' }, columns));
    backend.say(atPositions([2, 1, 0], [12, 11, 10]));
    await until(() => expect(run.feeds()[0].received).toBe(3));
    await closeRun(run);
    const again = open(configOf());
    await until(() => expect(backend.sockets).toHaveLength(1));
    backend.say(atPositions([2], [99]));
    await until(() => expect([...again.head('MW06').values]).toStrictEqual([10, 99]));
    expect([...again.head('MW06').counts]).toStrictEqual([7, 7]);
    expect(again.sites('MW06').sites.map(({ id }) => id)).toStrictEqual(['x', 'z']);
    expect(again.sites('MW06').sites[0].lon).not.toBe(121);
    expect(again.sites('MW06').sites[0].lon).toBeCloseTo(121, 1);
  });

  it('when cut closes its sockets and says so; restored it asks from where it stood', async () => {
    const run = open(configOf());
    await until(() => expect(backend.sockets).toHaveLength(1));
    backend.say(sites(['a']));
    backend.say(observations([['a', NOW - 5000, 1]], { live: 'c7' }));
    backend.say({ caughtUp: NOW });
    await until(() => expect(run.feeds()[0].state).toBe('live'));
    await run.cut();
    expect(run.feeds()[0]).toMatchObject({ state: 'cut', liveUntil: NOW });
    await until(() => expect(backend.sockets).toHaveLength(0));
    run.restore();
    await until(() => expect(backend.hellos).toHaveLength(2));
    expect(backend.hellos[1]).toMatchObject({ live: 'c7' });
  });

  it('tries again when the other side goes, and says why meanwhile', async () => {
    const run = open(configOf());
    const states: string[] = [];
    run.listen({ feeds: () => states.push(run.feeds()[0].state) });
    await until(() => expect(backend.hellos).toHaveLength(1));
    backend.sockets[0].terminate();
    await until(() => expect(backend.hellos).toHaveLength(2));
    expect(states).toContain('lost');
    const port = (backend.server.address() as AddressInfo).port;
    await backend.close();
    await until(() => expect(run.feeds()[0]).toMatchObject({ state: 'lost', reason: { code: 'refused', detail: expect.stringContaining(String(port)) } }));
  });

  it('keeps the good of a message and counts the bad by reason; what is hostile breaks only itself', async () => {
    const run = open(configOf());
    await until(() => expect(backend.sockets).toHaveLength(1));
    backend.say(sites(['a', 'b']));
    backend.say(sites(['c'], { crs: undefined }));
    backend.say(sites(['d'], { indicator: 'XX99' }));
    for (const socket of backend.sockets) {
      socket.send('not json');
      socket.send('[1,2]');
      socket.send(Buffer.from('CMC1 and then nothing that fits'));
      socket.send(`{"kind":"observations","indicator":"MW06","observations":[{"site":"a","time":${NOW},"value":1e999},{"site":"a","time":${NOW},"value":"7"},null,{"site":"__proto__","time":${NOW},"value":1}]}`);
      socket.send(JSON.stringify({ kind: 'observations', indicator: 'MW06', observations: 'x'.repeat(10_000_000) }));
    }
    backend.say(observations([['a', 0, 1], ['a', Date.UTC(2100, 0), 1], ['zz', NOW, 1], ['a', NOW - 1, 42]]));
    await until(() => expect(run.head('MW06').values[0]).toBe(42));
    const counted = Object.fromEntries(run.rejects().map(({ reason, count }) => [reason, count]));
    expect(counted).toStrictEqual({
      'no-crs': 1, 'unknown-indicator': 1, 'not-json': 1, 'not-a-message': 2, 'bad-columns': 1, 'not-finite': 1, 'bad-observation': 2, 'unknown-site': 2, 'outside-window': 2,
    });
    expect(run.store.series('MW06', 0, 0, 8e15).times).toHaveLength(1);
    expect(run.feeds()[0]).toMatchObject({ rejected: 13, state: 'filling' });
    expect(backend.sockets).toHaveLength(1);
  });

  it('takes a flood in order, faster than it can store it, and stands at its end', async () => {
    const run = open(configOf());
    await until(() => expect(backend.hellos).toHaveLength(1));
    backend.say(sites(Array.from({ length: 100 }, (_, i) => `s${i}`)));
    for (let k = 0; k < 600; k++) backend.say(observations(Array.from({ length: 100 }, (_, i) => [`s${i}`, NOW - 600_000 + k * 1000, k]), { live: `c${k}` }));
    await until(() => expect(run.feeds()[0].received).toBe(60_000));
    expect(run.store.cursor('f', 'live')).toBe('c599');
    expect([...run.store.series('MW06', 99, 0, 8e15).values]).toStrictEqual(Array.from({ length: 600 }, (_, k) => k));
    expect([...run.head('MW06').values]).toStrictEqual(Array.from({ length: 100 }, () => 599));
  });

  it('when cut lets go of a server that took the call and never spoke', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const called = new Promise<Socket>((resolve) => silent.once('connection', resolve));
    const { port } = silent.address() as AddressInfo;
    const run = open(configOf({ feeds: [{ id: 'f', kind: 'websocket', title: { zh: '', en: '' }, url: `ws://127.0.0.1:${port}` }] }));
    const socket = await called;
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {}).resume();
    await run.cut();
    await gone;
    expect(run.feeds()[0].state).toBe('cut');
    await new Promise((resolve) => silent.close(resolve));
  });

  it('loses the connection, not the host, over a message beyond every limit', async () => {
    const run = open(configOf());
    await until(() => expect(backend.sockets).toHaveLength(1));
    backend.sockets[0].send(Buffer.alloc(33 * 1024 * 1024));
    await until(() => expect(backend.hellos).toHaveLength(2));
    backend.say(sites(['a']));
    backend.say(observations([['a', NOW, 1]]));
    await until(() => expect(run.head('MW06').values[0]).toBe(1));
  });
});

describe('a run', () => {
  it('with its own clock stands at its newest observation, and takes what lies in its own window only', async () => {
    const run = open(configOf({ clock: 'data', window: { from: '2014-07-01T00:00:00+08:00', to: '2014-08-01T00:00:00+08:00' } }));
    expect(run.now()).toBe(0);
    expect(run.info()).toMatchObject({ from: null, to: null });
    await until(() => expect(backend.sockets).toHaveLength(1));
    const july = Date.UTC(2014, 6, 15);
    backend.say(sites(['a']));
    backend.say(observations([['a', july + 1_234, 80], ['a', NOW, 1], ['a', july - 3_600_000 + 1, 70]]));
    // At the end of its ten seconds: the newest may be of a person.
    await until(() => expect(run.now()).toBe(july + 10_000));
    expect(run.info()).toMatchObject({ clock: 'data', from: july - 3_600_000, to: july + 60_000 });
    expect(run.rejects()).toMatchObject([{ reason: 'outside-window', count: 1 }]);
  });

  it('goes on without a feed whose settings are wrong, and says what is wrong', () => {
    const title = { zh: '', en: '' };
    const run = open(configOf({ feeds: [{ id: 'a', kind: 'carrier-pigeon', title }, { id: 'b', kind: 'websocket', title, url: 'ftp://x' }] }));
    expect(run.feeds()).toMatchObject([
      { state: 'failed', reason: { code: 'unknown-kind', about: 'carrier-pigeon' } },
      { state: 'failed', reason: { code: 'bad-setting', about: 'url', detail: 'must begin with ws:// or wss://' } },
    ]);
  });

  it('is opened once: the second opening names the file', () => {
    open(configOf(), { cut: {} });
    expect(() => open(configOf(), { cut: {} })).toThrow(/live\.sqlite is open in another process/);
  });
});
