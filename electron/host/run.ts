/** One timeline of data as the sessions see it: its store, its newest state, its feeds. Opened by `openRun`. */
import type { FeedState, HistoryProgress, RunInfo } from '#contract/contract.ts';
import type { RunConfig } from './config.ts';
import type { RunStore, SiteList, State } from './store/store.ts';

export interface Run {
  readonly config: RunConfig;
  readonly store: RunStore;
  info(): RunInfo;
  /** Where the run's clock stands, epoch ms: the wall's, or for a run with its own clock its newest observation (the end of its step, `PEOPLE_STEP_MS`; 0 while empty). */
  now(): number;
  sites(indicator: string): SiteList;
  /** The newest state of every site, kept in memory: the same answer as `store.stateAt(indicator, ∞)`. Do not change it. */
  head(indicator: string): State;
  feeds(): FeedState[];
  history(): HistoryProgress;
  rejects(): { reason: string; count: number; sample: string }[];
  /** Closes every feed's sockets; resolves when none is open. */
  cut(): Promise<void>;
  restore(): void;
  /** Returns the function that ends the listening. */
  listen(listener: RunListener): () => void;
  close(): Promise<void>;
}

export interface RunListener {
  /** After commit. `from`…`to`: phenomenon times covered; `arrived`: when the raw message arrived, epoch ms. */
  observations?(indicators: ReadonlySet<string>, range: { from: number; to: number }, arrived: number): void;
  sites?(indicators: ReadonlySet<string>): void;
  /** What was kept of a stretch is kept in longer steps now. */
  thinned?(indicator: string, range: { from: number; to: number }): void;
  feeds?(): void;
  history?(): void;
  info?(): void;
}
