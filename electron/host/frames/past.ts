/** A run as whoever answers for its past sees it: the host's own thread, or a thread with a reader of its own. */
import { Refusal } from '#contract/server.ts';
import type { RunConfig } from '../config.ts';
import type { RunHistory } from '../store/reading.ts';
import type { SiteList } from '../store/store.ts';

export interface Past {
  readonly config: Pick<RunConfig, 'id' | 'clock'>;
  readonly store: RunHistory;
  sites(indicator: string): SiteList;
  /** Where the run's clock stands, or stood when it was asked; epoch ms. */
  now(): number;
}

/** What a question ends with that nobody wants answered any more. */
export const unwanted = (): Refusal => new Refusal('unavailable', 'Another question has taken the place of this one.');
