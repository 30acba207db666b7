/** What the host and its reader threads say to each other. */
import type { Catalogue } from '#contract/catalogue.ts';
import type { Problem } from '#contract/contract.ts';
import type { RunConfig } from '../config.ts';
import type { Change, Question } from '../frames/answers.ts';
import type { CityOutlines } from '../frames/areas.ts';

/** What a thread has to know of a run beside its file. */
export interface RunOrder {
  config: Pick<RunConfig, 'id' | 'clock'>;
  file: string;
  outlines: CityOutlines;
}

/** A thread's `workerData`. */
export interface ThreadOrder {
  catalogue: Catalogue;
  runs: RunOrder[];
  /** For unpacked blocks, of each run. */
  cacheBytes: number;
}

/** `stale`: what was stored since the thread was last asked about the run. `now`: where the run's clock stands, epoch ms. */
export type ToThread =
  | { type: 'ask'; id: number; run: string; question: Question; args: unknown[]; now: number; stale: Change[] }
  | { type: 'withdraw'; id: number }
  | { type: 'close' };

/** `shut`: the run's file cannot be opened beside its writer. `failed`: a bug. */
export type FromThread =
  | { type: 'answer'; id: number; answer: unknown }
  | { type: 'refused'; id: number; problem: Problem }
  | { type: 'shut'; id: number; why: string }
  | { type: 'failed'; id: number; error: string }
  | { type: 'damaged'; run: string; what: string };
