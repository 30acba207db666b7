/** What happened while a person looked at the past: asked for when they are back at the newest, shown until they put it away. */
import { CallProblem } from '#contract/client.ts';
import { call } from './host.ts';
import { choose, seekTo } from './intents.ts';
import type { TimelineMoment } from '#contract/contract.ts';
import { liveEdge } from './state/clock.ts';
import { useScreen, type Screen } from './state/store.ts';

/** Whoever was away for less than this is told only where there is something to tell, ms. */
const AWAY_MS = 60_000;

const edgeOf = ({ run, clock, skew }: Screen): number => liveEdge(run, clock, Date.now() + skew);

/** From now on it is noticed when the screen leaves the newest and when it comes back. */
export function keepMissed(): void {
  useScreen.subscribe((now, before) => {
    if (now.run?.id !== before.run?.id) {
      if (now.leftAt !== null || now.missed !== null) useScreen.setState({ leftAt: null, missed: null });
      return;
    }
    const [was, is] = [before.clock?.mode, now.clock?.mode];
    if (was === is) return;
    if (was === 'live' && is === 'replay') useScreen.setState({ leftAt: edgeOf(before) });
    if (was === 'replay' && is === 'live' && now.leftAt !== null) void ask(now.leftAt, edgeOf(now));
  });
}

async function ask(since: number, now: number): Promise<void> {
  const isLong = now - since >= AWAY_MS;
  useScreen.setState({ leftAt: null, ...(isLong && { missed: { from: since, to: now, moments: null, cut: false } }) });
  try {
    const told = await call('missed.get', { since: Math.floor(since) });
    if (isLong || told.moments.length > 0) useScreen.setState({ missed: told });
  } catch (error) {
    if (!(error instanceof CallProblem)) throw error;
    if (isLong) useScreen.setState({ missed: null });
  }
}

export function putMissedAway(): void {
  useScreen.setState({ missed: null });
}

/** Shows the indicator at that moment. */
export function goToMoment(moment: TimelineMoment): void {
  const { indicators, slots } = useScreen.getState();
  const indicator = moment.kind === 'level' ? indicators.find(({ code }) => code === moment.indicator) : undefined;
  if (indicator && indicator.code !== slots.a?.indicator.code) choose(indicator);
  seekTo(moment.time);
}
