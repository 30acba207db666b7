/** What a test or a bench can read from outside: data attributes on `<html>` and performance marks. */
import { liveEdge, instantAt } from './state/clock.ts';
import { badgeOf } from './state/feedPicture.ts';
import { useScreen, type Screen } from './state/store.ts';
import type { Slot } from './globe/types.ts';
import type { Shown } from './frames/desk.ts';

const root = document.documentElement;

function put(name: string, value: string | null): void {
  if (value === null) delete root.dataset[name];
  else if (root.dataset[name] !== value) root.dataset[name] = value;
}

/** data-frame-a, data-frame-b: "places@time#sequence" of what is on the screen; a "~" after it where it came from memory. */
export function publishFrame(slot: Slot, shown: Shown | null): void {
  const name = slot === 'a' ? 'frameA' : 'frameB';
  put(name, shown && `${shown.frame.places}@${new Date(shown.time).toISOString()}#${shown.frame.sequence}${shown.fromMemory ? '~' : ''}`);
}

function markOnce(name: string): void {
  if (performance.getEntriesByName(name).length === 0) performance.mark(name);
}
export const markFirstData = (): void => markOnce('chengmai:first-data-frame');

/** data-clock: the instant that the screen stands for, whole seconds. */
export function publishClock(screen: Screen): void {
  const { clock, run, hand, skew } = screen;
  const hostNow = Date.now() + skew;
  const edge = liveEdge(run, clock, hostNow);
  const at = clock && edge > 0 ? (hand ?? instantAt(clock, edge, hostNow)) : null;
  put('clock', at === null ? null : new Date(Math.floor(at / 1000) * 1000).toISOString());
}

/** data-sign: the lone sign of a context layer nearest to the picture's middle, "layer/index@x,y". */
export const publishSign = (sign: string | null): void => put('sign', sign);

/** data-city: "ready" once the city is on the screen, "lost" with the graphics context. */
function publishCity({ twin }: Screen): void {
  if (twin === 'there') markOnce('chengmai:city-ready');
  put('city', twin === 'there' ? 'ready' : twin === 'lost' ? 'lost' : null);
}

function publish(screen: Screen): void {
  const badge = badgeOf(screen);
  put('run', screen.run?.id ?? null);
  put('mode', screen.clock === null ? null : screen.clock.mode === 'replay' ? 'replay' : screen.run?.clock === 'data' ? 'own' : 'live');
  put('badge', badge.kind);
  put('since', (badge.kind === 'stopped' || badge.kind === 'partly') && badge.since !== null ? new Date(badge.since).toISOString() : null);
  put('link', screen.link);
  put('feed', screen.feeds.map((feed) => `${feed.id}:${feed.state}`).join(' '));
  put('network', screen.network);
  const { done, total } = screen.history;
  put('history', String(total > 0 ? Math.round((Math.min(done, total) / total) * 1000) / 1000 : screen.link === 'open' ? 1 : 0));
  put('language', screen.language);
  put('context', contextFact(screen));
  put('look', screen.look);
  publishCity(screen);
  publishClock(screen);
}

/** "hospitals:there pipes:loading" of what is switched on; null where the city has no context layers. */
function contextFact({ context, contextChoice, contextRead }: Screen): string | null {
  return context?.layers.length ? contextChoice.on.map((id) => `${id}:${contextRead[id] ?? 'loading'}`).join(' ') : null;
}

/** Keeps the attributes true from now on. */
export function keepPublished(): void {
  publish(useScreen.getState());
  useScreen.subscribe(publish);
}
