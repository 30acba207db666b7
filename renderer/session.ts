/** The page's session with the host: greeting, what the host says, and what is asked again when it comes back. */
import type { ClientHandlers, HostClient } from '#contract/client.ts';
import type { EventFact, EventName, Hello } from '#contract/contract.ts';
import { frameOf } from '#contract/frameCodec.ts';
import { addressed } from './address.ts';
import { call, startHost } from './host.ts';
import { forgetPlaceSets } from './placeSets.ts';
import { forgetFrames, receiveFrame, showSlot, SLOTS } from './picture.ts';
import { instantAt, liveEdge } from './state/clock.ts';
import { firstChoice } from './state/firstChoice.ts';
import { backfilled, clockSaid, feedsSaid, helloSaid, runSaid, summariesSaid } from './state/facts.ts';
import { useScreen, type Screen } from './state/store.ts';
import { forgetStrips, stripsChanged } from './strips.ts';
import { onNextBeat } from './widgets/ticks.ts';

/** What the screen showed, asked again of a host that has come back; a new page takes what the host greets with, at the instant of its address. */
async function restored(client: HostClient, before: Screen): Promise<Hello> {
  let hello = await client.call('session.open', {});
  const run = before.run;
  if (run && hello.run !== run.id && hello.runs.some(({ id }) => id === run.id)) hello = await client.call('run.select', { run: run.id });
  const { at } = addressed();
  if (!run && at !== undefined) return { ...hello, clock: await client.call('clock.seek', { time: at }) };
  if (before.clock?.mode !== 'replay' || hello.run !== run?.id) return hello;
  const hostNow = Date.now() + before.skew;
  const time = before.hand ?? instantAt(before.clock, liveEdge(run, before.clock, hostNow), hostNow);
  let clock = await client.call('clock.seek', { time: Math.round(time) });
  const { loop, asKnown, rate } = before.clock;
  if (loop) clock = await client.call('clock.loop', { loop });
  if (asKnown) clock = await client.call('clock.known', { asKnown });
  if (clock.mode === 'replay') clock = await client.call('clock.play', { rate });
  return { ...hello, clock };
}

async function greet(client: HostClient): Promise<void> {
  const hello = await restored(client, useScreen.getState());
  forgetAll();
  useScreen.setState((screen) => helloSaid(screen, hello, Date.now()));
  takeFirst();
}

/** Chooses for a person who has not: something must be on the city from the first second. True where that changed. */
function takeFirst(): boolean {
  const screen = useScreen.getState();
  // Whoever has gone to a past without data looks for that indicator there, not for another one.
  if (screen.leftAt !== null) return false;
  const first = firstChoice(screen);
  if (!first || first.indicator.code === screen.slots.a?.indicator.code) return false;
  useScreen.setState(({ slots }) => ({ slots: { ...slots, a: first } }));
  return true;
}

/** Another run or another host: nothing kept is about what is shown now. */
export function forgetAll(): void {
  forgetFrames();
  forgetPlaceSets();
  forgetStrips();
}

/** Once the host can be asked: slots, summaries. */
export function showEverything(): void {
  for (const slot of SLOTS) void showSlot(slot);
  call('summary.get', {}).then(({ time, summaries }) => hear['summary.changed']({ time, summaries }), () => undefined);
}

const hear: { [N in EventName]: (fact: EventFact<N>) => void } = {
  'clock.changed': (clock) => useScreen.setState(clockSaid(clock, Date.now())),
  'feed.changed'(fact) {
    const before = useScreen.getState().feeds;
    useScreen.setState((screen) => feedsSaid(screen, fact));
    if (backfilled(before, fact.feeds)) forgetPast();
  },
  'run.changed': (info) => useScreen.setState((screen) => runSaid(screen, info)),
  'history.progress'(history) {
    if (history.done !== useScreen.getState().history.done) forgetPast();
    useScreen.setState({ history });
  },
  'summary.changed'({ time, summaries }) {
    const say = (): void => {
      useScreen.setState((screen) => summariesSaid(screen, time, summaries));
      if (takeFirst()) void showSlot('a');
    };
    // What nobody waits for is written with the clock's next second; the first word and a moving hand's are at once.
    const { clock, summaryTime, run } = useScreen.getState();
    if (clock?.mode !== 'live' || summaryTime === 0) say();
    else onNextBeat(() => useScreen.getState().run?.id === run?.id && useScreen.getState().clock?.mode === 'live' && say());
  },
};

function forgetPast(): void {
  forgetFrames();
  stripsChanged();
}

const event: ClientHandlers['event'] = (name, fact) => (hear[name] as (fact: unknown) => void)(fact);

export function openSession(): void {
  startHost({
    greet,
    event,
    hostless: (hostFailure) => useScreen.setState({ hostFailure }),
    frame(message) {
      const frame = frameOf(message);
      if (frame) receiveFrame(frame);
    },
    changed(link) {
      const before = useScreen.getState();
      const linkedUntil = link === 'lost' && before.link === 'open' ? Date.now() : before.linkedUntil;
      useScreen.setState({ link, linkedUntil, ...(link === 'open' ? { hostFailure: null } : { switching: false }) });
      if (link === 'open') showEverything();
    },
  });
}
