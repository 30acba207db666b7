/** A run's feeds: made from their settings, started and cut together, each with its state for the screens. */
import type { FeedReason, FeedState, HistoryProgress } from '#contract/contract.ts';
import type { FeedConfig } from '../config.ts';
import type { Log } from '../log.ts';
import type { Delivery, Feed, FeedPorts } from './feed.ts';
import { reason, reasonOfSettings, sentenceOf } from './reasons.ts';
import { feedKinds } from './registry.ts';

export interface RunFeeds {
  states(): FeedState[];
  history(): { done: number; total: number };
  start(): void;
  /** Closes every socket; resolves when none is open. */
  cut(): Promise<void>;
  restore(): void;
}

export interface RunFeedsOptions {
  run: string;
  configs: readonly FeedConfig[];
  /** Not null: they begin cut, last up to date at these times by feed. */
  cut: Readonly<Record<string, number | null>> | null;
  cursor(feed: string, name: string): string | null;
  /** Commits; throws where the store fails. */
  deliver(feed: string, delivery: Delivery): { received: number; rejected: number };
  log: Log;
  changed(): void;
  progressed(): void;
  now(): number;
  random(): number;
}

export function openRunFeeds(options: RunFeedsOptions): RunFeeds {
  const states = new Map<string, FeedState>();
  const progress = new Map<string, Pick<HistoryProgress, 'done' | 'total'>>();
  const feeds: Feed[] = [];
  let running = false;
  let stopping: Promise<void> = Promise.resolve();

  const change = (id: string, facts: Partial<FeedState>): void => {
    const state = states.get(id)!;
    const same = Object.entries(facts).every(([name, value]) => isSame(state[name as keyof FeedState], value));
    const turned = facts.state !== undefined && facts.state !== state.state;
    Object.assign(state, facts);
    if (turned) options.log(state.state === 'lost' ? 'warn' : 'info', `feed ${id} is ${state.state}${state.reason === null ? '' : ` (${sentenceOf(state.reason)})`}.`);
    if (!same) options.changed();
  };

  const portsOf = (id: string): FeedPorts => ({
    name: { run: options.run, feed: id },
    now: options.now,
    random: options.random,
    cursor: (name) => options.cursor(id, name),
    async deliver(delivery) {
      const { received, rejected } = options.deliver(id, delivery);
      const state = states.get(id)!;
      state.received += received;
      state.rejected += rejected;
    },
    report: (facts) => void (running && change(id, facts)),
    progress(done, total) {
      progress.set(id, { done, total });
      options.progressed();
    },
  });

  /** The other feeds of the run go on without it. */
  const fail = (id: string, why: FeedReason): void => {
    Object.assign(states.get(id)!, { state: 'failed', reason: why });
    options.log('error', `feed ${id} cannot be used: ${sentenceOf(why)}.`);
  };

  for (const config of options.configs) {
    const { id, kind, title } = config;
    states.set(id, { id, kind, title, state: options.cut ? 'cut' : 'connecting', liveUntil: options.cut?.[id] ?? null, reason: null, received: 0, rejected: 0 });
    try {
      if (Object.hasOwn(feedKinds, kind)) feeds.push(feedKinds[kind](config, portsOf(id)));
      else fail(id, reason('unknown-kind', '', kind));
    } catch (error) {
      fail(id, reasonOfSettings(error));
    }
  }

  const start = (): void => {
    if (running) return;
    running = true;
    void stopping.then(() => {
      if (running) for (const feed of feeds) feed.start();
    });
  };

  return {
    states: () => [...states.values()].map((state) => ({ ...state })),
    history: () => [...progress.values()].reduce((sum, { done, total }) => ({ done: sum.done + done, total: sum.total + total }), { done: 0, total: 0 }),
    start,
    restore: start,
    async cut() {
      running = false;
      for (const state of states.values()) if (state.state !== 'failed') Object.assign(state, { state: 'cut', reason: null });
      options.changed();
      stopping = Promise.all(feeds.map((feed) => feed.stop())).then(() => undefined);
      await stopping;
    },
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}
