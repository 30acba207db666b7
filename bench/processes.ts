/** CPU time and memory of processes, read from /proc (Linux). */
import { readFileSync, readdirSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Fields of /proc/PID/stat after the command name, which may itself hold spaces. */
function stat(pid: number): string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** The process and everything that it started, as far as it still runs. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(stat(Number(name))[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree: number[] = [];
  const walk = (pid: number): void => {
    tree.push(pid);
    for (const child of children.get(pid) ?? []) walk(child);
  };
  walk(root);
  return tree;
}

/** Seconds of CPU that the process has used since it started; 0 when it is gone. */
export function cpuSeconds(pid: number): number {
  const fields = stat(pid);
  return fields.length > 13 ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : 0;
}

/** Chromium's processes of a page: renderers and the GPU process, not the browser itself. */
export function pageProcesses(browserPid: number): number[] {
  return processTree(browserPid).filter((pid) => /--type=(renderer|gpu-process)/.test(read(`/proc/${pid}/cmdline`)));
}

/** Chromium's process that draws, whatever draws it. */
export function drawingProcess(browserPid: number): number {
  const found = processTree(browserPid).find((pid) => read(`/proc/${pid}/cmdline`).includes('--type=gpu-process'));
  if (found === undefined) throw new Error('The browser has no process that draws.');
  return found;
}

/** Seconds of CPU that threads of this name have used in a process. */
export function threadSeconds(pid: number, name: string): number {
  let ticks = 0;
  for (const thread of threadsOf(pid)) {
    const text = read(`/proc/${pid}/task/${thread}/stat`);
    if (!text.includes(`(${name}`)) continue;
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / TICKS_PER_SECOND;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Resident memory, MiB. */
export function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}
