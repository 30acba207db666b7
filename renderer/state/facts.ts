/** What the host says, turned into changes of the store. Pure: (what is shown, what was said) → what changes. */
import type { Clock, EventFact, FeedState, Hello, RunInfo, Summary } from '#contract/contract.ts';
import { coarseAge, formatAge } from '../format/age.ts';
import { skewOf } from './clock.ts';
import type { Screen } from './store.ts';

type Change = Partial<Screen>;

export function helloSaid(screen: Screen, hello: Hello, pageNow: number): Change {
  const run = hello.runs.find((info) => info.id === hello.run) ?? null;
  const sameRun = screen.run?.id === hello.run;
  return {
    link: 'open',
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
    ...(sameRun ? {} : { summaries: {}, summaryTime: 0, picked: null, hovered: null, hand: null, drawn: { a: null, b: null } }),
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
  const summaries: Record<string, Summary> = { ...screen.summaries };
  for (const summary of said) {
    const before = summaries[summary.indicator];
    if (!before || !looksSame(before, summary)) summaries[summary.indicator] = summary;
  }
  return { summaries, summaryTime: time };
}

/** True when a feed has just finished filling in what it missed: what was known of the past has changed. */
export function backfilled(before: readonly FeedState[], after: readonly FeedState[]): boolean {
  return before.some((feed) => feed.state === 'filling' && after.find((other) => other.id === feed.id)?.state !== 'filling');
}

/** Ages are shown in steps: a summary that is only a second older is shown as it was. */
function looksSame(one: Summary, other: Summary): boolean {
  return ageStep(one.age) === ageStep(other.age) && sameFields({ ...one, age: 0 }, { ...other, age: 0 });
}

const ageStep = (age: number | null): string => (age === null ? '' : formatAge(coarseAge(age), 'en'));

function sameFields<T extends object>(one: T, other: T): boolean {
  return Object.entries(one).every(([key, value]) => {
    const compared = other[key as keyof T];
    return value === compared || (typeof value === 'object' && JSON.stringify(value) === JSON.stringify(compared));
  });
}
