/** What each site said last, at an instant and at rising instants, out of blocks. */
import { NOT_STATED } from '#contract/observation.ts';
import type { Block } from './block.ts';
import { LAST_TIME, type BlockRow, type Journal } from './journal.ts';
import type { State } from './store.ts';

/** A state being put together; `arrivals` decides between blocks that speak of the same site and time. */
interface Draft {
  values: Float64Array;
  times: Float64Array;
  quality: Uint8Array;
  counts: Uint32Array;
  arrivals: Float64Array;
  /** Newest time taken, and the earliest instant from which nobody has meanwhile become too old. */
  newest: number;
  forgotten: number;
  /** Earliest observation after the instant. */
  next: number;
}

function emptyDraft(sites: number): Draft {
  return {
    values: new Float64Array(sites).fill(NaN), times: new Float64Array(sites).fill(NaN), quality: new Uint8Array(sites),
    counts: new Uint32Array(sites).fill(NOT_STATED), arrivals: new Float64Array(sites), newest: 0, forgotten: 0, next: LAST_TIME,
  };
}

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

/** Forgets what is older than the horizon. */
function expire(draft: Draft, time: number, horizonMs: number): void {
  const oldest = time - horizonMs;
  for (let i = 0; i < draft.times.length; i++) {
    if (!(draft.times[i] < oldest)) continue;
    draft.forgotten = Math.max(draft.forgotten, draft.times[i] + horizonMs + 1);
    draft.times[i] = NaN;
    draft.values[i] = NaN;
    draft.quality[i] = 0;
    draft.counts[i] = NOT_STATED;
  }
}

function stateOf(draft: Draft, horizonMs: number): State {
  let expires = LAST_TIME;
  for (const time of draft.times) if (time + horizonMs + 1 < expires) expires = time + horizonMs + 1;
  const { values, times, quality, counts } = draft;
  return { values, times, quality, counts, validFrom: Math.max(draft.newest, draft.forgotten), validUntil: Math.min(draft.next, expires) };
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

/**
 * Blocks newest first, until none that is left can say anything newer of any site. Yields after each; begins again where upkeep
 * has meanwhile replaced one of them.
 */
function* draftAt(journal: Journal, indicator: number, sites: number, time: number, horizonMs: number): Generator<null, Draft> {
  const draft = emptyDraft(sites);
  const oldest = time - horizonMs;
  const rows = journal.overlapping(indicator, oldest, time);
  let settled = -Infinity;
  for (const row of rows) {
    if (row.t1 < settled) break;
    const block = journal.block(row);
    if (block === null) return yield* draftAt(journal, indicator, sites, time, horizonMs);
    for (let s = 0; s < block.sites.length; s++) {
      const at = lastAtOrBefore(block, s, time);
      if (at + 1 < block.starts[s + 1]) draft.next = Math.min(draft.next, block.t0 + block.offsets[at + 1]);
      if (at >= block.starts[s]) take(draft, block.sites[s], block, at, row.arrival);
    }
    settled = earliest(draft.times);
    yield null;
  }
  // A block that ends at or after the instant is among the rows; later ones begin after it.
  draft.next = Math.min(draft.next, journal.startAfter(indicator, time) ?? LAST_TIME);
  expire(draft, time, horizonMs);
  if (draft.times.some(Number.isNaN)) {
    const before = journal.endBefore(indicator, oldest);
    if (before !== null) draft.forgotten = Math.max(draft.forgotten, before + horizonMs + 1);
  }
  return draft;
}

/** Earliest of the times; -∞ while one is missing. */
function earliest(times: Float64Array): number {
  let least = Infinity;
  for (const time of times) {
    if (Number.isNaN(time)) return -Infinity;
    if (time < least) least = time;
  }
  return least;
}

export function stateAt(journal: Journal, indicator: number, sites: number, time: number, horizonMs: number): State {
  const drafting = draftAt(journal, indicator, sites, time, horizonMs);
  for (;;) {
    const { done, value } = drafting.next();
    if (done) return stateOf(value, horizonMs);
  }
}

/** Blocks that a sweep goes through between two yields. */
const PASSES_AT_ONCE = 32;

/** A block that the sweep is passing through: `next[s]` is the first position of site `s` that was not yet reached. */
interface Passing {
  row: BlockRow;
  block: Block;
  next: Uint32Array;
}

/**
 * Null between two states: some milliseconds have passed. May be suspended for long: where upkeep has meanwhile replaced blocks,
 * it finds its way in those that are there now.
 */
export function* sweep(journal: Journal, indicator: number, sites: number, instants: number[], horizonMs: number): Generator<State | null> {
  if (instants.length === 0) return;
  const draft = yield* draftAt(journal, indicator, sites, instants[0], horizonMs);
  yield stateOf(draft, horizonMs);
  const last = instants[instants.length - 1];
  const rowsAfter = (time: number): BlockRow[] => journal.overlapping(indicator, Math.floor(time) + 1, last).toSorted((a, b) => b.t0 - a.t0);
  let waiting = rowsAfter(instants[0]);
  let passing: Passing[] = [];
  for (let k = 1; k < instants.length; k++) {
    const time = instants[k];
    while (waiting.length > 0 && waiting[waiting.length - 1].t0 <= time) {
      const row = waiting.pop()!;
      const block = journal.block(row);
      if (block) passing.push({ row, block, next: positionsAfter(block, instants[k - 1]) });
      else [waiting, passing] = [rowsAfter(instants[k - 1]), []];
      yield null;
    }
    draft.next = waiting.length > 0 ? waiting[waiting.length - 1].t0 : (journal.startAfter(indicator, last) ?? LAST_TIME);
    for (const [i, pass] of passing.entries()) {
      advance(draft, pass, time);
      if (i % PASSES_AT_ONCE === PASSES_AT_ONCE - 1) yield null;
    }
    passing = passing.filter(({ row }) => row.t1 > time);
    expire(draft, time, horizonMs);
    yield stateOf(draft, horizonMs);
  }
}

function positionsAfter(block: Block, time: number): Uint32Array {
  const next = new Uint32Array(block.sites.length);
  for (let s = 0; s < next.length; s++) next[s] = lastAtOrBefore(block, s, time) + 1;
  return next;
}

function advance(draft: Draft, { row, block, next }: Passing, time: number): void {
  const { sites, starts, offsets, t0 } = block;
  for (let s = 0; s < next.length; s++) {
    let at = next[s];
    while (at < starts[s + 1] && t0 + offsets[at] <= time) at++;
    if (at > next[s]) take(draft, sites[s], block, at - 1, row.arrival);
    next[s] = at;
    if (at < starts[s + 1] && t0 + offsets[at] < draft.next) draft.next = t0 + offsets[at];
  }
}
