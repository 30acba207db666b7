/** Where the program's own lines go: to whoever started it while developing, into a file afterwards. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';

const LARGEST_BYTES = 5_000_000;

/** One file and the one before it, at most 5 MB each, in the operating system's folder for logs. */
export function openLog(): (line: string) => void {
  if (!app.isPackaged) return (line) => void process.stdout.write(`${line}\n`);
  const folder = app.getPath('logs');
  const file = path.join(folder, 'chengmai.log');
  mkdirSync(folder, { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) renameSync(file, path.join(folder, 'chengmai-before.log'));
  return (line) => appendFileSync(file, `${new Date().toISOString()} ${line}\n`);
}
