/** The demonstration backend in a process of its own: to the workstation it is a backend like any other, that runs on. */
import { portIn } from '#host/demonstration.ts';
import { keepProcess, type KeptProcess } from './keptProcess.ts';
import { StartProblem } from './places.ts';

export interface DemonstrationOptions {
  entry: string;
  args: string[];
  log(line: string): void;
}

export interface Demonstration {
  /** Where it listens, once it does; the same when it is started again. Rejects with `StartProblem` where it never does. */
  port: Promise<number>;
  stop(): Promise<void>;
}

const CLOSE_MS = 2000;
/** A backend that has died so often without ever listening is given up. */
const TRIES = 3;

export function startDemonstration({ entry, args, log }: DemonstrationOptions): Demonstration {
  let resolve: (port: number) => void;
  let reject: (reason: Error) => void;
  const listening = new Promise<number>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  let port = 0;
  let deaths = 0;
  const kept: KeptProcess = keepProcess({
    name: 'Chengmai demonstration',
    entry,
    args: () => [...args, '--port', String(port)],
    line(text) {
      const said = portIn(text);
      if (said === null) return log(text);
      port = said;
      resolve(port);
    },
    started() {},
    died(code, restartsInMs) {
      if (restartsInMs === null) return;
      log(`The demonstration backend ended with code ${code}; it starts again in ${restartsInMs} ms.`);
      if (++deaths === TRIES) reject(new StartProblem({ code: 'no-demonstration', file: '', message: 'The demonstration backend does not start.' }));
    },
  });
  return { port: listening, stop: () => kept.stop((process) => process.kill(), CLOSE_MS) };
}
