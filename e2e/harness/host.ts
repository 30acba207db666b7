/** The real host, served to browsers: a process of its own that tests may kill. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CITIES, ROOT, writeConfiguration, type TestConfiguration } from './configuration.ts';
import { descendants } from './processes.ts';

export interface HostOptions {
  /** Alters the configuration before the host reads it. */
  change?: (config: Record<string, any>) => void;
  /** More options of serve.ts, e.g. ['--read-only']. */
  args?: string[];
  port?: number;
}

export interface ServedHost {
  url: string;
  /** Changes when the host is started again. */
  pid(): number;
  /** The demonstration backend's process, a child of the host's; null where there is none. */
  backendPid(): number | null;
  configuration: TestConfiguration;
  /** Everything that the host has printed. */
  output(): string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** After `kill`: the same data on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const NODE = path.join(ROOT, 'node_modules/node/bin/node');

/** Starts serve.ts and resolves when it answers at `url`. */
export async function serveHost({ change, args = [], port = 0 }: HostOptions = {}): Promise<ServedHost> {
  const configuration = writeConfiguration(change);
  let output = '';
  let child: ChildProcess;

  const start = (onPort: number): Promise<string> =>
    new Promise((resolve, reject) => {
      child = spawn(NODE, [path.join(ROOT, 'electron/serve.ts'), '--config', configuration.file, '--city', CITIES, '--port', String(onPort), ...args], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.once('exit', (code) => reject(new Error(`the host ended with ${code}:\n${output}`)));
      for (const stream of [child.stdout!, child.stderr!]) {
        createInterface({ input: stream }).on('line', (line) => {
          output += `${line}\n`;
          const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
          if (url) resolve(url);
        });
      }
    });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  const url = await start(port);
  return {
    url,
    pid: () => child.pid!,
    backendPid: () => descendants(child.pid!, 'days/backend')[0] ?? null,
    configuration,
    output: () => output,
    kill: () => end('SIGKILL'),
    async restart() {
      await start(Number(new URL(url).port));
    },
    async close() {
      await end('SIGTERM');
      configuration.remove();
    },
  };
}
