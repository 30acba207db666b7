/** Processes as the operating system knows them (Linux). */
import { readFileSync, readdirSync } from 'node:fs';

interface Process {
  pid: number;
  parent: number;
  command: string;
}

function read(pid: number): Process | null {
  try {
    // The name stands in brackets and may hold anything; the parent is the second field behind it.
    const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
    return { pid, parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
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

export function isAlive(pid: number): boolean {
  return read(pid) !== null;
}
