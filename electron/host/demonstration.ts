/** The demonstration backend: a process of its own, as any backend would be, which dies with its starter. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

export interface DemonstrationOptions {
  /** What to run: `fixtures/days/backend.ts`, or its bundle in a packaged layout. */
  script: string;
  settings: NonNullable<Config['demonstration']>;
  cityRoot: string;
  log: Log;
  /** Epoch ms. */
  now?: () => number;
}

export interface Demonstration {
  port: number;
  /** Resolves when the process is gone. */
  close(): Promise<void>;
}

const FIRST_RESTART_MS = 1000;
const LONGEST_RESTART_MS = 30_000;
/** A backend that has lived so long is healthy: after its end the first wait is the shortest again. */
const HEALTHY_MS = 30_000;

/**
 * Resolves when it listens; rejects with `DemonstrationProblem` where it ends before it has said its port. Ended later, it is
 * started again on the same port. It is told to end by its standard input closing, also when its starter is killed.
 */
export function startDemonstration({ script, settings, cityRoot, log, now = Date.now }: DemonstrationOptions): Promise<Demonstration> {
  const args = backendArguments(settings, cityRoot);
  let port = 0;
  let deaths = 0;
  let isWanted = true;
  let child: ChildProcess | null = null;
  let gone: Promise<unknown> = Promise.resolve();
  let restart: NodeJS.Timeout | undefined;

  const close = async (): Promise<void> => {
    isWanted = false;
    clearTimeout(restart);
    child?.kill();
    await gone;
  };

  return new Promise((resolve, reject) => {
    const start = (): void => {
      const mine = spawn(process.execPath, [script, ...args, '--port', String(port)], { stdio: ['pipe', 'pipe', 'pipe'] });
      const since = now();
      child = mine;
      let complaint = '';
      mine.stdin.on('error', () => undefined);
      mine.once('error', (error) => reject(new DemonstrationProblem(`The demonstration backend could not be started: ${error.message}`)));
      createInterface({ input: mine.stderr }).on('line', (line) => {
        complaint ||= line;
        log('warn', `Demonstration backend: ${line}`);
      });
      createInterface({ input: mine.stdout }).on('line', (line) => {
        port = portIn(line) ?? port;
        if (port !== 0) resolve({ port, close });
      });
      gone = new Promise((ended) => mine.once('close', ended)).then(() => {
        reject(new DemonstrationProblem(`The demonstration backend ended before it listened${complaint ? `: ${complaint}` : '.'}`));
        if (!isWanted || port === 0) return;
        if (now() - since >= HEALTHY_MS) deaths = 0;
        const delay = Math.min(LONGEST_RESTART_MS, FIRST_RESTART_MS * 2 ** deaths++);
        log('warn', `The demonstration backend ended; it starts again in ${delay} ms.`);
        restart = setTimeout(start, delay);
      });
    };
    start();
  });
}

/** What the backend is started with, but for its port. */
export function backendArguments({ city, seed, sites }: NonNullable<Config['demonstration']>, cityRoot: string): string[] {
  return ['--city', path.join(cityRoot, city), '--seed', String(seed), '--sites', String(sites)];
}

/** An expected failure: its message is for the operator. */
export class DemonstrationProblem extends Error {}

/** The configuration with every `demonstration:` address turned into the backend's. */
export function withDemonstration(config: Config, port: number): Config {
  const resolved = (feed: Config['runs'][number]['feeds'][number]): typeof feed =>
    feed.url === 'demonstration:' ? { ...feed, url: `ws://127.0.0.1:${port}` } : feed;
  return { ...config, runs: config.runs.map((run) => ({ ...run, feeds: run.feeds.map(resolved) })) };
}

/** The port in the backend's line `{"port":N}`; null where the line is something else. */
export function portIn(line: string): number | null {
  try {
    const { port } = (JSON.parse(line) ?? {}) as { port?: unknown };
    return typeof port === 'number' ? port : null;
  } catch {
    return null;
  }
}
