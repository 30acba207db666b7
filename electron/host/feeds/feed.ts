/**
 * A feed brings raw messages from somewhere and hands them to ingest, in order, one delivery at a time.
 * Adding a kind: one folder here, one line in `registry.ts`.
 */
import type { FeedState } from '#contract/contract.ts';
import type { FeedMessage } from '#contract/observation.ts';

/** What is stored in one transaction: messages, and where the feed stands after them. */
export interface Delivery {
  messages: FeedMessage[];
  /** Positions by name, e.g. {live: "1763791200000", history: "…"}; opaque to the store. */
  cursors: Record<string, string>;
  /** Raw messages that could not be decoded: counted, sampled, shown; never stop the rest. */
  rejects: Reject[];
  /** When the first of the raw messages arrived, epoch ms; the time of delivery where it is not stated. */
  arrived?: number;
}

/** Why something that came was not kept: a closed list, so that counting by it takes bounded memory. */
export const REJECT_REASONS = [
  'too-large', 'not-json', 'bad-columns', 'not-a-message', 'unknown-indicator', 'no-crs', 'bad-site', 'no-position', 'bad-position',
  'too-many-sites', 'bad-observation', 'unknown-site', 'not-finite', 'outside-window', 'lost-upstream',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface Reject {
  reason: RejectReason;
  /** How many times, where it was more than once; `sample` is then of the first. */
  count?: number;
  /** The first characters of what came, made printable. */
  sample: string;
}

export interface FeedPorts {
  /** Stored position of this feed by name; null where none. */
  cursor(name: string): string | null;
  /** Commits, then resolves. A feed acknowledges upstream only afterwards. Rejects only where the store has failed. */
  deliver(delivery: Delivery): Promise<void>;
  /** What changed in this feed's state; unstated fields stay. */
  report(change: Partial<Pick<FeedState, 'state' | 'liveUntil' | 'reason'>>): void;
  /** History fill: done/total in the feed's own steps. */
  progress(done: number, total: number): void;
  now(): number;
  /** In [0, 1): for the jitter of retries. */
  random(): number;
  /** Names this workstation's copy to a broker that keeps a place for it: the run's id and the feed's. */
  readonly name: { run: string; feed: string };
}

export interface Feed {
  /** Opens the connection and keeps it open, with back-off, until `stop`. Resumes from the stored cursors. */
  start(): void;
  /** Closes every socket and resolves when the operating system has let go of them; may be started again. */
  stop(): Promise<void>;
}

/** Throws `ZodError` where the settings are wrong. */
export type FeedKind = (config: Record<string, unknown>, ports: FeedPorts) => Feed;
