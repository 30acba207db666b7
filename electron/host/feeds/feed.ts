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
}

export interface Reject {
  reason: string;
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
}

export interface Feed {
  /** Opens the connection and keeps it open, with back-off, until `stop`. Resumes from the stored cursors. */
  start(): void;
  /** Closes every socket and resolves when the operating system has let go of them; may be started again. */
  stop(): Promise<void>;
}

export type FeedKind = (config: Record<string, unknown>, ports: FeedPorts) => Feed;
