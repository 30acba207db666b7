/** A band as bytes: three columns in the form of a tile, in which every step is one unit of time. */
import { byteSink, byteSource } from '#contract/blocks/bytes.ts';
import type { Block } from '#contract/blocks/block.ts';
import { decodeTile, encodeTile } from '#contract/blocks/tile.ts';
import { squeezer, unsqueeze } from './squeeze.ts';
import type { Band } from './thin.ts';

const FORM = 1;

/** Yields between its columns. */
export function* encodeBand({ t0, sites, starts, offsets }: Block, { lowest, mean, highest, words }: Band, stepMs: number): Generator<void, Uint8Array> {
  const first = Math.floor(t0 / stepMs);
  const steps = Int32Array.from(offsets, (offset) => Math.floor((t0 + offset) / stepMs) - first);
  const columns: Uint8Array[] = [];
  for (const values of [lowest, mean, highest]) {
    columns.push(encodeTile({ t0: 0, t1: 0, sites, starts, offsets: steps, values, quality: null, counts: values === mean ? words : null }, squeezer).slice());
    yield;
  }
  const out = byteSink(64 + columns.reduce((sum, { length }) => sum + length, 0));
  for (const number of [FORM, ...columns.map(({ length }) => length)]) out.number(number);
  for (const column of columns) out.bytes(column);
  return out.done();
}

/** Throws `RangeError` where the bytes are no band. */
export function decodeBand(body: Uint8Array): Band {
  const source = byteSource(body);
  if (source.number() !== FORM) throw new RangeError('a band of an unknown form');
  const lengths = [source.number(), source.number(), source.number()];
  const [lowest, mean, highest] = lengths.map((length) => decodeTile(source.bytes(length).slice(), 0, 0, unsqueeze));
  if (mean.counts === null || lowest.values.length !== mean.values.length || highest.values.length !== mean.values.length) throw new RangeError('a band that contradicts itself');
  return { lowest: lowest.values, mean: mean.values, highest: highest.values, words: mean.counts };
}
