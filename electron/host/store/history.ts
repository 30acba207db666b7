/** Tiles and journal as one: the pieces that an indicator's history is made of. */
import type { Block } from '#contract/blocks/block.ts';
import type { LastWords } from '#contract/blocks/lastWords.ts';
import type { StepSums } from '#contract/blocks/siteSums.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { blockOf } from './block.ts';
import { carryMs, ofLine, placeOfTile, tileOf } from './grid.ts';
import type { Journal, JournalRow } from './journal.ts';
import type { Replaced } from './knownTimes.ts';
import type { Band } from './thin.ts';
import { resolutionsOf, thinBlocks, thinExtent, thinFacts, thinRows, thinStartAfter, type Resolution } from './thinned.ts';
import { positionOf, type TileRow, type Tiles } from './tiles.ts';

/** Latest instant that there is, epoch ms. */
export const LAST_TIME = 8_640_000_000_000_000;

export interface Piece {
  /** Of two that speak of the same site and time, the later arrival holds; what was put away came before what is in the journal. */
  arrival: number;
  t0: number;
  t1: number;
  source: { tile: TileRow } | { row: JournalRow };
}

/** An indicator's history: its number in the file and how long its blocks are, ms. */
export interface Line {
  indicator: number;
  spanMs: number;
}

export interface History {
  /** Blocks that hold something in [from, to], newest first. */
  blocks(line: Line, from: number, to: number): number[];
  /** Of one block, the latest end first. */
  pieces(line: Line, block: number): Piece[];
  /** Of those, what may hold the site. */
  piecesOfSite(line: Line, block: number, site: number): Piece[];
  /** Of those, what may hold one of the sites (rising). */
  piecesOfSites(line: Line, block: number, sites: Uint32Array): Piece[];
  /** What overlaps [from, to], earliest first. */
  between(line: Line, from: number, to: number): Piece[];
  /** Null where the piece is no longer there: its block has been put away meanwhile. `keep`: in the cache. */
  load(piece: Piece, keep?: boolean): Block | null;
  /** At least what it has of the site, quality perhaps left out; null as `load`. */
  loadSite(piece: Piece, site: number): Block | null;
  /** As `loadSite`, of some sites (rising). */
  loadSites(piece: Piece, sites: Uint32Array): Block | null;
  /** Adds what these sites (rising) said; false where that cannot be done without unfolding it; null as `load`. */
  addSums(piece: Piece, sites: Uint32Array, into: StepSums): boolean | null;
  /** What each site of the piece last said at or before `time` (epoch ms); null as `load`. */
  last(piece: Piece, time: number): LastWords | null;
  /** Whether its words are those of longer steps. */
  isThin(piece: Piece): boolean;
  /** Of a piece that is thinned, what its steps were like; null of any other. */
  band(piece: Piece): Band | null;
  /** Only what was known by then (epoch ms); null as `load`. */
  loadKnown(piece: Piece, knownAt: number): Block | null;
  /** Whether everything of a block was known by then. */
  isAllKnown(line: Line, block: number, knownAt: number): boolean;
  /** Whether everything was known by then that a block's carry may be made of. */
  isLeadKnown(line: Line, block: number, knownAt: number): boolean;
  /** Last words before a block, but for what `late` has; null where they are not worked out. */
  carry(line: Line, block: number): Block | null;
  /** What came late for blocks that a carry looks back to, and is not put away yet. */
  late(line: Line, block: number): Piece[];
  /** Earliest observation of a block after `time`, nearly (never too late); null where none. */
  startAfter(line: Line, time: number): number | null;
  /** Latest end of a block before `time`; null where none. */
  endBefore(line: Line, time: number): number | null;
  /** Where it holds something in [from, to], and in which steps. */
  resolutions(line: Line, from: number, to: number): Resolution[];
  extentOf(line: Line): { from: number; to: number } | null;
}

const pieceOfTile = (tile: TileRow): Piece => ({ arrival: 0, t0: tile.t0, t1: tile.t1, source: { tile } });
const pieceOfRow = (row: JournalRow): Piece => ({ arrival: row.seq, t0: row.t0, t1: row.t1, source: { row } });

const isThin = ({ source }: Piece): boolean => 'tile' in source && ofLine(placeOfTile(source.tile.id).line).stepMs !== null;

/** More tiles of a block are looked for among all of it; so few one by one, each a page or two of the file. */
const FEW_TILES = 8;

export function openHistory(tiles: Tiles, journal: Journal): History {
  const fullBlocks = ({ indicator, spanMs }: Line, from: number, to: number): Set<number> => {
    const first = Math.floor(from / spanMs);
    const last = Math.floor(to / spanMs);
    const facts = tiles.facts(indicator);
    const found = new Set(journal.blocks(indicator).filter((block) => block >= first && block <= last));
    for (let at = positionOf(facts, first); at < facts.length && facts[at].block <= last; at++) found.add(facts[at].block);
    return found;
  };
  const blocks: History['blocks'] = (line, from, to) => [...new Set([...fullBlocks(line, from, to), ...thinBlocks(tiles, line, from, to)])].toSorted((a, b) => b - a);
  const cold = (line: Line, block: number): TileRow[] => [...tiles.rows(line.indicator, block), ...thinRows(tiles, line, block)];
  const coldTile = (line: Line, block: number, tile: number): TileRow[] => {
    const own = tiles.fact(line.indicator, block) && tiles.row(line.indicator, block, tile);
    const thin = thinFacts(tiles, line, block).map((chunk) => tiles.row(chunk.line.indicator, chunk.fact.block, tile));
    return [own, ...thin].filter((row) => row !== null);
  };
  const edges = (line: Line, block: number): { t0: number; t1: number } => {
    const { indicator } = line;
    let t0 = Infinity;
    let t1 = -Infinity;
    for (const row of [...journal.rows(indicator, block), tiles.fact(indicator, block), ...thinFacts(tiles, line, block).map(({ fact }) => fact)]) {
      if (row === null) continue;
      if (row.t0 < t0) t0 = row.t0;
      if (row.t1 > t1) t1 = row.t1;
    }
    return { t0, t1 };
  };
  const isAllKnown: History['isAllKnown'] = ({ indicator }, block, knownAt) => {
    const second = Math.floor(knownAt / 1000);
    return (tiles.fact(indicator, block)?.known ?? 0) <= second && journal.rows(indicator, block).every(({ known }) => known <= second);
  };
  const load = ({ source }: Piece, keep = true): Block | null => ('tile' in source ? tiles.load(source.tile, keep) : journal.load(source.row));

  return {
    blocks,
    pieces: (line, block) =>
      [...cold(line, block).map(pieceOfTile), ...journal.rows(line.indicator, block).map(pieceOfRow)].toSorted((a, b) => b.t1 - a.t1),
    piecesOfSite(line, block, site) {
      const rows = journal.rows(line.indicator, block).filter(({ s0, s1 }) => s0 <= site && s1 >= site);
      return [...coldTile(line, block, tileOf(site)).map(pieceOfTile), ...rows.map(pieceOfRow)];
    },
    piecesOfSites(line, block, sites) {
      const wanted = new Set<number>();
      // They rise: from one tile's first to where the next tile begins.
      for (let i = 0, last = -1; i < sites.length; i++) {
        const tile = tileOf(sites[i]);
        if (tile === last) continue;
        wanted.add(tile);
        last = tile;
      }
      const tilesOf = wanted.size <= FEW_TILES ? [...wanted].flatMap((tile) => coldTile(line, block, tile)) : cold(line, block).filter(({ id }) => wanted.has(placeOfTile(id).tile));
      const hot = journal.rows(line.indicator, block).filter(({ s0, s1 }) => s0 <= sites[sites.length - 1] && s1 >= sites[0]);
      return [...tilesOf.map(pieceOfTile), ...hot.map(pieceOfRow)];
    },
    between(line, from, to) {
      const found = blocks(line, from, to).flatMap((block) => [...cold(line, block).map(pieceOfTile), ...journal.rows(line.indicator, block).map(pieceOfRow)]);
      return found.filter(({ t0, t1 }) => t1 >= from && t0 <= to).toSorted((a, b) => a.t0 - b.t0);
    },
    load,
    isThin,
    band: (piece) => (isThin(piece) && 'tile' in piece.source ? tiles.band(piece.source.tile) : null),
    loadSite(piece, site) {
      const { source } = piece;
      const alone = 'row' in source ? 'held' : tiles.ofSite(source.tile, site);
      return alone === 'held' ? load(piece) : alone;
    },
    loadSites(piece, sites) {
      const { source } = piece;
      const alone = 'row' in source ? 'held' : tiles.ofSites(source.tile, sites);
      return alone === 'held' ? load(piece) : alone;
    },
    addSums({ source }, sites, into) {
      const added = 'row' in source ? 'held' : tiles.addSums(source.tile, sites, into);
      return added === 'held' ? false : added;
    },
    last(piece, time) {
      const { source } = piece;
      if ('row' in source) {
        const block = load(piece);
        return block && lastOf(block, time);
      }
      const words = tiles.last(source.tile, time);
      return words === 'held' ? lastOf(load(piece)!, time) : words;
    },
    loadKnown(piece, knownAt) {
      const second = Math.floor(knownAt / 1000);
      const { source } = piece;
      if ('row' in source) return source.row.known <= second ? load(piece) : EMPTY;
      const block = load(piece);
      const known = block && tiles.known(source.tile, block);
      return known ? asKnown(block, known.known, known.replaced, second) : block;
    },
    isAllKnown,
    isLeadKnown(line, block, knownAt) {
      const start = block * line.spanMs;
      return [...fullBlocks(line, start - carryMs(line.spanMs), start - 1)].every((each) => isAllKnown(line, each, knownAt));
    },
    carry: ({ indicator }, block) => tiles.carry(indicator, block),
    late({ indicator, spanMs }, block) {
      const first = block - carryMs(spanMs) / spanMs;
      return journal.blocks(indicator).filter((each) => each >= first && each < block).flatMap((each) => journal.rows(indicator, each).map(pieceOfRow));
    },
    startAfter(line, time) {
      const { indicator, spanMs } = line;
      const own = Math.floor(time / spanMs);
      let first = Infinity;
      // In its own block the pieces are looked at; of those that come after it, the first.
      for (const block of blocks(line, time, time)) {
        for (const { t0 } of [...cold(line, block), ...journal.rows(indicator, block)]) if (t0 > time && t0 < first) first = t0;
      }
      if (first < Infinity) return first;
      const facts = tiles.facts(indicator);
      const later = facts[positionOf(facts, own + 1)]?.block ?? Infinity;
      const hot = journal.blocks(indicator).find((block) => block > own) ?? Infinity;
      const next = Math.min(later, hot);
      const start = Math.min(next === Infinity ? Infinity : edges(line, next).t0, thinStartAfter(tiles, line, time));
      return start === Infinity ? null : start;
    },
    endBefore(line, time) {
      const { indicator, spanMs } = line;
      for (const block of blocks(line, 0, time)) {
        if (block * spanMs >= time) continue;
        const { t1 } = edges(line, block);
        if (t1 < time) return t1;
        const ends = [...cold(line, block), ...journal.rows(indicator, block)].map((piece) => piece.t1).filter((end) => end < time);
        if (ends.length > 0) return Math.max(...ends);
      }
      return null;
    },
    resolutions: (line, from, to) => resolutionsOf(tiles, line, fullBlocks(line, from, to), from, to),
    extentOf(line) {
      const { indicator } = line;
      const facts = tiles.facts(indicator);
      const hot = journal.blocks(indicator);
      const all = [facts[0]?.block, facts.at(-1)?.block, hot[0], hot.at(-1)].filter((block) => block !== undefined).map((block) => edges(line, block)).concat(thinExtent(tiles, indicator));
      if (all.length === 0) return null;
      return { from: Math.min(...all.map(({ t0 }) => t0)), to: Math.max(...all.map(({ t1 }) => t1)) };
    },
  };
}

const EMPTY: Block = { t0: 0, t1: 0, sites: new Uint32Array(0), starts: new Uint32Array(1), offsets: new Int32Array(0), values: new Float64Array(0), quality: null, counts: null };

/** A block as it was in a second: without what came later, with what was said before it was corrected. */
function asKnown(block: Block, known: Uint32Array, replaced: Replaced[], second: number): Block {
  const { t0, sites, starts, offsets, values, quality, counts } = block;
  if (replaced.length === 0 && known.every((at) => at <= second)) return block;
  const seen: { site: number; time: number; value: number; quality: number; count: number }[] = [];
  // What was replaced stands before what replaced it: of one site and time the last holds.
  for (const was of replaced) if (was.known <= second) seen.push(was);
  for (let s = 0; s < sites.length; s++) {
    for (let i = starts[s]; i < starts[s + 1]; i++) {
      if (known[i] > second) continue;
      seen.push({ site: sites[s], time: t0 + offsets[i], value: values[i], quality: quality?.[i] ?? 0, count: counts?.[i] ?? NOT_STATED });
    }
  }
  if (seen.length === 0) return EMPTY;
  return blockOf({
    indicator: '', sites: Uint32Array.from(seen, (o) => o.site), times: Float64Array.from(seen, (o) => o.time), values: Float64Array.from(seen, (o) => o.value),
    quality: Uint8Array.from(seen, (o) => o.quality), counts: Uint32Array.from(seen, (o) => o.count),
  }, null);
}

export function lastOf({ t0, t1, sites, starts, offsets, values, quality, counts }: Block, time: number): LastWords {
  const m = sites.length;
  if (t1 <= time && values.length === m) {
    // One word of each, and all said by then: as most batches are.
    const times = new Float64Array(m);
    for (let s = 0; s < m; s++) times[s] = t0 + offsets[s];
    return { sites, times, values, quality, counts, next: Infinity };
  }
  const words: LastWords = {
    sites, times: new Float64Array(m).fill(NaN), values: new Float64Array(m).fill(NaN), quality: quality && new Uint8Array(m), counts: counts && new Uint32Array(m), next: Infinity,
  };
  const limit = time - t0;
  for (let s = 0; s < m; s++) {
    let low = starts[s] - 1;
    let high = starts[s + 1] - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (offsets[middle] <= limit) low = middle;
      else high = middle - 1;
    }
    if (low + 1 < starts[s + 1] && t0 + offsets[low + 1] < words.next) words.next = t0 + offsets[low + 1];
    if (low < starts[s]) continue;
    words.times[s] = t0 + offsets[low];
    words.values[s] = values[low];
    if (quality !== null) words.quality![s] = quality[low];
    if (counts !== null) words.counts![s] = counts[low];
  }
  return words;
}
