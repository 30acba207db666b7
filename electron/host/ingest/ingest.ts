/** From a feed's delivery to one committed transaction: every observation is checked, what fails is counted, the rest is kept. */
import type { Catalogue } from '#contract/catalogue.ts';
import type { FeedMessage, SitesMessage } from '#contract/observation.ts';
import { describe, tallyRejects, type RejectTally } from '../decoders/decoder.ts';
import type { Delivery } from '../feeds/feed.ts';
import type { Append, Batch, RunStore, SiteList } from '../store/store.ts';
import { siteFault } from './checkSite.ts';
import { joinBatches } from './joinBatches.ts';
import { keepObservations, type Window } from './keepObservations.ts';
import { mirrorPlaces, REFUSED_PLACE } from './places.ts';
import { countRejects, type RejectCounts } from './rejects.ts';

/** Most sites of one indicator: a sender that invents sites without end must not fill the memory. */
export const MAX_SITES = 500_000;

/** What a delivery changed; told after it was committed. */
export interface Committed {
  sites: ReadonlySet<string>;
  batches: readonly Batch[];
  arrived: number;
  /** Observations that came, and of all that came what was refused. */
  received: number;
  rejected: number;
}

export interface Ingest {
  /** Commits a feed's delivery in one transaction. Throws only where the file cannot be written; then nothing of it is kept. */
  deliver(feed: string, delivery: Delivery): Committed;
  rejects: RejectCounts;
}

export interface IngestOptions {
  store: RunStore;
  catalogue: Catalogue;
  /** Phenomenon times that are taken now, inclusive. */
  window(): Window;
  now(): number;
}

export function openIngest({ store, catalogue, window, now }: IngestOptions): Ingest {
  const known = new Set(catalogue.indicators.map(({ code }) => code));
  const places = mirrorPlaces(store);
  const rejects = countRejects();

  const takeSites = (feed: string, message: SitesMessage, append: Append, tally: RejectTally): void => {
    const kept: SiteList = { indicator: message.indicator, source: message.source, sites: [] };
    const dense = new Uint32Array(message.sites.length).fill(REFUSED_PLACE);
    const ids = places.of(message.indicator);
    message.sites.forEach((site, position) => {
      const fault = ids.size >= MAX_SITES && !ids.has(site.id) ? 'too-many-sites' : siteFault(site);
      if (fault) return tally.add(fault, () => describe(site));
      dense[position] = places.announce(message.indicator, site.id);
      kept.sites.push(site);
    });
    append.sites.push(kept);
    if (message.positional) {
      places.setOrder(feed, message.indicator, dense);
      (append.orders ??= []).push({ indicator: message.indicator, dense });
    }
  };

  const take = (feed: string, message: FeedMessage, append: Append, tally: RejectTally, range: Window): number => {
    const size = message.sites.length;
    const { indicator } = message;
    if (!known.has(indicator)) {
      tally.add('unknown-indicator', () => describe(indicator), Math.max(1, size));
    } else if (message.kind === 'sites') {
      takeSites(feed, message, append, tally);
    } else {
      const batch = keepObservations(message, places.of(indicator), places.order(feed, indicator), range, tally);
      if (batch) append.batches.push(batch);
    }
    return message.kind === 'sites' ? 0 : size;
  };

  return {
    rejects,
    deliver(feed, delivery) {
      const arrived = delivery.arrived ?? now();
      const append: Append = { feed, cursors: delivery.cursors, known: now(), sites: [], batches: [] };
      const tally = tallyRejects();
      const range = window();
      let received = 0;
      try {
        for (const message of delivery.messages) received += take(feed, message, append, tally, range);
        append.batches = joinBatches(append.batches);
        if (append.sites.length > 0 || append.batches.length > 0 || Object.keys(append.cursors).length > 0) store.append(append);
      } catch (error) {
        places.reset();
        throw error;
      }
      const refused = [...delivery.rejects, ...tally.list()];
      rejects.add(refused);
      const rejected = refused.reduce((sum, { count = 1 }) => sum + count, 0);
      return { sites: new Set(append.sites.map(({ indicator }) => indicator)), batches: append.batches, arrived, received, rejected };
    },
  };
}
