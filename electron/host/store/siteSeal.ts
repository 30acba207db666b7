/** Checksums of the rows that say what is observed, and where. */
import { crc32 } from 'node:zlib';
import { sealOf } from './salvage.ts';

export interface IndicatorRow { id: number; code: string; source: string; span_ms: number; sum: number }
/** As they stand in the table; objects of so many rows took most of the time of an opening. */
export type SiteColumns = [indicator: number, dense: number, id: string, zh: string, en: string, lon: number, lat: number, district: number, town: number, halfSizeM: number];
export type SiteRow = [...SiteColumns, sum: number];

/** The source may change and only names where it came from. */
export const indicatorSeal = ({ id, code, span_ms: spanMs }: Omit<IndicatorRow, 'sum'>): number => sealOf(Buffer.from(code), [id, spanMs]);

const numbers = new Float64Array(7);
const bytesOf = new Uint8Array(numbers.buffer);
let room = new Uint8Array(4096);
const encoder = new TextEncoder();

/** As SQLite gives it back: without -0, and half a character is none. */
export function siteSeal(row: SiteColumns | SiteRow): number {
  // As `sealOf` of the three texts with a zero between them and the numbers beside, in one call.
  let at = putText(row[2], 0);
  room[at++] = 0;
  at = putText(row[3], at);
  room[at++] = 0;
  at = putText(row[4], at);
  numbers[0] = row[0];
  numbers[1] = row[1];
  numbers[2] = row[5] + 0;
  numbers[3] = row[6] + 0;
  numbers[4] = row[7];
  numbers[5] = row[8];
  numbers[6] = row[9] + 0;
  room.set(bytesOf, at);
  return crc32(room.subarray(0, at + bytesOf.length));
}

/** Returns the place behind it; room for what follows is there. A column that is damaged may be no text. */
function putText(column: unknown, at: number): number {
  const text = typeof column === 'string' ? column : String(column);
  const n = text.length;
  if (at + 3 * n + 2 + bytesOf.length > room.length) {
    const wider = new Uint8Array(2 * (at + 3 * n + room.length));
    wider.set(room);
    room = wider;
  }
  for (let i = 0; i < n; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return at + i + encoder.encodeInto(i === 0 ? text : text.slice(i), room.subarray(at + i)).written;
    room[at + i] = code;
  }
  return at + n;
}
