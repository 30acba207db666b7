/** The demonstration backend: a process of its own, as any backend would be, which dies with its starter. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

export interface DemonstrationOptions {
  /** What to run: `fixtures/days/backend.ts`, or its bundle in a packaged layout. */
  script: string;
  /** Executable and its environment; Electron's needs ELECTRON_RUN_AS_NODE=1. */
  execPath?: string;
  env?: NodeJS.ProcessEnv;
  settings: NonNullable<Config['demonstration']>;
  cityRoot: string;
  log: Log;
}

export interface Demonstration {
  port: number;
  /** Resolves when the process is gone. */
  close(): Promise<void>;
}

/** Resolves when it listens; rejects with a sentence where it ends before it has said its port. */
export function startDemonstration({ script, execPath = process.execPath, env = process.env, settings, cityRoot, log }: DemonstrationOptions): Promise<Demonstration> {
  const args = [script, '--city', cityRoot + '/' + settings.city, '--seed', String(settings.seed), '--sites', String(settings.sites), '--port', '0'];
  const child = spawn(execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.push(line);
    log('warn', `Demonstration backend: ${line}`);
  });
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`The demonstration backend could not be started: ${error.message}`)));
    void gone.then(() => reject(new Error(`The demonstration backend ended before it listened${complaints[0] ? `: ${complaints[0]}` : '.'}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = portIn(line);
      if (port === null) return;
      resolve({
        port,
        async close() {
          child.kill();
          await gone;
        },
      });
    });
  });
}

/** The configuration with every `demonstration:` address turned into the backend's. */
export function withDemonstration(config: Config, port: number): Config {
  const resolved = (feed: Config['runs'][number]['feeds'][number]): typeof feed =>
    feed.url === 'demonstration:' ? { ...feed, url: `ws://127.0.0.1:${port}` } : feed;
  return { ...config, runs: config.runs.map((run) => ({ ...run, feeds: run.feeds.map(resolved) })) };
}

function portIn(line: string): number | null {
  try {
    const { port } = JSON.parse(line) as { port?: unknown };
    return typeof port === 'number' ? port : null;
  } catch {
    return null;
  }
}
