/** What the badge may claim. A picture that has stopped must not look live, and a run with its own clock never does. */
import type { Clock, FeedState, RunInfo } from '#contract/contract.ts';
import type { HostFailure } from '#contract/hostFailure.ts';
import type { LinkState } from '../link.ts';
import type { TwinState } from './store.ts';

export type Badge =
  | { kind: 'live' }
  | { kind: 'partly'; live: number; feeds: number; since: number | null }
  | { kind: 'stopped'; since: number | null; why: 'host' | 'link' | 'twin' | 'cut' | 'lost' | 'filling' | 'connecting' | 'ended' | 'failed' | 'none' }
  | { kind: 'replay'; rate: number; asKnown: boolean }
  | { kind: 'own' };

export interface BadgeFacts {
  clock: Clock | null;
  run: RunInfo | null;
  feeds: readonly FeedState[];
  network: 'connected' | 'cut';
  link: LinkState;
  /** When the page last had the host, epoch ms; null before it ever did. */
  linkedUntil: number | null;
  /** Why there is no host, where that is known. */
  hostFailure: HostFailure | null;
  twin: TwinState;
}

/** Worst first: the one that is told where several feeds are not live. */
const WORST = ['cut', 'failed', 'lost', 'ended', 'connecting', 'filling'] as const;

export function badgeOf({ clock, run, feeds, network, link, linkedUntil, hostFailure, twin }: BadgeFacts): Badge {
  if (link !== 'open' && hostFailure !== null) return { kind: 'stopped', since: linkedUntil, why: 'host' };
  // Also in replay, or on a run's own clock, a picture without its host stands still.
  if (link !== 'open' && linkedUntil !== null) return { kind: 'stopped', since: linkedUntil, why: 'link' };
  // Whatever arrives meanwhile, nobody sees it.
  if (twin === 'lost' || twin === 'failed') return { kind: 'stopped', since: null, why: 'twin' };
  if (clock?.mode === 'replay') return { kind: 'replay', rate: clock.rate, asKnown: clock.asKnown };
  if (run?.clock === 'data' && network === 'cut') return { kind: 'stopped', since: earliest(feeds.map((feed) => feed.liveUntil)), why: 'cut' };
  if (run?.clock === 'data') return { kind: 'own' };
  if (link !== 'open' || !clock) return { kind: 'stopped', since: linkedUntil, why: link === 'connecting' ? 'connecting' : 'link' };
  if (feeds.length === 0) return { kind: 'stopped', since: null, why: 'none' };
  const stopped = feeds.filter((feed) => feed.state !== 'live');
  if (stopped.length === 0 && network === 'connected') return { kind: 'live' };
  const since = earliest(stopped.map((feed) => feed.liveUntil));
  if (stopped.length > 0 && stopped.length < feeds.length && network === 'connected') {
    return { kind: 'partly', live: feeds.length - stopped.length, feeds: feeds.length, since };
  }
  const why = network === 'cut' ? 'cut' : WORST.find((state) => stopped.some((feed) => feed.state === state))!;
  return { kind: 'stopped', since, why };
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length > 0 ? Math.min(...known) : null;
}
