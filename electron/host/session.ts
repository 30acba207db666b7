/** One connected screen: its clock, its run, what it shows. Holds nothing but that; ends with its wire. */
import type { Catalogue } from '#contract/catalogue.ts';
import { CHANGING, type CallName, type Clock, type Hello, type Summary } from '#contract/contract.ts';
import { SHORTEST_LOOP_MS } from '#contract/playing.ts';
import { Refusal, serveWire, type Handlers } from '#contract/server.ts';
import type { Wire } from '#contract/wire.ts';
import { changeClock, instantOf, liveClock, playClock, seekClock, settleClock } from './clock.ts';
import type { RunFrames } from './frames/runFrames.ts';
import { latestOnly } from './latest.ts';
import { atMostEvery } from './pace.ts';
import type { Run } from './run.ts';
import { slotMoment } from './slotMoment.ts';
import { openSlots } from './slots.ts';

/** A run with what its sessions share. */
export interface OpenRun {
  run: Run;
  frames: RunFrames;
}

export interface SessionPorts {
  version: string;
  catalogue: Catalogue;
  runs: ReadonlyMap<string, OpenRun>;
  network(): 'connected' | 'cut';
  cut(): Promise<void>;
  restore(): void;
  /** Wall clock, epoch ms. */
  now(): number;
  fault(error: unknown): void;
  ended(): void;
}

export interface Session {
  /** The network was cut or restored: told at once. */
  networkChanged(): void;
  close(): void;
}

/** At most so often, ms. */
const TELL_MS = { summary: 1000, pastSummary: 500, feeds: 1000, history: 1000, info: 5000, clock: 1000 } as const;
/** A screen that does not take what it was sent is told no more until it does, bytes. */
const MOST_QUEUED = 4_000_000;
/** How often it is looked whether time alone has changed what is shown. */
const TICK_MS = 1000;

export function openSession(wire: Wire, ports: SessionPorts, { readOnly }: { readOnly: boolean }): Session {
  let { run, frames } = ports.runs.values().next().value!;
  let clock = liveNow();
  let isGreeted = false;
  let isOpen = true;
  let isTelling = false;
  let summaryTold = '';
  let infoTold = '';

  const ended = new AbortController();
  const latest = latestOnly(ended.signal);
  /** As long as the clock stands as it is. */
  let standing = new AbortController();

  function liveNow(before?: Clock): Clock {
    return liveClock(run.config.clock, ports.now(), run.now(), before);
  }
  const instant = (): number => instantOf(clock, ports.now(), run.now());
  const hello = (): Hello => ({
    version: ports.version,
    readOnly,
    catalogue: ports.catalogue,
    inactive: Object.fromEntries(ports.catalogue.indicators.filter(({ active }) => active !== 'always').map(({ code, active }) => [code, active])),
    runs: [...ports.runs.values()].map((open) => open.run.info()),
    run: run.config.id,
    clock,
    feeds: run.feeds(),
    network: ports.network(),
    history: run.history(),
  });

  /** Of the clock as it stands when they are ready; null where the session ended before. */
  const summaries = async (): Promise<{ time: number; summaries: Summary[] } | null> => {
    for (;;) {
      if (!isOpen) return null;
      const { signal } = standing;
      const time = instant();
      const asked = clock.mode === 'live' ? frames.liveSummaries(() => !signal.aborted) : frames.ask('summaries', [{ live: false, time, asKnown: clock.asKnown }], signal);
      const told = await asked.catch((error: unknown) => {
        if (!signal.aborted) throw error;
        return null;
      });
      if (told && !signal.aborted) return { time, summaries: told };
    }
  };
  const isClogged = (): boolean => end.queuedBytes() > MOST_QUEUED;
  const tellSummaries = async (): Promise<void> => {
    if (!isGreeted || isTelling || isClogged()) return;
    isTelling = true;
    const fact = await summaries().finally(() => (isTelling = false));
    if (!fact || !isOpen) return;
    // Ages go on by themselves: the page counts them from what it was told.
    const digest = JSON.stringify(fact.summaries.map(({ age, ...rest }) => [rest, age === null ? null : Math.round(fact.time / 1000 - age)]));
    if (digest === summaryTold) return;
    summaryTold = digest;
    end.emit('summary.changed', fact);
  };
  const tellInfo = (): void => {
    const info = run.info();
    const digest = JSON.stringify(info);
    if (!isGreeted || digest === infoTold || isClogged()) return;
    infoTold = digest;
    end.emit('run.changed', info);
  };
  const tellFeeds = (): void => {
    if (isGreeted && !isClogged()) end.emit('feed.changed', { network: ports.network(), feeds: run.feeds() });
  };
  const faultUnlessClosing = (error: unknown): void => {
    if (!(error instanceof Refusal)) ports.fault(error);
  };
  const paced = {
    summary: atMostEvery(TELL_MS.summary, () => void tellSummaries().catch(faultUnlessClosing)),
    pastSummary: atMostEvery(TELL_MS.pastSummary, () => void tellSummaries().catch(faultUnlessClosing)),
    feeds: atMostEvery(TELL_MS.feeds, tellFeeds),
    history: atMostEvery(TELL_MS.history, () => isGreeted && !isClogged() && end.emit('history.progress', run.history())),
    info: atMostEvery(TELL_MS.info, tellInfo),
    clock: atMostEvery(TELL_MS.clock, () => isGreeted && setClock(liveNow(clock))),
  };

  const slots = openSlots({
    frames: () => frames,
    moment: (when) => slotMoment(when, clock, instant(), run.now()),
    now: ports.now,
    send: (bytes) => end.sendBytes(bytes),
    fault: ports.fault,
  });

  const stir = (): void => {
    standing.abort();
    standing = new AbortController();
    summaryTold = '';
  };
  const setClock = (next: Clock): Clock => {
    clock = next;
    stir();
    end.emit('clock.changed', clock);
    slots.moved();
    paced.pastSummary.ask();
    return clock;
  };

  const listen = (): (() => void) =>
    run.listen({
      observations(indicators, range, arrived) {
        slots.observed(indicators, range, arrived);
        if (clock.mode === 'live' || range.from <= instant()) paced.summary.ask();
        // A clock of data stands at its newest: it has moved.
        if (clock.mode === 'live' && run.config.clock === 'data' && run.now() !== clock.at) paced.clock.ask();
      },
      sites(indicators) {
        slots.sited(indicators);
        paced.summary.ask();
      },
      feeds: () => paced.feeds.ask(),
      history: () => paced.history.ask(),
      info: () => paced.info.ask(),
    });
  let stopListening = listen();

  const tick = setInterval(() => {
    const settled = settleClock(clock, run.config.clock, ports.now(), run.now());
    if (settled !== clock) setClock(settled);
    else if (clock.rate > 0) paced.summary.ask();
  }, TICK_MS);

  const handlers: Handlers = {
    'session.open': () => {
      isGreeted = true;
      return hello();
    },
    'run.select'({ run: id }) {
      const chosen = ports.runs.get(id);
      if (!chosen) throw new Refusal('not-found', `There is no run ${id}.`);
      slots.hideAll();
      stopListening();
      ({ run, frames } = chosen);
      clock = liveNow();
      stir();
      infoTold = '';
      stopListening = listen();
      paced.summary.ask();
      return hello();
    },
    'clock.seek': ({ time }) => setClock(seekClock(clock, run.config.clock, time, ports.now(), run.now())),
    'clock.play': ({ rate }) => setClock(playClock(clock, run.config.clock, rate, ports.now(), run.now())),
    'clock.live': () => setClock(liveNow(clock)),
    'clock.loop'({ loop }) {
      if (loop !== null && loop.to - loop.from < SHORTEST_LOOP_MS) throw new Refusal('bad-request', 'A loop is at least a second long.');
      return setClock(changeClock(clock, { loop }, ports.now(), run.now()));
    },
    'clock.known': ({ asKnown }) => setClock(changeClock(clock, { asKnown }, ports.now(), run.now())),
    'layer.show'({ slot, places, when }) {
      slots.show(slot, frames.resolve(places), when);
      return {};
    },
    'layer.hide'({ slot }) {
      slots.hide(slot);
      return {};
    },
    'frame.drawn'({ slot, sequence }) {
      slots.drawn(slot, sequence);
      return {};
    },
    'block.get': ({ places, time, led }) => frames.ask('block', [places, time, led], ended.signal),
    'places.get': ({ places }) => frames.places(places),
    'place.describe': ({ places, index }) => frames.describe(places, index),
    'series.get': ({ places, index, from, to }) => frames.ask('series', [places, index, { from, to }], ended.signal),
    'strip.get': ({ indicator, from, to, step }) => frames.ask('strip', [indicator, { from, to, step }], ended.signal),
    'coverage.get': ({ from, to, buckets, indicator }) => frames.ask('coverage', [{ from, to, buckets, indicator }], latest('coverage')),
    'resolutions.get': async ({ indicator, from, to }) => ({ stretches: await frames.ask('thinned', [indicator, { from, to }], ended.signal) }),
    'events.get': ({ indicator, from, to }) => frames.ask('moments', [indicator, { from, to }], latest('events')),
    'event.next': async ({ indicator, at, direction }) => ({ moment: await frames.ask('nextMoment', [indicator, at, direction], latest('event')) }),
    'step.get': async ({ places, at, direction }) => ({ time: await frames.ask('beside', [places, at, direction], ended.signal) }),
    'missed.get': ({ since }) => frames.ask('missed', [since], latest('missed')),
    'baseline.get': ({ places, index, from, to }) => frames.ask('baseline', [places, index, { from, to }], latest(`baseline ${places}`)),
    async 'summary.get'() {
      const fact = await summaries();
      if (!fact) throw new Refusal('unavailable', 'The session has ended.');
      return fact;
    },
    'rejects.get': () => ({ rejects: frames.rejects() }),
    async 'network.cut'() {
      await ports.cut();
      return {};
    },
    'network.restore'() {
      ports.restore();
      return {};
    },
  };

  const release = (): void => {
    if (!isOpen) return;
    isOpen = false;
    ended.abort();
    standing.abort();
    clearInterval(tick);
    stopListening();
    slots.hideAll();
    for (const pace of Object.values(paced)) pace.stop();
    ports.ended();
  };
  const end = serveWire(wire, { handlers: readOnly ? refusing(handlers) : handlers, closed: release, fault: ports.fault });

  return {
    networkChanged: tellFeeds,
    close() {
      release();
      end.close();
    },
  };
}

function refuse(): never {
  throw new Refusal('read-only', 'This screen may look, not change.');
}

/** A screen that may look but change nothing. */
function refusing(handlers: Handlers): Handlers {
  return { ...handlers, ...(Object.fromEntries(CHANGING.map((name: CallName) => [name, refuse])) as Partial<Handlers>) } as Handlers;
}
