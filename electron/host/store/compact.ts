/** Puts a block away: what the journal holds of it, and what was put away before, becomes tiles. */
import { encodeTile } from '#contract/blocks/tile.ts';
import { changedEndings, endingOf, type Ending } from './ends.ts';
import { countTiles, gather, type Gathered, type Wanted } from './gather.ts';
import { placeOfTile, TILE_SITES, tileId } from './grid.ts';
import type { Journal } from './journal.ts';
import { encodeKnown } from './knownTimes.ts';
import { createSettle, type Before, type Settle } from './settle.ts';
import { squeezer } from './squeeze.ts';
import type { TileRow, Tiles } from './tiles.ts';

/** Observations in memory at once, so that a million sites take no more than a hundred thousand. */
const MOST_AT_ONCE = 4_000_000;

export interface PutAway {
  row: Omit<TileRow, 'sum'>;
  body: Uint8Array;
  known: Uint8Array;
  ending: Ending;
  /** Of those only that end otherwise than before; null where no later block was put away, which alone would care. */
  changed: Ending | null;
}

/** Tiles that the rows touch, encoded anew. Yields every few milliseconds; writes nothing. */
export function* encodeBlock(tiles: Tiles, journal: Journal, wanted: Wanted): Generator<void, PutAway[]> {
  const { line: { indicator }, block, rows } = wanted;
  const touched = yield* countTiles(journal, rows);
  const before = new Map(tiles.fact(indicator, block) === null ? [] : tiles.rows(indicator, block).map((row) => [placeOfTile(row.id).tile, row]));
  const settle = createSettle();
  const isLast = (tiles.facts(indicator).at(-1)?.block ?? -1) <= block;
  const done: PutAway[] = [];
  const numbers = [...touched.keys()].toSorted((a, b) => a - b);
  for (let at = 0; at < numbers.length; ) {
    let many = 0;
    const from = at;
    while (at < numbers.length && (at === from || many + touched.get(numbers[at])! <= MOST_AT_ONCE)) many += touched.get(numbers[at++])!;
    const gathered = yield* gather(journal, wanted, touched, numbers[from], numbers[at - 1]);
    for (const tile of numbers.slice(from, at)) {
      const encoded = encodeOne(settle, gathered, wanted, tile, loadBefore(tiles, before.get(tile)), isLast);
      if (encoded) done.push(encoded);
      yield;
    }
  }
  return done;
}

/** Null where there is nothing that could be read. */
function loadBefore(tiles: Tiles, row: TileRow | undefined): Before | null {
  const block = row && tiles.load(row, false);
  return block ? { block, known: tiles.known(row, block) } : null;
}

function encodeOne(settle: Settle, gathered: Gathered, { line: { indicator, spanMs }, block: number }: Wanted, tile: number, before: Before | null, isLast: boolean): PutAway | null {
  const i = tile - gathered.first;
  const settled = settle(gathered, gathered.starts[i], gathered.ends[i], before, tile * TILE_SITES, number * spanMs);
  if (settled === null) return null;
  const { block, known } = settled;
  // Views of what the next tile is written into.
  const [body, knownBody] = [encodeTile(block, squeezer).slice(), encodeKnown(block, known, squeezer).slice()];
  const ending = endingOf(block);
  return { row: { id: tileId(indicator, number, tile), t0: block.t0, t1: block.t1, n: block.values.length }, body, known: knownBody, ending, changed: isLast ? null : changedEndings(ending, before?.block ?? null) };
}
