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
export const placeOfTile = (id: number): { line: number; block: number; tile: number } => {
  const block = Math.floor(id / TILES);
  return { ...placeOfBlock(block), tile: id % TILES };
};
export const placeOfBlock = (id: number): { line: number; block: number } => ({ line: Math.floor(id / BLOCKS), block: id % BLOCKS });

/**
 * What is too old to be kept in full is thinned to one word a step. Thinned, an indicator is cut as one more line of the file, with
 * a number and a length of its blocks of its own: a day for steps of a quarter of an hour, some hundred steps for longer ones. Each
 * length is a multiple of those before it and of every `SPANS`.
 */
export const STEPS = [{ stepMs: 15 * MINUTE, spanMs: 1440 * MINUTE }, { stepMs: 60 * MINUTE, spanMs: 4 * 1440 * MINUTE }, { stepMs: 360 * MINUTE, spanMs: 24 * 1440 * MINUTE }] as const;
const INDICATORS = 2 ** 14;
export const thinLine = (indicator: number, level: number): { indicator: number; spanMs: number } => ({ indicator: indicator + INDICATORS * (level + 1), spanMs: STEPS[level].spanMs });
/** The indicator and the step (ms; null: in full) of a line's number. */
export const ofLine = (line: number): { indicator: number; stepMs: number | null } => ({ indicator: line % INDICATORS, stepMs: STEPS[Math.floor(line / INDICATORS) - 1]?.stepMs ?? null });

/** What a carry leaves to the block before: who speaks within so much of the beginning has no entry. */
export const settleMs = (spanMs: number): number => spanMs / 8;
/** How far back a carry looks: a site that has been silent for longer is not carried on. */
export const carryMs = (spanMs: number): number => Math.max(1440 * MINUTE, 8 * spanMs);
