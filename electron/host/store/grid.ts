/**
 * How an indicator's history is cut: in time into blocks, in sites into tiles. A block is as long as some thirty of the
 * indicator's periods, so that a tile is worth squeezing and an instant does not cost hours of reading; a day at most, so that
 * what is said once a day is still put away every day.
 */
const MINUTE = 60_000;
const SPANS: readonly { periodMs: number; spanMs: number }[] = [
  { periodMs: 15_000, spanMs: 5 * MINUTE },
  { periodMs: 90_000, spanMs: 30 * MINUTE },
  { periodMs: 5 * MINUTE, spanMs: 120 * MINUTE },
  { periodMs: 15 * MINUTE, spanMs: 360 * MINUTE },
];
const LONGEST_MS = 1440 * MINUTE;
/** Where nobody has said how often an indicator speaks. */
export const USUAL_PERIOD_MS = MINUTE;

export function spanOf(periodMs: number): number {
  return SPANS.find((span) => periodMs <= span.periodMs)?.spanMs ?? LONGEST_MS;
}

/** Sites of one tile. */
export const TILE_SITES = 1024;
const TILES = 2 ** 12;
const BLOCKS = 2 ** 24;

export const tileOf = (site: number): number => Math.floor(site / TILE_SITES);

/** A block's number in the file, of all indicators; spans are counted from the epoch. Fits a double for 65,000 indicators until 2129. */
export const blockId = (indicator: number, block: number): number => indicator * BLOCKS + block;
export const tileId = (indicator: number, block: number, tile: number): number => blockId(indicator, block) * TILES + tile;
/** The numbers of a block's tiles: from the first inclusive to the last exclusive. */
export const tilesOf = (indicator: number, block: number): [number, number] => [tileId(indicator, block, 0), tileId(indicator, block + 1, 0)];
export const placeOfTile = (id: number): { indicator: number; block: number; tile: number } => {
  const block = Math.floor(id / TILES);
  return { indicator: Math.floor(block / BLOCKS), block: block % BLOCKS, tile: id % TILES };
};

/** What a carry leaves to the block before: who speaks within so much of the beginning has no entry. */
export const settleMs = (spanMs: number): number => spanMs / 8;
/** How far back a carry looks: a site that has been silent for longer is not carried on. */
export const carryMs = (spanMs: number): number => Math.max(1440 * MINUTE, 8 * spanMs);
