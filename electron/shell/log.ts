/** Where the program's own lines go: to whoever started it while developing, into a file afterwards. */
import { app } from 'electron';
import { openLogFile } from './logFile.ts';

const LARGEST_BYTES = 5_000_000;

/** One file and the one before it, at most 5 MB each, in the operating system's folder for logs. */
export function openLog(): (line: string) => void {
  if (!app.isPackaged) return (line) => void process.stdout.write(`${line}\n`);
  return openLogFile(app.getPath('logs'), LARGEST_BYTES);
}
