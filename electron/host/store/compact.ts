/** Puts a block away: what the journal holds of it, and what was put away before, becomes tiles. */
import { encodeTile } from '#contract/blocks/tile.ts';
import type { Block } from '#contract/blocks/block.ts';
import { countTiles, gather, type Gathered, type Wanted } from './gather.ts';
import { TILE_SITES, tileId } from './grid.ts';
import type { Journal } from './journal.ts';
import { encodeKnown } from './knownTimes.ts';
import { settle } from './settle.ts';
import { squeezer } from './squeeze.ts';
import type { Tiles } from './tiles.ts';

/** Observations in memory at once, so that a million sites take no more than a hundred thousand. */
const MOST_AT_ONCE = 4_000_000;

export interface PutAway {
  id: number;
  block: Block;
  body: Uint8Array;
  known: Uint8Array;
}

/** Tiles that the rows touch, encoded anew. Yields every few milliseconds; writes nothing. */
export function* encodeBlock(tiles: Tiles, journal: Journal, wanted: Wanted): Generator<void, PutAway[]> {
  const touched = yield* countTiles(journal, wanted.rows);
  const done: PutAway[] = [];
  const numbers = [...touched.keys()].toSorted((a, b) => a - b);
  for (let at = 0; at < numbers.length; ) {
    let many = 0;
    const from = at;
    while (at < numbers.length && (at === from || many + touched.get(numbers[at])! <= MOST_AT_ONCE)) many += touched.get(numbers[at++])!;
    const gathered = yield* gather(tiles, journal, wanted, touched, numbers[from], numbers[at - 1]);
    for (const tile of numbers.slice(from, at)) {
      const encoded = encodeOne(gathered, wanted, tile);
      if (encoded) done.push(encoded);
      yield;
    }
  }
  return done;
}

function encodeOne(gathered: Gathered, { line: { indicator, spanMs }, block: number }: Wanted, tile: number): PutAway | null {
  const i = tile - gathered.first;
  const settled = settle(gathered, gathered.starts[i], gathered.ends[i], tile * TILE_SITES, number * spanMs);
  if (settled === null) return null;
  const { block, known } = settled;
  const replaced = [...(gathered.replaced.get(tile) ?? []), ...known.replaced].toSorted((a, b) => a.site - b.site || a.time - b.time || a.known - b.known);
  return { id: tileId(indicator, number, tile), block, body: encodeTile(block, squeezer), known: encodeKnown(block, { known: known.known, replaced }, squeezer) };
}
