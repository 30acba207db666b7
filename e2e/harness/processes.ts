/** Processes as the operating system knows them (Linux). */
import { readFileSync, readdirSync } from 'node:fs';

interface Process {
  pid: number;
  parent: number;
  /** One letter, as in ps: Z = ended. */
  state: string;
  command: string;
}

function read(pid: number): Process | null {
  try {
    // The name stands in brackets and may hold anything; state and parent follow it.
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return { pid, parent: Number(parent), state, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
  } catch {
    return null;
  }
}

/** Children, and theirs, whose command line holds `part`; all where it is left out. */
export function descendants(pid: number, part = ''): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => read(Number(name))).filter((one) => one !== null);
  const found: number[] = [];
  const below = (parent: number): void => {
    for (const one of all) {
      if (one.parent !== parent) continue;
      if (one.command.includes(part)) found.push(one.pid);
      below(one.pid);
    }
  };
  below(pid);
  return found;
}

/** Gone, or only waiting for its parent to notice, is not alive. */
export function isAlive(pid: number): boolean {
  const found = read(pid);
  return found !== null && found.state !== 'Z';
}

/** What every user of the machine can read of a process (as in ps), and what its own user can: arguments and environment. */
export function argumentsAndEnvironment(pid: number): string {
  return ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8')).join('\0');
}
