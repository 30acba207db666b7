/** A real host in a temporary folder: a live run and one with its own clock, each fed by a publisher of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { configSchema } from '../config.ts';
import { createHost, type Host } from '../host.ts';
import { writeTestCity } from './city.ts';
import { openPublisher, type Publisher } from './publisher.ts';

export interface TestHost {
  host: Host;
  live: Publisher;
  july: Publisher;
  /** What it logged as errors: bugs, and messages that were no calls. */
  errors: string[];
  close(): Promise<void>;
}

export interface TestHostOptions {
  /** The host's wall clock, epoch ms. */
  now?: () => number;
  /** Before the feeds connect. */
  prepare?: (live: Publisher, july: Publisher) => void;
  /** Another program for its reader threads. */
  readerEntry?: string;
}

export async function openTestHost({ now = Date.now, prepare, readerEntry }: TestHostOptions = {}): Promise<TestHost> {
  const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-host-'));
  const cityRoot = path.join(folder, 'city');
  writeTestCity(path.join(cityRoot, 'two'));
  const [live, july] = await Promise.all([openPublisher(), openPublisher()]);
  prepare?.(live, july);
  const config = configSchema.parse({
    data: 'data', cities: {},
    runs: [runOf('live', live.url, { clock: 'wall' }), runOf('july', july.url, { clock: 'data', window: { from: '2014-07-01T00:00:00+08:00', to: '2014-08-01T00:00:00+08:00' } })],
  });
  const errors: string[] = [];
  const host = createHost({ config, configDir: folder, cityRoot, now, ...(readerEntry !== undefined && { readerEntry }), random: () => 0.5, log: (level, sentence) => void (level === 'error' && errors.push(sentence)) });
  return {
    host, live, july, errors,
    async close() {
      await host.close();
      await Promise.all([live.close(), july.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

function runOf(id: string, url: string, rest: object): object {
  return {
    id, title: { zh: id, en: id }, provenance: 'generated', city: 'two',
    feeds: [{ id: 'publisher', kind: 'websocket', title: { zh: '发布', en: 'Publisher' }, url, retry: { firstMs: 20, mostMs: 100 } }], ...rest,
  };
}
