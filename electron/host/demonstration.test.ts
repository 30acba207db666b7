import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { configSchema } from './config.ts';
import { startDemonstration, withDemonstration } from './demonstration.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-demonstration-'));
afterAll(() => rmSync(folder, { recursive: true }));
const script = path.join(folder, 'backend.mjs');
const starts = path.join(folder, 'starts.txt');
/** Listens as the backend does, says with what it was started, and ends when its standard input does. */
writeFileSync(script, `
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(starts)}, JSON.stringify({ args, pid: process.pid }) + '\\n');
const server = createServer().listen(Number(args[args.indexOf('--port') + 1]), '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin.resume().on('end', () => process.exit(0));
`);
const settings = { city: 'shanghai', seed: 7, sites: 1000 };
const started = (): { args: string[]; pid: number }[] => (existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : []);
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the demonstration backend', () => {
  it('is told its city, seed and size, is started again on its port when it dies, and ends with its starter', async () => {
    const sentences: string[] = [];
    let told: (() => void) | null = null;
    const log = (_: string, sentence: string): void => {
      sentences.push(sentence);
      told?.();
    };
    let now = 0;
    const backend = await startDemonstration({ script, settings, cityRoot: '/cities', log, now: () => now });
    const [first] = started();
    expect(first.args).toEqual(['--city', '/cities/shanghai', '--seed', '7', '--sites', '1000', '--port', '0']);
    const again = new Promise<void>((resolve) => (told = resolve));
    process.kill(first.pid, 'SIGKILL');
    await again;
    expect(sentences.at(-1)).toMatch(/starts again in 1000 ms/);
    await new Promise<void>((resolve) => {
      const look = (): void => void (started().length === 2 ? resolve() : setTimeout(look, 20));
      look();
    });
    expect(started()[1].args.at(-1)).toBe(String(backend.port));
    // Soon after its start it waits longer, after a long life not.
    const ended = async (livedMs: number): Promise<string> => {
      const { pid, length } = { ...started().at(-1)!, length: started().length };
      const said = new Promise<string>((resolve) => (told = () => resolve(sentences.at(-1)!)));
      now += livedMs;
      process.kill(pid, 'SIGKILL');
      const sentence = await said;
      await new Promise<void>((resolve) => {
        const look = (): void => void (started().length > length ? resolve() : setTimeout(look, 20));
        look();
      });
      return sentence;
    };
    expect(await ended(0)).toMatch(/in 2000 ms/);
    expect(await ended(60_000)).toMatch(/in 1000 ms/);
    await backend.close();
    expect(isRunning(started().at(-1)!.pid)).toBe(false);
  });

  it('does not outlive a starter that was killed', async () => {
    const starter = path.join(folder, 'starter.mts');
    writeFileSync(starter, `
      const { startDemonstration } = await import(${JSON.stringify(path.join(import.meta.dirname, 'demonstration.ts'))});
      await startDemonstration({ script: ${JSON.stringify(script)}, settings: ${JSON.stringify(settings)}, cityRoot: '/cities', log() {} });
      console.log('started');
    `);
    const child = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(createInterface({ input: child.stdout }), 'line');
    const { pid } = started().at(-1)!;
    child.kill('SIGKILL');
    await new Promise<void>((resolve) => {
      const look = (): void => void (isRunning(pid) ? setTimeout(look, 20) : resolve());
      look();
    });
  });

  it('says why it could not be started', async () => {
    const missing = startDemonstration({ script: path.join(folder, 'nowhere.mjs'), settings, cityRoot: '/', log: () => undefined });
    await expect(missing).rejects.toThrow(/^The demonstration backend ended before it listened/);
  });

  it('takes the place of its address in the configuration, and of no other', () => {
    const run = { id: 'r', title: { zh: '', en: '' }, provenance: 'generated', city: 'c', feeds: ['demonstration:', 'ws://elsewhere'].map((url) => ({ id: 'f', kind: 'websocket', title: { zh: '', en: '' }, url })) };
    const { runs } = withDemonstration(configSchema.parse({ data: '.', cities: {}, runs: [run] }), 4711);
    expect(runs[0].feeds.map(({ url }) => url)).toEqual(['ws://127.0.0.1:4711', 'ws://elsewhere']);
  });
});
