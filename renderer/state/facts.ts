/** What the host says, turned into changes of the store. Pure: (what is shown, what was said) → what changes. */
import type { Clock, EventFact, FeedState, Hello, RunInfo, Summary } from '#contract/contract.ts';
import { skewOf } from './clock.ts';
import type { Screen, SummaryShown } from './store.ts';
import { FIRST_VIEW } from './view.ts';

type Change = Partial<Screen>;

export function helloSaid(screen: Screen, hello: Hello, pageNow: number): Change {
  const run = hello.runs.find((info) => info.id === hello.run) ?? null;
  const sameRun = screen.run?.id === hello.run;
  return {
    readOnly: hello.readOnly,
    domains: hello.catalogue.domains,
    indicators: hello.catalogue.indicators,
    feedNames: hello.catalogue.meta.feeds,
    p3MinCount: hello.catalogue.meta.p3_default_min_count,
    inactive: hello.inactive,
    runs: hello.runs,
    run,
    network: hello.network,
    switching: false,
    feeds: hello.feeds,
    history: hello.history,
    ...clockSaid(hello.clock, pageNow),
    ...(sameRun ? {} : { summaries: {}, summaryTime: 0, picked: null, hovered: null, hand: null, view: FIRST_VIEW, marks: { from: null, to: null }, jump: null, drawn: { a: null, b: null } }),
  };
}

export function clockSaid(clock: Clock, pageNow: number): Pick<Screen, 'clock' | 'skew'> {
  return { clock, skew: skewOf(clock, pageNow) };
}

export function runSaid(screen: Screen, info: RunInfo): Change {
  const runs = screen.runs.map((run) => (run.id === info.id ? info : run));
  return screen.run?.id === info.id ? { runs, run: info } : { runs };
}

export function feedsSaid(screen: Screen, fact: EventFact<'feed.changed'>): Change {
  const feeds = fact.feeds.map((feed) => {
    const before = screen.feeds.find((other) => other.id === feed.id);
    return before && sameFields(before, feed) ? before : feed;
  });
  return { network: fact.network, feeds, ...(fact.network === screen.network ? {} : { switching: false }) };
}

/** Keeps the objects of indicators that did not change, so that their rows need not be drawn again. */
export function summariesSaid(screen: Screen, time: number, said: readonly Summary[]): Change {
  const summaries: Record<string, SummaryShown> = { ...screen.summaries };
  for (const { age, ...summary } of said) {
    const before = summaries[summary.indicator];
    const now: SummaryShown = { ...summary, measuredAt: age === null ? null : time - age * 1000 };
    if (!before || !looksSame(before, now)) summaries[summary.indicator] = now;
  }
  return { summaries, summaryTime: time };
}

/** True when a feed has just finished filling in what it missed: what was known of the past has changed. */
export function backfilled(before: readonly FeedState[], after: readonly FeedState[]): boolean {
  return before.some((feed) => feed.state === 'filling' && after.find((other) => other.id === feed.id)?.state !== 'filling');
}

/** Ages come in whole seconds, so the same word may seem a second apart. */
function looksSame(one: SummaryShown, other: SummaryShown): boolean {
  const apart = Math.abs((one.measuredAt ?? 0) - (other.measuredAt ?? 0));
  return apart < 2_000 && (one.measuredAt === null) === (other.measuredAt === null) && sameFields({ ...one, measuredAt: 0 }, { ...other, measuredAt: 0 });
}

function sameFields<T extends object>(one: T, other: T): boolean {
  return Object.entries(one).every(([key, value]) => {
    const compared = other[key as keyof T];
    return value === compared || (typeof value === 'object' && JSON.stringify(value) === JSON.stringify(compared));
  });
}
