/**
 * Thinned history as part of its indicator's: what a chunk of a thinned line holds is read as if it lay in the last block in full that
 * the chunk covers. Of one site a thinned word is never newer than one that is kept in full, so newest first stays newest first.
 */
import { STEPS, thinLine } from './grid.ts';
import type { Line } from './history.ts';
import { positionOf, type BlockFacts, type TileRow, type Tiles } from './tiles.ts';

/** Chunks that overlap [from, to], epoch ms. */
function* chunks(tiles: Tiles, { indicator }: Line, from: number, to: number): Generator<{ line: Line; fact: BlockFacts; stepMs: number }> {
  for (const [level, { stepMs, spanMs }] of STEPS.entries()) {
    const line = thinLine(indicator, level);
    const facts = tiles.facts(line.indicator);
    for (let at = facts.length === 0 ? 0 : positionOf(facts, Math.floor(from / spanMs)); at < facts.length && facts[at].block * spanMs <= to; at++) yield { line, fact: facts[at], stepMs };
  }
}

const standsIn = (line: Line, chunk: number, spanMs: number): number => ((chunk + 1) * spanMs) / line.spanMs - 1;

/** The blocks that chunks overlapping [from, to] stand in. */
export function thinBlocks(tiles: Tiles, line: Line, from: number, to: number): number[] {
  return [...chunks(tiles, line, from, to)].map(({ line: { spanMs }, fact }) => standsIn(line, fact.block, spanMs));
}

/** What chunks that stand in a block hold: facts and tiles. */
export function thinFacts(tiles: Tiles, line: Line, block: number): { line: Line; fact: BlockFacts }[] {
  const found = [];
  for (const level of STEPS.keys()) {
    const thin = thinLine(line.indicator, level);
    const ends = ((block + 1) * line.spanMs) / thin.spanMs;
    const fact = Number.isInteger(ends) ? tiles.fact(thin.indicator, ends - 1) : null;
    if (fact) found.push({ line: thin, fact });
  }
  return found;
}

export const thinRows = (tiles: Tiles, line: Line, block: number): TileRow[] => thinFacts(tiles, line, block).flatMap((thin) => tiles.rows(thin.line.indicator, thin.fact.block));

/** Whether some of the block's sites are already thinned. */
export function isThinned(tiles: Tiles, line: Line, block: number): boolean {
  for (const _ of chunks(tiles, line, block * line.spanMs, (block + 1) * line.spanMs - 1)) return true;
  return false;
}

/** Earliest observation of a chunk that begins after `time`, ∞ where none. */
export function thinStartAfter(tiles: Tiles, line: Line, time: number): number {
  let first = Infinity;
  for (const { fact } of chunks(tiles, line, time, Infinity)) if (fact.t0 > time && fact.t0 < first) first = fact.t0;
  return first;
}

/** Whether something of what came after the journal's row `seq` is thinned. */
export function hasThinnedSince(tiles: Tiles, line: Line, seq: number): boolean {
  for (const { fact } of chunks(tiles, line, 0, Infinity)) if (fact.seq > seq) return true;
  return false;
}

/** Edges of all that is thinned. */
export function thinExtent(tiles: Tiles, indicator: number): { t0: number; t1: number }[] {
  return STEPS.flatMap((_, level) => {
    const facts = tiles.facts(thinLine(indicator, level).indicator);
    return facts.length === 0 ? [] : [facts[0], facts[facts.length - 1]];
  });
}

export interface Resolution {
  /** Epoch ms: [from, until). */
  from: number;
  until: number;
  /** Null: everything that came. */
  stepMs: number | null;
}

/** Stretches of [from, to] that hold something, rising; where some sites are thinned and others not yet, the step. */
export function resolutionsOf(tiles: Tiles, line: Line, fullBlocks: Iterable<number>, from: number, to: number): Resolution[] {
  const thin = [...chunks(tiles, line, from, to)].map(({ line: { spanMs }, fact: { block }, stepMs }) => ({ from: block * spanMs, until: (block + 1) * spanMs, stepMs: stepMs as number | null }));
  const full = Array.from(fullBlocks, (block) => ({ from: block * line.spanMs, until: (block + 1) * line.spanMs, stepMs: null as number | null }))
    .filter((block) => !thin.some((chunk) => chunk.from <= block.from && chunk.until >= block.until));
  const merged: Resolution[] = [];
  for (const each of [...thin, ...full].toSorted((a, b) => a.from - b.from || (b.stepMs ?? 0) - (a.stepMs ?? 0))) {
    const last = merged.at(-1);
    if (last && last.stepMs === each.stepMs && last.until >= each.from) last.until = Math.max(last.until, each.until);
    else if (!last || last.until < each.until) merged.push({ ...each, from: Math.max(each.from, last?.until ?? -Infinity) });
  }
  return merged;
}
