import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { encodeColumns } from '#contract/columns.ts';
import { DiscardPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../../catalogue/catalogue.ts';
import { runConfigSchema, type RunConfig } from '../../config.ts';
import { openRun } from '../../openRun.ts';
import type { Run } from '../../run.ts';
import { openStore } from '../../store/openStore.ts';

const missing = spawnSync('nats-server', ['--version']).error !== undefined;
const NOW = Date.UTC(2026, 10, 21, 12);
const SITES = 50;
let folder: string;
let port: number;
let server: ChildProcess;
let client: NatsConnection;
const children: ChildProcess[] = [];
let runs: Run[] = [];

async function startServer(...more: string[]): Promise<void> {
  server = spawn('nats-server', ['-js', '-sd', path.join(folder, 'js'), '-a', '127.0.0.1', '-p', String(port), ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(server);
  for await (const line of createInterface({ input: server.stderr! })) if (line.includes('Server is ready')) break;
  server.stderr!.resume();
}
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
async function connectClient(): Promise<NatsConnection> {
  return connect({ servers: `127.0.0.1:${port}`, reconnectTimeWait: 20, maxReconnectAttempts: -1, waitOnFirstConnect: true });
}
async function addStream(limits: Record<string, unknown> = {}): Promise<void> {
  await (await jetstreamManager(client)).streams.add({ name: 'CITY', subjects: ['city.>'], ...limits });
}

const config = (more: Record<string, unknown> = {}): RunConfig => runConfigSchema.parse({
  id: 'live', title: { zh: '', en: '' }, provenance: 'real', city: 'c',
  feeds: [{ id: 'broker', kind: 'nats', title: { zh: '', en: '' }, servers: [`127.0.0.1:${port}`], stream: 'CITY', retry: { firstMs: 10, mostMs: 100 }, ...more }],
});
const open = (more: Record<string, unknown> = {}): Run => {
  const run = openRun({ config: config(more), dataDir: folder, catalogue: loadCatalogue(), now: () => NOW, random: Math.random, log: () => {} });
  runs.push(run);
  return run;
};
const close = async (run: Run): Promise<void> => {
  runs = runs.filter((other) => other !== run);
  await run.close();
};
const until = (claim: () => void, timeout = 20_000): Promise<void> => vi.waitFor(claim, { timeout, interval: 10 });
const publish = (subject: string, message: Record<string, unknown> | Uint8Array | string): Promise<unknown> =>
  jetstream(client).publish(subject, message instanceof Uint8Array || typeof message === 'string' ? message : JSON.stringify(message));
const sites = (n: number): Record<string, unknown> => ({
  kind: 'sites', indicator: 'MW06', source: 'test', crs: 'EPSG:4326', sites: Array.from({ length: n }, (_, i) => ({ id: `s${i}`, zh: '', en: '', lon: 121.4, lat: 31.2 })),
});
const one = (site: number, time: number, value: number): Record<string, unknown> => ({ kind: 'observations', indicator: 'MW06', observations: [{ site: `s${site}`, time, value }] });

describe.skipIf(missing)(`a NATS feed${missing ? ' (skipped: there is no nats-server here)' : ''}`, () => {
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'chengmai-nats-'));
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    port = (probe.address() as AddressInfo).port;
    await new Promise((resolve) => probe.close(resolve));
    await startServer();
    client = await connectClient();
  });
  afterEach(async () => {
    for (const run of runs) await run.close();
    runs = [];
    await client.close();
    for (const child of children.splice(0)) await kill(child);
    rmSync(folder, { recursive: true, maxRetries: 5 });
  });

  it('loses nothing and keeps nothing twice, whoever is killed under load', { timeout: 120_000 }, async () => {
    await addStream();
    await publish('city.sites.MW06', sites(SITES));
    const script = `
      import { openRun } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../openRun.ts'))};
      import { loadCatalogue } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../catalogue/catalogue.ts'))};
      const run = openRun({ config: ${JSON.stringify(config())}, dataDir: ${JSON.stringify(folder)}, catalogue: loadCatalogue(), now: () => ${NOW}, random: Math.random, log() {} });
      run.listen({ observations: () => console.log(run.store.cursor('broker', 'sequence')) });
      console.log('open');
      process.stdin.on('data', () => run.close().then(() => process.exit(0)));`;
    let acknowledgedHere = 0;
    const startHost = async (): Promise<ChildProcess> => {
      const host = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
      children.push(host);
      await new Promise<void>((resolve) => createInterface({ input: host.stdout! }).on('line', (line) => {
        if (line === 'open') resolve();
        else acknowledgedHere = Math.max(acknowledgedHere, Number(line));
      }));
      return host;
    };

    let published = 0;
    const enough = new AbortController();
    const js = jetstream(client);
    const publishOne = async (n: number): Promise<void> => {
      const message = JSON.stringify(one(n % SITES, NOW - 3_600_000 + Math.floor(n / SITES) * 1000, n));
      // Sent again under the same id until the broker says that it has it; the broker keeps it once.
      for (let said = false; !said;) said = await js.publish('city.observations.MW06', message, { msgID: `m${n}`, timeout: 1000 }).then(() => true, () => false);
    };
    const load = (async () => {
      while (!enough.signal.aborted) await Promise.all(Array.from({ length: 20 }, () => publishOne(published++)));
    })();

    let host = await startHost();
    for (let round = 0; round < 4; round++) {
      const before = acknowledgedHere;
      await until(() => expect(acknowledgedHere).toBeGreaterThan(before + 500));
      if (round % 2 === 0) {
        await kill(host);
        host = await startHost();
      } else {
        await kill(server);
        await startServer();
      }
    }
    enough.abort();
    await load;
    await until(() => expect(acknowledgedHere).toBe(published + 1));
    const gone = new Promise((resolve) => host.once('exit', resolve));
    host.stdin!.write('end');
    await gone;

    const store = openStore(path.join(folder, 'live.sqlite'));
    const stored = Array.from({ length: SITES }, (_, site) => [...store.series('MW06', site, 0, 8e15).values]).flat().toSorted((a, b) => a - b);
    store.close();
    expect(stored).toStrictEqual(Array.from({ length: published }, (_, n) => n));
  });

  it('is live once it has what the stream holds, in either form; restarted it asks only for the rest', async () => {
    await addStream();
    await publish('city.sites.MW06', encodeColumns({ kind: 'sites', indicator: 'MW06', source: 't', crs: 'EPSG:4490', ids: ['a', 'b'], zh: ['', ''], en: ['', ''] }, { lon: Float64Array.of(121, 122), lat: Float64Array.of(31, 32) }));
    await publish('city.observations.MW06', encodeColumns({ kind: 'observations', indicator: 'MW06', t0: NOW }, { site: Uint32Array.of(1, 0), dt: Int32Array.of(-5, -6), value: Float64Array.of(2, 1) }));
    const run = open();
    await until(() => expect(run.feeds()[0]).toMatchObject({ state: 'live', liveUntil: NOW, received: 2 }));
    expect([...run.head('MW06').values]).toStrictEqual([1, 2]);
    await close(run);
    await publish('city.observations.MW06', { ...one(0, NOW, 9), observations: [{ site: 'b', time: NOW, value: 9 }] });
    const again = open();
    await until(() => expect([...again.head('MW06').values]).toStrictEqual([1, 9]));
    expect(again.feeds()[0].received).toBe(1);
  });

  it('goes on after its own file, not after the broker’s memory: a file set back gets the rest again', async () => {
    await addStream();
    await publish('city.sites.MW06', sites(2));
    await publish('city.observations.MW06', one(0, NOW - 9000, 1));
    const run = open();
    await until(() => expect(run.head('MW06').values[0]).toBe(1));
    await close(run);
    const set = openStore(path.join(folder, 'live.sqlite'));
    const backTo = set.cursor('broker', 'sequence')!;
    set.close();
    const second = open();
    await publish('city.observations.MW06', one(1, NOW - 8000, 2));
    await until(() => expect(second.head('MW06').values[1]).toBe(2));
    await close(second);
    const back = openStore(path.join(folder, 'live.sqlite'));
    back.append({ feed: 'broker', cursors: { sequence: backTo }, known: NOW, sites: [], batches: [] });
    back.close();
    const third = open();
    await until(() => expect(third.feeds()[0]).toMatchObject({ state: 'live', received: 1 }));
    expect([0, 1].map((site) => third.store.series('MW06', site, 0, 8e15).times.length)).toStrictEqual([1, 1]);
  });

  it('notices what the broker has discarded meanwhile, and a stream that was made anew', async () => {
    await addStream({ max_msgs: 5, discard: DiscardPolicy.Old });
    await publish('city.sites.MW06', sites(1));
    const run = open();
    await until(() => expect(run.feeds()[0].state).toBe('live'));
    await until(() => expect(run.sites('MW06').sites).toHaveLength(1));
    await run.cut();
    for (let i = 0; i < 20; i++) await publish('city.observations.MW06', one(0, NOW - 20_000 + i * 1000, i));
    run.restore();
    await until(() => expect(run.head('MW06').values[0]).toBe(19));
    expect(run.feeds()[0].received).toBe(5);
    expect(run.rejects()).toStrictEqual([{ reason: 'lost-upstream', count: 15, sample: 'the stream CITY no longer had 2 to 16' }]);
    await run.cut();
    await (await jetstreamManager(client)).streams.delete('CITY');
    await addStream();
    await publish('city.observations.MW06', one(0, NOW, 77));
    run.restore();
    await until(() => expect(run.head('MW06').values[0]).toBe(77));
    expect(run.rejects()[0]).toMatchObject({ count: 16, sample: 'the stream CITY was made anew' });
  });

  it('when cut holds no socket, says so, and fills the gap when restored', async () => {
    await addStream();
    await publish('city.sites.MW06', sites(1));
    const run = open();
    await until(() => expect(run.feeds()[0].state).toBe('live'));
    expect(socketsTo(port)).toBe(2); // the run's and the test's own
    await run.cut();
    expect(socketsTo(port)).toBe(1);
    expect(run.feeds()[0]).toMatchObject({ state: 'cut', liveUntil: NOW });
    await publish('city.observations.MW06', one(0, NOW, 5));
    run.restore();
    await until(() => expect(run.head('MW06').values[0]).toBe(5));
    await until(() => expect(run.feeds()[0].state).toBe('live'));
  });

  it('when cut lets go of a broker that took the call and never spoke, at once', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const deaf = (silent.address() as AddressInfo).port;
    const called = new Promise((resolve) => silent.once('connection', resolve));
    const run = openRun({
      config: runConfigSchema.parse({ ...config(), feeds: [{ id: 'deaf', kind: 'nats', title: { zh: '', en: '' }, servers: [`127.0.0.1:${deaf}`], stream: 'CITY' }] }),
      dataDir: folder, catalogue: loadCatalogue(), now: () => NOW, random: Math.random, log: () => {},
    });
    runs.push(run);
    await called;
    expect(socketsTo(deaf)).toBe(1);
    const began = performance.now();
    await run.cut();
    expect(performance.now() - began).toBeLessThan(2000);
    expect(socketsTo(deaf)).toBe(0);
    await close(run);
    await new Promise((resolve) => silent.close(resolve));
  });

  it('shows its credentials, and says so where they are refused', async () => {
    await kill(server);
    await startServer('--auth', 'open-sesame');
    const run = open();
    await until(() => expect(run.feeds()[0]).toMatchObject({ state: 'lost', reason: { code: 'unauthorized', detail: expect.stringMatching(/authorization/i) } }));
    await close(run);
    await client.close();
    client = await connect({ servers: `127.0.0.1:${port}`, token: 'open-sesame' });
    await addStream();
    const known = open({ token: 'open-sesame' });
    await until(() => expect(known.feeds()[0].state).toBe('live'));
  });

  it('is broken by no message: each hostile one is counted, the good ones around it are kept', async () => {
    await addStream();
    await publish('city.sites.MW06', sites(1));
    const run = open();
    const broken = encodeColumns({ kind: 'observations', indicator: 'MW06', t0: NOW }, { site: Uint32Array.of(0), dt: Int32Array.of(0), value: Float64Array.of(1) });
    for (const hostile of ['', 'no json', '{}', '[]', 'null', '{"kind":"orders"}', broken.subarray(0, 40), '{"kind":"observations","indicator":"MW06","observations":[{"__proto__":1}]}', 'x'.repeat(900_000)]) {
      await publish('city.observations.MW06', hostile);
    }
    await publish('city.observations.MW06', one(0, NOW, 6));
    await until(() => expect(run.head('MW06').values[0]).toBe(6));
    expect(run.feeds()[0]).toMatchObject({ rejected: 9, received: 1 });
  });

  it('says why it is not connected, and comes back by itself', async () => {
    const run = open();
    await until(() => expect(run.feeds()[0]).toMatchObject({ state: 'lost', reason: { code: 'no-stream', detail: 'stream not found' } }));
    await addStream();
    await until(() => expect(run.feeds()[0].state).toBe('live'));
    await kill(server);
    await until(() => expect(run.feeds()[0].state).toBe('lost'));
    await until(() => expect(run.feeds()[0].reason?.code).toBe('refused'));
    await startServer();
    await until(() => expect(run.feeds()[0].state).toBe('live'));
  });
});

/** Sockets of this process that the operating system holds open to a port. */
function socketsTo(remote: number): number {
  const hex = remote.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set(readFileSync('/proc/self/net/tcp', 'utf8').split('\n').map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[2]?.endsWith(`:${hex}`)).map((fields) => fields[9]));
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return inodes.has(/socket:\[(\d+)\]/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? '');
    } catch {
      return false;
    }
  }).length;
}
