/** Puts a block away: what the journal holds of it, and what was put away before, becomes tiles. */
import type { Block } from '#contract/blocks/block.ts';
import { encodeTile } from '#contract/blocks/tile.ts';
import { changedEndings, endingOf, type Ending } from './ends.ts';
import { countTiles, gather, type Gathered, type Wanted } from './gather.ts';
import { placeOfTile, TILE_SITES, tileId } from './grid.ts';
import type { Journal } from './journal.ts';
import { encodeThere, type Encoded } from './kernel/encodeThere.ts';
import { countThere, gatheredThere, gatherThere } from './kernel/gatherThere.ts';
import { giveRoom, takeRoom, type Room } from './kernel/room.ts';
import { encodeKnown } from './knownTimes.ts';
import { createSettle, type Before, type Settle } from './settle.ts';
import { squeezer } from './squeeze.ts';
import type { TileRow, Tiles } from './tiles.ts';

/** Observations in memory at once: some of each site, since each batch is read again for each such part, and not all of a block. */
const AT_ONCE = 2_000_000;
const AT_ONCE_A_SITE = 4;

export interface PutAway {
  row: Omit<TileRow, 'sum'>;
  body: Uint8Array;
  known: Uint8Array;
  ending: Ending;
  /** Of those only that end otherwise than before; null where no later block was put away, which alone would care. */
  changed: Ending | null;
}

/** Tiles that the rows touch, encoded anew. Yields every few milliseconds; writes nothing. `fast`: with the kernel. */
export function* encodeBlock(tiles: Tiles, journal: Journal, wanted: Wanted, fast = true): Generator<void, PutAway[]> {
  const room = fast ? takeRoom() : null;
  try {
    return yield* encodeIn(room, tiles, journal, wanted);
  } finally {
    giveRoom(room);
  }
}

function* encodeIn(room: Room | null, tiles: Tiles, journal: Journal, wanted: Wanted): Generator<void, PutAway[]> {
  const { line: { indicator, spanMs }, block, rows } = wanted;
  const counted = room && (yield* countThere(room, journal, rows));
  const touched = counted?.touched ?? (yield* countTiles(journal, rows));
  const before = new Map(tiles.fact(indicator, block) === null ? [] : tiles.rows(indicator, block).map((row) => [placeOfTile(row.id).tile, row]));
  const settle = createSettle();
  const isLast = (tiles.facts(indicator).at(-1)?.block ?? -1) <= block;
  const done: PutAway[] = [];
  const numbers = [...touched.keys()].toSorted((a, b) => a - b);
  const most = Math.max(AT_ONCE, AT_ONCE_A_SITE * TILE_SITES * numbers.length);
  for (let at = 0; at < numbers.length; ) {
    let many = 0;
    const from = at;
    while (at < numbers.length && (at === from || many + touched.get(numbers[at])! <= most)) many += touched.get(numbers[at++])!;
    const [first, last] = [numbers[from], numbers[at - 1]];
    const there = room && counted && (yield* gatherThere(room, journal, wanted, counted, first, last));
    const gathered = there ? null : yield* gather(journal, wanted, touched, first, last);
    for (const tile of numbers.slice(from, at)) {
      const earlier = loadBefore(tiles, before.get(tile));
      const encoded = (there && encodeThere(there, tile, earlier, block * spanMs)) ?? encodeHere(settle, gathered ?? gatheredThere(there!, tile), wanted, tile, earlier);
      if (encoded) done.push(putAwayOf(encoded, tileId(indicator, block, tile), isLast ? undefined : (earlier?.block ?? null)));
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

function encodeHere(settle: Settle, gathered: Gathered, { line: { spanMs }, block: number }: Wanted, tile: number, before: Before | null): Encoded | null {
  const i = tile - gathered.first;
  const settled = settle(gathered, gathered.starts[i], gathered.ends[i], before, tile * TILE_SITES, number * spanMs);
  if (settled === null) return null;
  const { block, known } = settled;
  // Views of what the next tile is written into.
  return { t0: block.t0, t1: block.t1, n: block.values.length, body: encodeTile(block, squeezer).slice(), known: encodeKnown(block, known, squeezer).slice(), ending: endingOf(block) };
}

/** `before`: undefined where no later block was put away. */
const putAwayOf = ({ t0, t1, n, body, known, ending }: Encoded, id: number, before: Block | null | undefined): PutAway =>
  ({ row: { id, t0, t1, n }, body, known, ending, changed: before === undefined ? null : changedEndings(ending, before) });
