/** What a bench needs of the product: a running host with the demonstration city, a browser, and a bare page beside it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser } from 'playwright';
import { resolveAsset, streamAsset } from '#host/http/assets.ts';

export const ROOT = path.resolve(import.meta.dirname, '..');
export const CITY_ROOT = path.join(ROOT, '.city');

/** Runs a script of ours to its end; throws where it fails. */
export function runScript(args: string[], env: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))));
  });
}

export interface ServedHost {
  url: string;
  pid: number;
  close(): Promise<void>;
}

/** The product's host with a new, empty run file in a temporary folder. */
export async function serveProduct(): Promise<ServedHost> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chengmai-bench-'));
  const config = JSON.parse(readFileSync(path.join(ROOT, 'chengmai.config.json'), 'utf8')) as { data: string };
  config.data = folder;
  const file = path.join(folder, 'chengmai.config.json');
  writeFileSync(file, JSON.stringify(config));
  const child: ChildProcess = spawn(process.execPath, ['electron/serve.ts', '--config', file, '--city', CITY_ROOT, '--port', '0'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 2],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the host ended with ${code}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (found) resolve(found[0]);
    });
  });
  return {
    url,
    pid: child.pid!,
    close: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.on('exit', () => {
          rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        child.kill('SIGTERM');
      }),
  };
}

/** A bench's own page over the same city, by the same rules of addresses. */
export async function serveBare(page: 'bare' | 'globe' = 'bare'): Promise<{ url: string; close(): void }> {
  const pageDir = path.join(ROOT, '.vite', page);
  const server = http.createServer((request, response) => {
    const asset = resolveAsset(new URL(request.url ?? '/', 'http://x').pathname, { pageDir, cityRoot: CITY_ROOT });
    if (!asset) return void response.writeHead(404).end();
    response.writeHead(200, asset.headers);
    streamAsset(asset).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

export async function launchBrowser(): Promise<{ browser: Browser; pid: number }> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file));
  const server = await chromium.launchServer({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-background-networking', '--disable-component-update'],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  browser.on('disconnected', () => void server.close());
  return { browser, pid: server.process().pid! };
}
