/** A state while it is put together: what of each site is the last word so far. */
import type { LastWords } from '#contract/blocks/lastWords.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { LAST_TIME } from './history.ts';
import type { State } from './store.ts';

/** A state being put together; `arrivals` decides between blocks that speak of the same site and time. */
export interface Draft {
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

/** Arrivals of a draft that is done with, for the next one: memory that nobody is given need not be fresh. */
let spare: Float64Array = new Float64Array(0);

export function emptyDraft(sites: number): Draft {
  const arrivals = spare.length === sites ? spare.fill(0) : new Float64Array(sites);
  spare = new Float64Array(0);
  return {
    values: new Float64Array(sites).fill(NaN), times: new Float64Array(sites).fill(NaN), quality: new Uint8Array(sites),
    counts: new Uint32Array(sites).fill(NOT_STATED), arrivals, newest: 0, forgotten: 0, next: LAST_TIME,
  };
}

/** It is not looked at any more. */
export function letGo({ arrivals }: Draft): void {
  spare = arrivals;
}

/** Forgets what is older than the horizon. */
export function expire(draft: Draft, time: number, horizonMs: number): void {
  const oldest = time - horizonMs;
  const { times, values, quality, counts } = draft;
  let newest = -Infinity;
  for (let i = 0; i < times.length; i++) {
    if (!(times[i] < oldest)) continue;
    if (times[i] > newest) newest = times[i];
    times[i] = NaN;
    values[i] = NaN;
    quality[i] = 0;
    counts[i] = NOT_STATED;
  }
  draft.forgotten = Math.max(draft.forgotten, newest + horizonMs + 1);
}

export function stateOf(draft: Draft, horizonMs: number): State {
  const { values, times, quality, counts } = draft;
  let oldest = Infinity;
  for (let i = 0; i < times.length; i++) if (times[i] < oldest) oldest = times[i];
  const expires = Math.min(LAST_TIME, oldest + horizonMs + 1);
  return { values, times, quality, counts, validFrom: Math.max(draft.newest, draft.forgotten), validUntil: Math.min(draft.next, expires) };
}

/** Words of which each may be told as ms after `t0` (0: epoch ms). */
export interface Words extends Omit<LastWords, 'times'> { times: Float64Array | Int32Array; t0?: number }
export interface Taken { words: Words; arrival: number }

/** Pieces that are taken at once, and sites in turn: what is known of so many fits into a processor's own memory. */
export const TOGETHER = 256;
const IN_TURN = 8192;
/** Words between two yields. */
const AT_ONCE = 500_000;

/** Of each piece the words of the first sites, then of each those of the next: each site's place is fetched once, not once a piece. */
export function* takeTogether(draft: Draft, pieces: readonly Taken[]): Generator<null, void> {
  if (pieces.length < 2 || draft.times.length <= IN_TURN) {
    for (const { words, arrival } of pieces) takeAll(draft, words, arrival);
    return;
  }
  const next = new Uint32Array(pieces.length);
  let taken = 0;
  for (let until = IN_TURN; until < draft.times.length + IN_TURN; until += IN_TURN) {
    for (let k = 0; k < pieces.length; k++) {
      const { words, arrival } = pieces[k];
      const from = next[k];
      taken += (next[k] = takeFrom(draft, words, arrival, from, until)) - from;
    }
    if (taken < AT_ONCE) continue;
    taken = 0;
    yield null;
  }
}

export function takeAll(draft: Draft, words: Words, arrival: number): void {
  if (arrival > 0 || !takeWhole(draft, words)) takeFrom(draft, words, arrival, 0, Infinity);
}

/** Takes the columns of neighbouring sites as they are, where nothing was taken of these before; false where that is not so. */
function takeWhole(draft: Draft, { sites, times, t0 = 0, values, quality, counts, next }: Words): boolean {
  const m = sites.length;
  const first = sites[0];
  if (m === 0 || t0 > 0 || counts !== null || sites[m - 1] - first !== m - 1 || first + m > draft.times.length) return false;
  for (let site = first; site < first + m; site++) if (!Number.isNaN(draft.times[site])) return false;
  draft.times.set(times, first);
  draft.values.set(values, first);
  if (quality !== null) draft.quality.set(quality, first);
  for (let s = 0; s < m; s++) if (times[s] > draft.newest) draft.newest = times[s];
  if (next < draft.next) draft.next = next;
  return true;
}

/** The words from place `from` on, of sites below `until`; returns the place behind them. */
function takeFrom(draft: Draft, { sites, times, t0 = 0, values, quality, counts, next }: Words, arrival: number, from: number, until: number): number {
  if (next < draft.next) draft.next = next;
  let s = from;
  for (; s < sites.length && sites[s] < until; s++) {
    const time = t0 + times[s];
    const site = sites[s];
    const known = draft.times[site];
    if (Number.isNaN(time) || time < known || (time === known && arrival < draft.arrivals[site])) continue;
    draft.times[site] = time;
    draft.values[site] = values[s];
    draft.quality[site] = quality === null ? 0 : quality[s];
    draft.counts[site] = counts === null ? NOT_STATED : counts[s];
    draft.arrivals[site] = arrival;
    if (time > draft.newest) draft.newest = time;
  }
  return s;
}

/** Earliest of the times; -∞ while one is missing. */
export function earliest(times: Float64Array): number {
  let least = Infinity;
  for (let i = 0; i < times.length; i++) {
    const time = times[i];
    if (Number.isNaN(time)) return -Infinity;
    if (time < least) least = time;
  }
  return least;
}
