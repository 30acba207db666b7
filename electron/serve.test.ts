/** The host behind HTTP, as a process: who is let in, what is found, how it starts and ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { watch } from '#host/testing/screen.ts';
import { socketWire } from '#host/wires/socket.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-serve-'));
const page = path.join(folder, 'page');
const configFile = path.join(folder, 'chengmai.config.json');
mkdirSync(page);
writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>page</title>');
writeFileSync(path.join(folder, 'secret.txt'), 'secret');
writeFileSync(configFile, JSON.stringify({ data: 'data', cities: {}, runs: [{ id: 'live', title: { zh: '空', en: 'Empty' }, provenance: 'generated', city: 'none', feeds: [] }] }));

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Served { url: URL; child: ChildProcess; ended: Promise<{ code: number | null; said: string }> }

function run(args: string[], config = configFile): { child: ChildProcess; ended: Served['ended']; address: Promise<URL> } {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'serve.ts'), '--config', config, '--page', page, '--city', folder, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
  const address = new Promise<URL>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => line.startsWith('http://') && resolve(new URL(line)));
  });
  return { child, ended, address };
}

async function serve(...args: string[]): Promise<Served> {
  const { child, ended, address } = run(args);
  const url = await Promise.race([address, ended.then(({ said }) => Promise.reject(new Error(said)))]);
  return { url, child, ended };
}

/** As it is spelled: `fetch` would tidy the path and the headers. */
function get({ hostname, port }: URL, spelled: string, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path: spelled, headers, method }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    request.on('error', reject).end();
  });
}

function upgrade(url: URL, headers: Record<string, string>, spelled = '/wire'): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${url.host}${spelled}`, { headers });
    socket.on('open', () => {
      resolve('open');
      socket.terminate();
    });
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode!));
    socket.on('error', () => undefined);
  });
}

describe('serve', () => {
  it('serves the page with its policy, and the wire beside it', async () => {
    const { url } = await serve();
    const { status, headers, body } = await get(url, '/');
    expect([status, body]).toEqual([200, '<!doctype html><title>page</title>']);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'$/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-type': 'text/html; charset=utf-8' });
    expect((await get(url, '/', { 'if-none-match': headers.etag! })).status).toBe(304);
    expect((await get(url, '/nothing')).status).toBe(404);
    expect((await get(url, '/', {}, 'POST')).status).toBe(405);
    expect(await upgrade(url, { origin: url.origin })).toBe('open');
    expect(await upgrade(url, { origin: url.origin }, '/')).toBe(404);
  });

  it('lets in no foreign page and no foreign name', async () => {
    const { url } = await serve();
    for (const origin of ['http://evil.example', 'null', `http://localhost:${Number(url.port) + 1}`, `https://127.0.0.1:${url.port}`]) {
      expect((await get(url, '/', { origin })).status, origin).toBe(403);
      expect(await upgrade(url, { origin }), origin).toBe(403);
    }
    for (const host of ['evil.example', `evil.example:${url.port}`, '127.0.0.1', '127.0.0.1:1']) {
      expect((await get(url, '/', { host })).status, host).not.toBe(200);
      expect(await upgrade(url, { host }), host).not.toBe('open');
    }
    expect((await get(url, '/', { host: `localhost:${url.port}`, origin: `http://localhost:${url.port}` })).status).toBe(200);
  });

  it('finds nothing outside its folders, by whatever spelling', async () => {
    const { url } = await serve();
    for (const spelled of [
      '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/..%5csecret.txt', '/city/../secret.txt', '/city/%2e%2e/page/index.html', '//../secret.txt', 'http://127.0.0.1/../secret.txt',
    ]) {
      const { status, body } = await get(url, spelled);
      expect(status, spelled).toBe(404);
      expect(body, spelled).not.toContain('secret');
    }
  });

  it('takes another port where its own is taken, and ends when it is told to', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { url, child, ended } = await serve('--port', String(port));
    expect(Number(url.port)).not.toBe(port);
    const socket = new WebSocket(`ws://${url.host}/wire`);
    await once(socket, 'open');
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, said: expect.not.stringContaining('at ') });
    if (socket.readyState !== socket.CLOSED) await once(socket, 'close');
    taken.close();
  });

  it('lets a read-only screen look, not change', async () => {
    const { url } = await serve('--read-only');
    const socket = new WebSocket(`ws://${url.host}/wire`);
    await once(socket, 'open');
    const screen = watch(socketWire(socket));
    expect(await screen.call('session.open', {})).toMatchObject({ readOnly: true, run: 'live' });
    await expect(screen.call('network.cut', {})).rejects.toMatchObject({ problem: { code: 'read-only' } });
    screen.close();
  });

  it('asks everybody for the token where one is given', async () => {
    const token = 'a-token-of-sufficient-length';
    const { url } = await serve('--token', token);
    expect(url.searchParams.get('token')).toBe(token);
    expect((await get(url, '/')).status).toBe(403);
    expect((await get(url, '/?token=wrong')).status).toBe(403);
    // What is no address must not end the host.
    for (const odd of ['//', '/?', '//?token=x', '/%']) expect((await get(url, odd)).status, odd).toBe(403);
    expect(await upgrade(url, {})).toBe(403);
    const first = await get(url, `/?token=${token}`);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/);
    const cookie = first.headers['set-cookie']![0].split(';')[0];
    expect((await get(url, '/', { cookie })).status).toBe(200);
    expect(await upgrade(url, { cookie })).toBe('open');
    expect(await upgrade(url, {}, `/wire?token=${token}`)).toBe('open');
  });

  it('listens on loopback alone unless told otherwise', async () => {
    const { url } = await serve();
    const other = Object.values(networkInterfaces()).flat().find((address) => address?.family === 'IPv4' && !address.internal)?.address;
    if (other) await expect(get(new URL(`http://${other}:${url.port}/`), '/')).rejects.toThrow(/ECONNREFUSED/);
  });

  it.each([
    ['no configuration', [], '/nowhere.json', /cannot be read/],
    ['an unknown option', ['--colour'], configFile, /--colour/],
    ['no port', ['--port', 'x'], configFile, /--port x/],
    ['beyond this machine without a token', ['--listen', '0.0.0.0'], configFile, /needs --token/],
    ['an address that is not ours', ['--listen', '203.0.113.7', '--token', 'a-token-of-sufficient-length'], configFile, /EADDRNOTAVAIL/],
  ])('says in a sentence why it cannot start: %s', async (_, args, config, sentence) => {
    const { code, said } = await run(args, config).ended;
    expect(code).toBe(1);
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/\n\s+at /);
  });

  it('names what is wrong in a configuration', async () => {
    const wrong = path.join(folder, 'wrong.json');
    writeFileSync(wrong, JSON.stringify({ data: 'data', cities: {}, runs: [{ id: 'Live!' }] }));
    expect((await run([], wrong).ended).said).toMatch(/wrong at runs\.0\.id/);
    writeFileSync(wrong, '{');
    expect((await run([], wrong).ended).said).toMatch(/not valid JSON/);
  });
});
