/** Reads what can be read of a damaged file: one row, or a list of rows from both of its ends. */
import type { Statement } from 'better-sqlite3';
import { crc32 } from 'node:zlib';
import { isDamage } from './problem.ts';

/** What `read` gives; where a page of it is damaged, `otherwise`, and it is told. */
export function readOr<T, U>(read: () => T, otherwise: U, damaged: () => void): T | U {
  try {
    return read();
  } catch (error) {
    if (!isDamage(error)) throw error;
    damaged();
    return otherwise;
  }
}

/** Rows of `rising`. Where a page between them is damaged: those before it, and those behind it by `falling`, the same in the other order. */
export function readRows<T>(rising: Statement, falling: Statement, params: unknown[], damaged: () => void): T[] {
  return readOr(() => rising.all(...params) as T[], null, damaged) ?? [...readUntilDamage<T>(rising, params), ...readUntilDamage<T>(falling, params).toReversed()];
}

function readUntilDamage<T>(statement: Statement, params: unknown[]): T[] {
  const rows: T[] = [];
  readOr(() => {
    for (const row of statement.iterate(...params)) rows.push(row as T);
  }, undefined, () => undefined);
  return rows;
}

/** The checksum of a row: of its body and of the numbers beside it. */
export function sealOf(body: Uint8Array, beside: readonly number[]): number {
  numbers.set(beside);
  return crc32(bytesOf.subarray(0, 8 * beside.length), crc32(body));
}

/** The numbers beside a body, at most so many. */
const numbers = new Float64Array(16);
const bytesOf = new Uint8Array(numbers.buffer);

/** Whether a row is what was written. A column of another kind than it should have is damage, too. */
export function isSealed(body: unknown, sum: unknown, beside: readonly number[]): body is Buffer {
  if (!(body instanceof Uint8Array)) return false;
  // The first files sealed the body alone.
  return sealOf(body, beside) === sum || crc32(body) === sum;
}
