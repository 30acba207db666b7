/** The demonstration backend in a process of its own: to the workstation it is a backend like any other, that runs on. */
import { keepProcess, type KeptProcess } from './keptProcess.ts';

export interface DemonstrationOptions {
  entry: string;
  args: string[];
  log(line: string): void;
}

export interface Demonstration {
  /** Address of its feed. It keeps its port when it is started again. */
  url: string;
  stop(): Promise<void>;
}

const CLOSE_MS = 2000;

/** Resolves when the backend has said on which port it listens. */
export function startDemonstration({ entry, args, log }: DemonstrationOptions): Promise<Demonstration> {
  let port = 0;
  return new Promise((resolve) => {
    const kept: KeptProcess = keepProcess({
      name: 'Chengmai demonstration',
      entry,
      args: () => [...args, '--port', String(port)],
      started(child) {
        let rest = '';
        child.stdout?.on('data', (chunk: Buffer) => {
          const lines = (rest + chunk.toString()).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            port = portIn(line) ?? port;
            if (port !== 0) resolve({ url: `ws://127.0.0.1:${port}`, stop: () => kept.stop((process) => process.kill(), CLOSE_MS) });
          }
        });
      },
      died(code, restartsInMs) {
        if (restartsInMs !== null) log(`The demonstration backend ended with code ${code}; it starts again in ${restartsInMs} ms.`);
      },
    });
  });
}

/** The port in `{"port":N}`, or null where the line is something else. */
function portIn(line: string): number | null {
  if (!line.startsWith('{')) return null;
  try {
    const { port } = JSON.parse(line) as { port?: unknown };
    return typeof port === 'number' ? port : null;
  } catch {
    return null;
  }
}
