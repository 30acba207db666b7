/** Opens a run: its file, its newest state in memory, its feeds. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Catalogue } from '#contract/catalogue.ts';
import type { RunInfo } from '#contract/contract.ts';
import type { RunConfig } from './config.ts';
import { openRunFeeds } from './feeds/runFeeds.ts';
import { PEOPLE_STEP_MS } from './frames/privacy.ts';
import { openHeads } from './ingest/heads.ts';
import { openIngest, type Committed } from './ingest/ingest.ts';
import type { Window } from './ingest/keepObservations.ts';
import { keepUp } from './ingest/keepUp.ts';
import type { Log } from './log.ts';
import { retentionOf } from './retention.ts';
import type { Run, RunListener } from './run.ts';
import { USUAL_PERIOD_MS } from './store/grid.ts';
import { openStore } from './store/openStore.ts';

const MINUTE = 60_000;

/** The sentence for the log where something of a run's file is not what was written. */
export const damageOf = (run: string, what: string): string => `Run ${run}: ${what} is not what was written and is left out.`;

export interface OpenRunOptions {
  config: RunConfig;
  /** Folder of the run files; made where it is missing. */
  dataDir: string;
  catalogue: Catalogue;
  /** Epoch milliseconds. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  log: Log;
  /** Not null: the network is cut, so no feed is started until `restore`; by feed, when it was last up to date. */
  cut?: Readonly<Record<string, number | null>> | null;
}

/** Throws `StoreProblem` where the run's file cannot be had: in use by another process, from a newer version, no run file. */
export function openRun({ config, dataDir, catalogue, now, random, log, cut = null }: OpenRunOptions): Run {
  mkdirSync(dataDir, { recursive: true });
  const periods = new Map(catalogue.indicators.map(({ code, update_period_s }) => [code, update_period_s * 1000]));
  const store = openStore(path.join(dataDir, `${config.id}.sqlite`), {
    periodMs: (code) => periods.get(code) ?? USUAL_PERIOD_MS,
    damaged: (what) => log('error', damageOf(config.id, what)),
    thinned: (indicator, from, until) => tell((listener) => listener.thinned?.(indicator, { from, to: until })),
  });
  const heads = openHeads(store);
  const listeners = new Set<RunListener>();
  /** What a listener does wrong must not look to a feed as if its data had not been stored. */
  const tell = (fact: (listener: RunListener) => void): void => {
    for (const listener of listeners) {
      try {
        fact(listener);
      } catch (error) {
        log('error', `Run ${config.id}: a listener failed: ${String((error as Error).stack ?? error)}`);
      }
    }
  };
  const ingest = openIngest({ store, catalogue, now, window: () => windowOf(config, now()) });
  const retention = retentionOf(config);
  let usedPercent = 0;

  const announce = ({ sites, batches, arrived }: Committed, before: RunInfo): void => {
    if (sites.size > 0) tell((listener) => listener.sites?.(sites));
    if (batches.length > 0) {
      const range = { from: Infinity, to: -Infinity };
      for (const { times } of batches) {
        for (const time of times) {
          if (time < range.from) range.from = time;
          if (time > range.to) range.to = time;
        }
      }
      tell((listener) => listener.observations?.(new Set(batches.map(({ indicator }) => indicator)), range, arrived));
    }
    const after = info();
    if (after.from !== before.from || after.to !== before.to) tell((listener) => listener.info?.());
  };

  const info = (): RunInfo => {
    const { id, title, clock, provenance, note, city } = config;
    const extent = store.extent();
    // Outwards to whole minutes: the first or newest word may be about a person, and its instant is nobody's business.
    const [from, to] = extent ? [Math.floor(extent.from / MINUTE) * MINUTE, Math.ceil(extent.to / MINUTE) * MINUTE] : [null, null];
    const storage = config.diskBudgetMB === undefined ? {} : { storage: { budgetMB: config.diskBudgetMB, percent: usedPercent } };
    return { id, title, clock, provenance, note, city, from, to, ...storage };
  };

  const feeds = openRunFeeds({
    run: config.id,
    configs: config.feeds,
    cut,
    cursor: store.cursor,
    deliver(feed, delivery) {
      const before = info();
      const committed = ingest.deliver(feed, delivery);
      for (const batch of committed.batches) heads.take(batch);
      announce(committed, before);
      return committed;
    },
    log: (level, sentence) => log(level, `Run ${config.id}: ${sentence}`),
    changed: () => tell((listener) => listener.feeds?.()),
    progressed: () => tell((listener) => listener.history?.()),
    now,
    random,
  });
  // Of data in whole steps: every screen is told where the clock stands, and the newest word may be about a person.
  const runNow = (): number => (config.clock === 'wall' ? now() : Math.ceil((store.extent()?.to ?? 0) / PEOPLE_STEP_MS) * PEOPLE_STEP_MS);
  const upkeep = keepUp({
    store, heads, now: runNow, retention, log, dropped: () => tell((listener) => listener.info?.()),
    used(percent) {
      usedPercent = percent;
      tell((listener) => listener.info?.());
    },
  });
  let closed = false;
  if (cut === null) feeds.start();

  return {
    config,
    store,
    info,
    now: runNow,
    sites: store.siteList,
    head: heads.of,
    feeds: feeds.states,
    history: () => ({ ...feeds.history(), from: info().from }),
    rejects: ingest.rejects.list,
    cut: feeds.cut,
    restore: feeds.restore,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      listeners.clear();
      upkeep.stop();
      await feeds.cut();
      for (const indicator of store.indicators()) heads.keep(indicator);
      store.close();
    },
  };
}

const DAY_MS = 86_400_000;

/** What would be thinned or dropped at once is not taken either. */
function windowOf(config: RunConfig, now: number): Window {
  const { window } = config;
  if ('from' in window) return { from: Date.parse(window.from), to: Date.parse(window.to) };
  return { from: now - Math.min(window.pastDays * DAY_MS, retentionOf(config).fullMs ?? Infinity), to: now + window.futureMinutes * 60_000 };
}
