/** What each site said last, at an instant and at rising instants, out of the pieces of its history. */
import { NOT_STATED } from '#contract/observation.ts';
import type { Block } from '#contract/blocks/block.ts';
import { earliest, emptyDraft, expire, letGo, stateOf, takeAll, takeTogether, TOGETHER, type Draft, type Taken, type Words } from './draft.ts';
import { carryMs, settleMs } from './grid.ts';
import type { LastWords } from '#contract/blocks/lastWords.ts';
import { LAST_TIME, lastOf, type History, type Line, type Piece } from './history.ts';
import type { State } from './store.ts';

function take(draft: Draft, site: number, block: Block, at: number, arrival: number): void {
  const time = block.t0 + block.offsets[at];
  const known = draft.times[site];
  if (time < known || (time === known && arrival < draft.arrivals[site])) return;
  draft.times[site] = time;
  draft.values[site] = block.values[at];
  draft.quality[site] = block.quality === null ? 0 : block.quality[at];
  draft.counts[site] = block.counts === null ? NOT_STATED : block.counts[at];
  draft.arrivals[site] = arrival;
  if (time > draft.newest) draft.newest = time;
}

/** The last position of site `s` of a block with a time at or before `time`; before the site's first where there is none. */
function lastAtOrBefore(block: Block, s: number, time: number): number {
  let low = block.starts[s] - 1;
  let high = block.starts[s + 1] - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (block.t0 + block.offsets[middle] <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface StateQuery {
  line: Line;
  sites: number;
  /** Epoch ms. */
  time: number;
  horizonMs: number;
  /** Epoch ms: only what was known here by then; null: all. */
  knownAt: number | null;
}

/**
 * Blocks newest first, until none that is left can say anything newer of any site. What leads into a block (its carry) spares
 * those before it: mostly one block is read, two near its beginning. Yields after each piece; begins again where upkeep has
 * meanwhile put one away.
 */
function* draftAt(history: History, query: StateQuery): Generator<null, Draft> {
  const { line, sites, time, horizonMs, knownAt } = query;
  const draft = emptyDraft(sites);
  const oldest = time - horizonMs;
  /** The newest block whose carry was taken. */
  let led: number | null = null;
  for (const block of history.blocks(line, oldest, time)) {
    const isWhole = knownAt === null || history.isAllKnown(line, block, knownAt);
    const together: Taken[] = [];
    for (const piece of history.pieces(line, block)) {
      if (piece.t0 > time) {
        if (piece.t0 < draft.next) draft.next = piece.t0;
        continue;
      }
      if (piece.t1 < oldest) continue;
      const words: Words | null = isWhole ? (saidOnce(history, piece, time) ?? history.last(piece, time)) : lastKnown(history, piece, time, knownAt!);
      if (words === null) return yield* draftAt(history, query);
      // What a tile says lies where the next one's will; its sites are few and near each other anyway.
      if ('tile' in piece.source) takeAll(draft, words, piece.arrival);
      else together.push({ words, arrival: piece.arrival });
      if (together.length === TOGETHER) yield* takeTogether(draft, together.splice(0));
      yield null;
    }
    yield* takeTogether(draft, together);
    if (earliest(draft.times) > -Infinity) break;
    const isLed = knownAt === null || (isWhole && history.isLeadKnown(line, block, knownAt));
    const carry = isLed ? history.carry(line, block) : null;
    if (carry === null) continue;
    // Nothing that was put away speaks of these sites any later: it stands behind all of it.
    takeAll(draft, lastOf(carry, time), 0);
    led ??= block;
    if (time < block * line.spanMs + settleMs(line.spanMs) || horizonMs > carryMs(line.spanMs)) continue;
    // Whoever is still missing has said nothing for longer than a carry looks back.
    draft.forgotten = Math.max(draft.forgotten, block * line.spanMs);
    break;
  }
  // What waits may be later than a carry, but need not be: of who is still missing it does not say that there is nothing later.
  for (const piece of led === null ? [] : history.late(line, led)) {
    if (piece.t1 < oldest) continue;
    const words = history.last(piece, time);
    if (words === null) return yield* draftAt(history, query);
    takeAll(draft, words, piece.arrival);
    yield null;
  }
  draft.next = Math.min(draft.next, history.startAfter(line, time) ?? LAST_TIME);
  expire(draft, time, horizonMs);
  if (earliest(draft.times) === -Infinity) {
    const before = history.endBefore(line, oldest);
    if (before !== null) draft.forgotten = Math.max(draft.forgotten, before + horizonMs + 1);
  }
  // With a horizon that is not this long, what lies before it was not looked at.
  draft.forgotten = Math.min(draft.forgotten, time);
  return draft;
}

function lastKnown(history: History, piece: Piece, time: number, knownAt: number): LastWords | null {
  const block = history.loadKnown(piece, knownAt);
  return block && lastOf(block, time);
}

/** Of a batch in which everybody speaks once, and by `time`, as most are, its own columns; null of any other, and where it is gone. */
function saidOnce(history: History, piece: Piece, time: number): Words | null {
  const block = 'row' in piece.source && piece.t1 <= time ? history.load(piece) : null;
  if (block === null || block.values.length !== block.sites.length) return null;
  const { sites, offsets, t0, values, quality, counts } = block;
  return { sites, times: offsets, t0, values, quality, counts, next: Infinity };
}

/** The state, yielding after each piece that is read. */
export function* drafting(history: History, query: StateQuery): Generator<void, State> {
  const steps = draftAt(history, query);
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      letGo(value);
      return stateOf(value, query.horizonMs);
    }
    yield;
  }
}

export function stateAt(history: History, query: StateQuery): State {
  const steps = drafting(history, query);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Blocks that a sweep goes through between two yields. */
const PASSES_AT_ONCE = 32;

/** A block that the sweep is passing through: `next[s]` is the first position of site `s` that was not yet reached. */
interface Passing {
  piece: Piece;
  block: Block;
  next: Uint32Array;
}

/**
 * Null between two states: some milliseconds have passed. May be suspended for long: where upkeep has meanwhile replaced blocks,
 * it finds its way in those that are there now.
 */
export function* sweep(history: History, { line, sites, horizonMs }: Omit<StateQuery, 'time' | 'knownAt'>, instants: number[]): Generator<State | null> {
  if (instants.length === 0) return;
  const draft = yield* draftAt(history, { line, sites, horizonMs, time: instants[0], knownAt: null });
  yield stateOf(draft, horizonMs);
  const last = instants[instants.length - 1];
  const piecesAfter = (time: number): Piece[] => history.between(line, Math.floor(time) + 1, last).toReversed();
  let waiting = piecesAfter(instants[0]);
  let passing: Passing[] = [];
  for (let k = 1; k < instants.length; k++) {
    const time = instants[k];
    while (waiting.length > 0 && waiting[waiting.length - 1].t0 <= time) {
      const piece = waiting.pop()!;
      const block = history.load(piece);
      if (block) passing.push({ piece, block, next: positionsAfter(block, instants[k - 1]) });
      else [waiting, passing] = [piecesAfter(instants[k - 1]), []];
      yield null;
    }
    draft.next = waiting.length > 0 ? waiting[waiting.length - 1].t0 : (history.startAfter(line, last) ?? LAST_TIME);
    for (const [i, pass] of passing.entries()) {
      advance(draft, pass, time);
      if (i % PASSES_AT_ONCE === PASSES_AT_ONCE - 1) yield null;
    }
    passing = passing.filter(({ piece }) => piece.t1 > time);
    expire(draft, time, horizonMs);
    yield stateOf(draft, horizonMs);
  }
}

function positionsAfter(block: Block, time: number): Uint32Array {
  const next = new Uint32Array(block.sites.length);
  for (let s = 0; s < next.length; s++) next[s] = lastAtOrBefore(block, s, time) + 1;
  return next;
}

function advance(draft: Draft, { piece, block, next }: Passing, time: number): void {
  const { sites, starts, offsets, t0 } = block;
  for (let s = 0; s < next.length; s++) {
    let at = next[s];
    while (at < starts[s + 1] && t0 + offsets[at] <= time) at++;
    if (at > next[s]) take(draft, sites[s], block, at - 1, piece.arrival);
    next[s] = at;
    if (at < starts[s + 1] && t0 + offsets[at] < draft.next) draft.next = t0 + offsets[at];
  }
}
