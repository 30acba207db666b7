/** Lines into a file that stays small, beside the one before it. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** `chengmai.log` in `folder` (made where it is missing), and `chengmai-before.log`: at most `largest` bytes each, but for a longer line. */
export function openLogFile(folder: string, largest: number): (line: string) => void {
  const file = path.join(folder, 'chengmai.log');
  mkdirSync(folder, { recursive: true });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return (line) => {
    const text = `${new Date().toISOString()} ${line}\n`;
    const bytes = Buffer.byteLength(text);
    if (size > 0 && size + bytes > largest) {
      renameSync(file, path.join(folder, 'chengmai-before.log'));
      size = 0;
    }
    appendFileSync(file, text);
    size += bytes;
  };
}
