/** A block for a screen: its tiles as they lie in the file, what is still in the journal as one more. */
import type { Block } from '#contract/blocks/block.ts';
import { encodeTile, plainTile, unsqueezed } from '#contract/blocks/tile.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { blockOf } from './block.ts';
import type { History, Line } from './history.ts';
import { unsqueeze } from './squeeze.ts';
import type { StoredBlock } from './store.ts';
import type { Tiles } from './tiles.ts';

export function storedBlock(history: History, tiles: Tiles, line: Line, time: number): StoredBlock {
  const number = Math.floor(time / line.spanMs);
  const from = number * line.spanMs;
  const all = history.between(line, from, from + line.spanMs - 1).toSorted((a, b) => a.arrival - b.arrival);
  const pieces = all.flatMap(({ source }) => {
    const body = 'tile' in source ? tiles.body(source.tile) : null;
    return body && 'tile' in source ? [{ t0: source.tile.t0, t1: source.tile.t1, body: plainTile(body, unsqueeze) }] : [];
  });
  const loose = all.filter(({ source }) => 'row' in source).map((piece) => history.load(piece)!);
  if (loose.length > 0) {
    const whole = joined(loose);
    pieces.push({ t0: whole.t0, t1: whole.t1, body: encodeTile(whole, unsqueezed) });
  }
  return { from, until: from + line.spanMs, pieces };
}

/** Blocks in the order of arrival as one. */
function joined(blocks: readonly Block[]): Block {
  if (blocks.length === 1) return blocks[0];
  const n = blocks.reduce((sum, { values }) => sum + values.length, 0);
  const all = { indicator: '', sites: new Uint32Array(n), times: new Float64Array(n), values: new Float64Array(n), quality: new Uint8Array(n), counts: new Uint32Array(n).fill(NOT_STATED) };
  let at = 0;
  for (const { t0, sites, starts, offsets, values, quality, counts } of blocks) {
    for (let s = 0; s < sites.length; s++) all.sites.fill(sites[s], at + starts[s], at + starts[s + 1]);
    for (let i = 0; i < values.length; i++) all.times[at + i] = t0 + offsets[i];
    all.values.set(values, at);
    if (quality !== null) all.quality.set(quality, at);
    if (counts !== null) all.counts.set(counts, at);
    at += values.length;
  }
  return blockOf(all, null);
}
