/** Makes room: thins what is too old to be kept in full, drops what is too old even for that. In pieces, each crash-safe. */
import { encodeTile } from '#contract/blocks/tile.ts';
import { encodeBand } from './band.ts';
import { ofLine, placeOfTile, STEPS, TILE_SITES, thinLine, tileId } from './grid.ts';
import type { Line } from './history.ts';
import type { Journal } from './journal.ts';
import type { Database } from './openFile.ts';
import { squeezer } from './squeeze.ts';
import { openThinner } from './thin.ts';
import type { BlockFacts, TileRow, Tiles } from './tiles.ts';

/** What ended before `before` (epoch ms) is thinned to one word a step. */
export interface ThinLimit {
  stepMs: number;
  before: number;
}

export interface ThinningParts {
  db: Database;
  journal: Journal;
  tiles: Tiles;
  lines(): Line[];
  /** Puts away what the journal has of a block. */
  putAway(line: Line, block: number): Generator<void, void>;
  /** Does it; where it fails, what is kept in memory is read again. */
  orReload(act: () => void): void;
  /** Something of a line was thinned in [from, until), epoch ms. */
  thinned(indicator: number, from: number, until: number): void;
}

export interface Thinning {
  /** Thins the oldest chunk that may be. Yields while it works; may be abandoned at any yield. False: there is none. */
  thinOne(limits: readonly ThinLimit[]): Generator<void, boolean>;
  /** Drops the oldest that ended before `before`: a block, or tile after tile a chunk. False: there is none. */
  dropOne(before: number): Generator<void, boolean>;
  /** Forgets of one block that ended before `before` when it became known. False: there is none. */
  forgetKnown(before: number): boolean;
}

interface Source { line: Line; block: number; row: TileRow }
interface Oldest { line: Line; block: number; start: number }

/** The line in full and thinned, up to but without `level`. */
const finer = (line: Line, level: number): Line[] => [line, ...Array.from({ length: level }, (_, k) => thinLine(line.indicator, k))];
const oldest = <T extends Oldest>(candidates: T[]): T | null => candidates.reduce<T | null>((first, each) => (first === null || each.start < first.start ? each : first), null);

export function openThinning({ db, journal, tiles, lines, putAway, orReload, thinned }: ThinningParts): Thinning {
  const firstOf = ({ indicator }: Line): number => Math.min(tiles.facts(indicator)[0]?.block ?? Infinity, journal.blocks(indicator)[0] ?? Infinity);

  const findChunk = (limits: readonly ThinLimit[]): (Oldest & { level: number }) | null => {
    const found = limits.flatMap(({ stepMs, before }) => {
      const level = STEPS.findIndex((step) => step.stepMs === stepMs);
      const { spanMs } = STEPS[level];
      return lines().flatMap((line) => {
        const start = Math.min(...finer(line, level).map((each) => firstOf(each) * each.spanMs));
        const block = Math.floor(start / spanMs);
        return start < Infinity && (block + 1) * spanMs <= before ? [{ line, block, start: block * spanMs, level }] : [];
      });
    });
    return oldest(found);
  };

  /** By tile: what of finer lines lies in [from, until). */
  const sourcesOf = (line: Line, level: number, from: number, until: number): Map<number, Source[]> => {
    const found = new Map<number, Source[]>();
    for (const each of finer(line, level)) {
      for (const { block } of tiles.facts(each.indicator)) {
        if (block * each.spanMs < from || block * each.spanMs >= until) continue;
        for (const row of tiles.rows(each.indicator, block)) {
          const { tile } = placeOfTile(row.id);
          found.set(tile, [...(found.get(tile) ?? []), { line: each, block, row }]);
        }
      }
    }
    return found;
  };

  const replace = db.transaction((line: Line, chunk: number, id: number, made: { block: Parameters<typeof encodeTile>[0]; body: Uint8Array; band: Uint8Array } | null, sources: Source[]) => {
    const before = tiles.fact(line.indicator, chunk);
    const facts = sources.flatMap((source) => tiles.fact(source.line.indicator, source.block) ?? []);
    if (made) {
      tiles.put({ id, t0: made.block.t0, t1: made.block.t1, n: made.block.values.length }, made.body, null);
      tiles.putBand(id, made.band);
    }
    for (const source of sources) {
      tiles.dropCarries(source.line.indicator, source.block - 1, source.block);
      tiles.dropTile(source.line.indicator, source.block, source.row);
    }
    const rows = tiles.rows(line.indicator, chunk);
    const most = (of: (fact: BlockFacts) => number): number => Math.max(...[...facts, ...(before ? [before] : [])].map(of));
    if (rows.length > 0) {
      tiles.putFacts(line.indicator, {
        block: chunk, t0: Math.min(...rows.map(({ t0 }) => t0)), t1: Math.max(...rows.map(({ t1 }) => t1)), n: rows.reduce((sum, { n }) => sum + n, 0), known: most(({ known }) => known), seq: most(({ seq }) => seq),
      });
    }
  });

  /** False where something of it is no longer what it was: it is to be begun again. */
  function* thinTile(line: Line, level: number, chunk: number, tile: number, sources: Source[]): Generator<void, boolean> {
    const thin = thinLine(line.indicator, level);
    const { stepMs } = STEPS[level];
    const thinner = openThinner({ site: tile * TILE_SITES, start: chunk * thin.spanMs, stepMs, steps: thin.spanMs / stepMs });
    const before = tiles.fact(thin.indicator, chunk) && tiles.row(thin.indicator, chunk, tile);
    for (const { row, isThin } of [...(before ? [{ row: before, isThin: true }] : []), ...sources.map((source) => ({ row: source.row, isThin: source.line.indicator !== line.indicator }))]) {
      const block = tiles.load(row, false);
      if (block === null) return false;
      thinner.take(block, isThin ? tiles.band(row) : null);
      yield;
    }
    const made = thinner.done();
    yield;
    const body = made && encodeTile(made.block, squeezer).slice();
    yield;
    const bodies = made && { block: made.block, body: body!, band: yield* encodeBand(made.block, made.band, stepMs) };
    if (sources.some((source) => tiles.row(source.line.indicator, source.block, tile)?.sum !== source.row.sum)) return false;
    orReload(() => replace.immediate(thin, chunk, tileId(thin.indicator, chunk, tile), bodies, sources));
    return true;
  }

  return {
    *thinOne(limits) {
      const found = findChunk(limits);
      if (found === null) return false;
      const { line, level, block: chunk, start } = found;
      const until = start + STEPS[level].spanMs;
      const waiting = journal.blocks(line.indicator).filter((block) => block * line.spanMs >= start && block * line.spanMs < until);
      for (const block of waiting) yield* putAway(line, block);
      for (const [tile, sources] of sourcesOf(line, level, start, until)) {
        if (!(yield* thinTile(line, level, chunk, tile, sources))) break;
        yield;
      }
      thinned(line.indicator, start, until);
      return true;
    },
    *dropOne(before) {
      const found = oldest(lines().flatMap((line) => finer(line, STEPS.length).map((each) => ({ line: each, block: firstOf(each), start: firstOf(each) * each.spanMs }))).filter(({ line, start }) => start < Infinity && start + line.spanMs <= before));
      if (found === null) return false;
      const { line: { indicator }, block } = found;
      // A block in full is small; a chunk goes tile after tile.
      for (const row of ofLine(indicator).stepMs === null ? [] : tiles.rows(indicator, block)) {
        orReload(() => db.transaction(() => tiles.dropTile(indicator, block, row)).immediate());
        yield;
      }
      orReload(() => db.transaction(() => {
        journal.remove(journal.rows(indicator, block));
        tiles.drop(indicator, block);
      }).immediate());
      return true;
    },
    forgetKnown(before) {
      for (const { indicator, spanMs } of lines()) {
        const block = tiles.firstKnown(indicator, Math.floor(before / spanMs));
        if (block === null) continue;
        orReload(() => db.transaction(() => tiles.dropKnown(indicator, block)).immediate());
        return true;
      }
      return false;
    },
  };
}
