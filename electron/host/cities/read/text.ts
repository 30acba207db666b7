/** Text files as other programs write them: UTF-8, UTF-16 with its mark, or GB 18030 (GBK). */
import { readFileSync, statSync } from 'node:fs';
import { ImportProblem } from '../findings.ts';

/** A JSON file is read whole: what is larger takes many times its size in memory. */
export const MOST_JSON_BYTES = 512 * 1024 * 1024 - 64 * 1024;

export interface Decoded { text: string; encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' }

/** Throws `ImportProblem` where the file cannot be read, is too large, or is no text. */
export function readText(file: string): Decoded {
  const size = sizeOf(file);
  if (size > MOST_JSON_BYTES) {
    throw new ImportProblem(file, `it has ${(size / 1e6).toFixed(0)} MB; JSON is read up to ${(MOST_JSON_BYTES / 1e6).toFixed(0)} MB. Convert it to FlatGeobuf or GeoPackage, which are read feature by feature`);
  }
  const decoded = decode(readFileSync(file));
  if (decoded === null) throw new ImportProblem(file, 'it is no text in UTF-8, UTF-16 or GB 18030');
  return decoded;
}

/** Bytes of a file. Throws `ImportProblem` where it is not there or is no file. */
export function sizeOf(file: string): number {
  let stat;
  try {
    stat = statSync(file);
  } catch {
    throw new ImportProblem(file, 'there is no such file');
  }
  if (!stat.isFile()) throw new ImportProblem(file, 'it is no file');
  return stat.size;
}

export function decode(bytes: Uint8Array): Decoded | null {
  const marked: 'utf-16le' | 'utf-16be' | null = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  for (const encoding of marked === null ? (['utf-8', 'gb18030'] as const) : ([marked] as const)) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      // The next one.
    }
  }
  return null;
}

/** Parses JSON; NaN and Infinity, which some programs write although JSON has none, become texts of that name. Throws `ImportProblem`. */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (/\b(NaN|Infinity)\b/.test(text)) {
      try {
        return JSON.parse(text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g, (token) => (token.startsWith('"') ? token : `"${token}"`))) as unknown;
      } catch {
        // Something else is wrong as well.
      }
    }
    const { message } = error as Error;
    const isCut = /end of JSON|Unterminated/i.test(message) || Number(/position (\d+)/.exec(message)?.[1] ?? -1) >= text.trimEnd().length;
    throw new ImportProblem(file, isCut ? `it ends in the middle (after ${text.length} characters): it was cut off` : `it is no JSON: ${message.slice(0, 200)}`);
  }
}
