/**
 * One run's history in one SQLite file, and the only writer of it. What is inside may be replaced (blocks, tiles)
 * without anything outside this folder noticing.
 */
import type { Site } from '#contract/observation.ts';
import type { Band } from './thin.ts';
import type { Resolution } from './thinned.ts';
import type { ThinLimit } from './thinning.ts';
import type { AreaQuery, AreaSeries } from './area.ts';

/** Observations of one indicator, columns of equal length; `sites` are dense indices 0…n-1 of its site list. */
export interface Batch {
  indicator: string;
  sites: Uint32Array;
  /** Phenomenon times, epoch milliseconds. */
  times: Float64Array;
  values: Float64Array;
  quality: Uint8Array;
  counts: Uint32Array | null;
}

export interface SiteList {
  indicator: string;
  source: string;
  sites: Site[];
}

export interface Append {
  feed: string;
  cursors: Record<string, string>;
  /** When it became known here, epoch milliseconds. */
  known: number;
  /** Sites seen for the first time or changed; dense indices are given by `RunStore.siteList`, append-only. */
  sites: SiteList[];
  /** This feed's own lists: the dense index of each position, as observations in column form name their sites. */
  orders?: { indicator: string; dense: Uint32Array }[];
  batches: Batch[];
}

/** The last thing that each site said at or before an instant. */
export interface State {
  /** NaN where nothing was ever said. */
  values: Float64Array;
  /** Phenomenon times; NaN where nothing was ever said. */
  times: Float64Array;
  quality: Uint8Array;
  /** `NOT_STATED` where nobody has said. */
  counts: Uint32Array;
  /**
   * No observation lies in (validFrom, instant] nor in (instant, validUntil), and nobody falls behind the horizon there: the
   * same answer in between. 0 and 8.64e15 (the ends of time, JSON numbers) where there is no such observation.
   */
  validFrom: number;
  validUntil: number;
}

export interface Series {
  times: Float64Array;
  values: Float64Array;
  counts: Uint32Array;
  /** Of each entry's step, all words together, where some entry is thinned; an entry in full stands for itself. */
  band?: Band;
}

/** A stretch of history as it goes to a screen: tiles that are not squeezed (`#contract/blocks/tile.ts`), in the order of arrival. */
export interface StoredBlock {
  /** Epoch ms: [from, until). */
  from: number;
  until: number;
  pieces: { t0: number; t1: number; body: Uint8Array }[];
}

/** Instants in epoch ms. */
export interface UpkeepLimits {
  /** Blocks that ended before it are put away. */
  mergeBefore: number;
  /** What ended before it is dropped; null: nothing is. */
  dropBefore: number | null;
  /** What ended before is thinned; longer steps after shorter ones. */
  thin?: readonly ThinLimit[];
  /** Of what ended before it, it is forgotten when it became known; null: of nothing. */
  knownBefore?: number | null;
}

export interface RunStore {
  readonly file: string;
  /** One transaction: sites, batches, cursors. When it returns, it is committed. Throws where the file cannot be written. */
  append(append: Append): void;
  /** Sites of an indicator in dense order; empty where it has none. */
  siteList(indicator: string): SiteList;
  /** Codes that have sites or observations, rising. */
  indicators(): string[];
  /** What the feed last said by `Append.orders`; null where it never did. */
  siteOrder(feed: string, indicator: string): Uint32Array | null;
  cursor(feed: string, name: string): string | null;
  /** Looks back at most `horizonMs` (may be Infinity): what is older counts as never said. `time` may be Infinity: the newest. `knownAt`, epoch ms: only of what was known here by then. */
  stateAt(indicator: string, time: number, horizonMs: number, knownAt?: number): State;
  /** The block that `time` lies in; no pieces where nothing is stored of it, null where the indicator has no sites. */
  block(indicator: string, time: number): StoredBlock | null;
  /** The newest of every site: `stateAt(indicator, Infinity, Infinity)`, but also what `upkeep` has dropped since. */
  newest(indicator: string): State;
  /** Keeps that state in the file, so that the next opening finds it at once; it must include all that was appended. */
  keepNewest(indicator: string, state: State): void;
  /**
   * States at rising instants in one pass; each is valid until the next is taken. Data that arrives meanwhile may or may not be in
   * it. Null every few milliseconds in between, so that its caller may do other things.
   */
  sweep(indicator: string, instants: number[], horizonMs: number): Generator<State | null>;
  /** One site, time order, one entry a phenomenon time (the last that came wins). */
  series(indicator: string, site: number, from: number, to: number): Series;
  /** Many sites together, by steps. Yields every few milliseconds. */
  area(indicator: string, query: AreaQuery): Generator<void, AreaSeries>;
  /** When each of the sites said something in [from, to], rising; the times of `series`. Yields every few milliseconds. */
  timesOf(indicator: string, sites: number[], from: number, to: number): Generator<void, Float64Array[]>;
  /** First and last phenomenon time stored. */
  extent(): { from: number; to: number } | null;
  /** Where history holds something in [from, to], epoch ms, rising, and in which steps. What is thinned answers like the rest, with the last word of each step. */
  resolutions(indicator: string, from: number, to: number): Resolution[];
  /**
   * One piece of the file's upkeep. Yields every few milliseconds, may be abandoned at any yield, loses nothing when killed.
   * Returns whether there was something to do.
   */
  upkeep(limits: UpkeepLimits): Generator<void, boolean>;
  /** Makes room: thins the oldest that ended before `before` to the first of the steps (ms), then to the next, then drops it. As `upkeep`. */
  relieve(steps: readonly number[], before: number): Generator<void, boolean>;
  /** Bytes that hold something, and of the file: what is free in it is used again before it grows. */
  storage(): { used: number; file: number };
  close(): void;
}
