/** A utility process that is kept running: started again with back-off whenever it dies. */
import { createInterface } from 'node:readline';
import { utilityProcess, type UtilityProcess } from 'electron';
import { deathsInARow, restartDelay } from './backOff.ts';

export interface KeptOptions {
  /** What the operating system's lists call it. */
  name: string;
  entry: string;
  /** Asked anew at each start. */
  args: () => string[];
  /** A line that the process printed. */
  line(text: string, from: 'out' | 'err'): void;
  /** The process runs; it may not be ready yet. */
  started(child: UtilityProcess): void;
  /** It has died. `restartsInMs` is null when it was stopped on purpose. */
  died(code: number, restartsInMs: number | null): void;
}

export interface KeptProcess {
  /** Asks it to end, kills it after `graceMs`; resolves when it is gone. It is not started again. */
  stop(ask: (child: UtilityProcess) => void, graceMs: number): Promise<void>;
}

export function keepProcess({ name, entry, args, line, started, died }: KeptOptions): KeptProcess {
  let child: UtilityProcess | null = null;
  let deaths = 0;
  let stopping = false;
  let restart: NodeJS.Timeout | undefined;

  const start = (): void => {
    const since = Date.now();
    const now = utilityProcess.fork(entry, args(), { serviceName: name, stdio: 'pipe' });
    child = now;
    createInterface({ input: now.stdout! }).on('line', (text) => line(text, 'out'));
    createInterface({ input: now.stderr! }).on('line', (text) => line(text, 'err'));
    now.once('exit', (code) => {
      child = null;
      deaths = deathsInARow(deaths, Date.now() - since);
      const delay = stopping ? null : restartDelay(deaths);
      if (delay !== null) restart = setTimeout(start, delay);
      died(code, delay);
    });
    started(now);
  };
  start();

  return {
    stop(ask, graceMs) {
      stopping = true;
      clearTimeout(restart);
      const last = child;
      if (last === null) return Promise.resolve();
      return new Promise((resolve) => {
        const force = setTimeout(() => last.kill(), graceMs);
        last.once('exit', () => {
          clearTimeout(force);
          resolve();
        });
        ask(last);
      });
    },
  };
}
