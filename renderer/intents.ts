/** What a person can make the screen do. Panels and commands call these; they change the store and ask the host. */
import { CallProblem } from '#contract/client.ts';
import type { Clock } from '#contract/contract.ts';
import type { Indicator } from '#contract/catalogue.ts';
import type { Trait } from '#layers/buildings/traits.ts';
import { addressed } from './address.ts';
import { lookingAt } from './globe/lookingAt.ts';
import type { LookId } from './globe/looks/registry.ts';
import type { Globe, Language, Pick, Slot } from './globe/types.ts';
import { call } from './host.ts';
import { speak } from './i18n/i18n.ts';
import { keepLook } from './keptLook.ts';
import { frameDesk, layOut, lookAhead, showCompared, showSlot } from './picture.ts';
import { forgetAll, showEverything } from './session.ts';
import { instantAt, liveEdge } from './state/clock.ts';
import { clockSaid, helloSaid } from './state/facts.ts';
import { formChoices, type FormChoice } from './state/forms.ts';
import { put as withChosen } from './state/comparison.ts';
import { createSeeker } from './state/seeker.ts';
import { useScreen } from './state/store.ts';
import { BARE_CELLS } from './state/views.ts';
import { reaching } from './state/view.ts';

let globe: Globe | null = null;
export const holdGlobe = (given: Globe | null): void => void (globe = given);
export const heldGlobe = (): Globe | null => globe;

const put = useScreen.setState;
const screen = useScreen.getState;
const hostNow = (): number => Date.now() + screen().skew;

/** The newest instant there is, epoch ms; 0 in a run without any data. */
export function edgeNow(): number {
  const { run, clock } = screen();
  return liveEdge(run, clock, hostNow());
}

/** The instant that the screen stands for, epoch ms; null before the host has greeted and in a run without any data. */
export function currentInstant(): number | null {
  const { clock, run, hand } = screen();
  const edge = liveEdge(run, clock, hostNow());
  return clock && edge > 0 ? (hand ?? instantAt(clock, edge, hostNow())) : null;
}

// ---- what lies on the twin

export function choose(indicator: Indicator, slot: Slot = 'a'): void {
  const { slots, comparison } = screen();
  if (comparison) {
    put({ picked: null });
    globe?.show({ selected: null });
    return showCompared(withChosen(screen(), slot, { indicator, choice: formChoices(indicator)[0] ?? null }));
  }
  const other: Slot = slot === 'a' ? 'b' : 'a';
  // One indicator lies in one slot: choosing it for the other moves it.
  const isInOther = slots[other]?.indicator.code === indicator.code;
  put({
    byPerson: true,
    // Whoever has drawn a shape looks at one indicator after the other inside it.
    picked: screen().picked?.kind === 'shape' ? screen().picked : null,
    cardOpen: true,
    slots: { ...slots, [slot]: { indicator, choice: formChoices(indicator)[0] ?? null }, ...(isInOther ? { [other]: null } : {}) },
  });
  globe?.show({ selected: null });
  if (isInOther) void showSlot(other);
  void showSlot(slot);
}

/** Empties a slot; what lay in b moves up where a was emptied. */
export function clearSlot(slot: Slot): void {
  const { slots, comparison } = screen();
  if (comparison) return showCompared(withChosen(screen(), slot, null));
  const next = slot === 'a' ? { a: slots.b, b: null } : { ...slots, b: null };
  put({ byPerson: true, slots: next });
  void showSlot('a');
  void showSlot('b');
}

export function setForm(slot: Slot, choice: FormChoice): void {
  const { slots, comparison } = screen();
  const chosen = slots[slot];
  if (!chosen) return;
  if (comparison) return showCompared(withChosen(screen(), slot, { ...chosen, choice }));
  const samePlaces = chosen.choice?.places === choice.places;
  put({ byPerson: true, slots: { ...slots, [slot]: { ...chosen, choice } } });
  void (samePlaces ? layOut(slot) : showSlot(slot));
}

// ---- time

const seeker = createSeeker({
  ask: (time) => call('clock.seek', { time: Math.round(time) }),
  answered: (clock) => put(clockSaid(clock, Date.now())),
  unanswered(time, error) {
    if (!(error instanceof CallProblem)) throw error;
    // Without a host the hand still moves through what memory has.
    put(({ clock }) => ({ clock: { loop: null, asKnown: false, ...clock, mode: 'replay', at: time, wall: hostNow(), rate: 0 } }));
  },
  idle() {
    if (!holding) letHandGo();
  },
});
let holding = false;

function letHandGo(): void {
  put({ hand: null });
  frameDesk.release();
}

/** The hand holds the clock at `time`, epoch ms, and may move on; `release` ends it. */
export function drag(time: number): void {
  const { run, clock } = screen();
  if (!run || !clock || liveEdge(run, clock, hostNow()) === 0) return;
  holding = true;
  const at = Math.min(time, liveEdge(run, clock, hostNow()));
  put({ hand: at });
  lookAhead(at);
  frameDesk.seek(run.id, at);
  seeker.seek(at);
}

export function release(): void {
  holding = false;
  if (!seeker.busy) letHandGo();
}

/** Also where the timeline does not show it yet: then that moves, too. */
export function seekTo(time: number): void {
  put(({ view }) => ({ view: reaching(view, edgeNow(), Math.min(time, edgeNow())) }));
  drag(time);
  release();
}

/** Goes where the page's address says now. */
export function followAddress(): void {
  const { camera, at } = addressed();
  if (camera) globe?.flyTo(camera, 0);
  if (at !== undefined) seekTo(at);
}

export async function askClock(asked: Promise<Clock>): Promise<void> {
  try {
    put(clockSaid(await asked, Date.now()));
  } catch (error) {
    if (!(error instanceof CallProblem)) throw error;
  }
}

export async function goLive(): Promise<void> {
  put(({ view }) => ({ view: { ...view, to: null } }));
  await askClock(call('clock.live', {}));
}

/** Plays at `rate` × real time; 0 holds the picture where it is. Live cannot be played faster. */
export const play = (rate: number): Promise<void> => askClock(call('clock.play', { rate }));

/** The speed that play goes on with; at once where it is playing. */
export function setRate(rate: number): void {
  put({ chosenRate: rate });
  const { clock } = screen();
  if (clock?.mode === 'replay' && clock.rate > 0) void play(rate);
}

/** Live or playing: holds. Held: plays on at the speed last used. */
export function playOrPause(): void {
  const { clock, chosenRate } = screen();
  if (!clock) return;
  void play(clock.mode === 'live' || clock.rate > 0 ? 0 : chosenRate);
}

// ---- run, network, language, selection

export async function selectRun(run: string): Promise<void> {
  try {
    const hello = await call('run.select', { run });
    forgetAll();
    put((before) => ({ ...helloSaid(before, hello, Date.now()) }));
    showEverything();
  } catch (error) {
    if (!(error instanceof CallProblem)) throw error;
  }
}

export async function setNetwork(connected: boolean): Promise<void> {
  put({ switching: true });
  try {
    await call(connected ? 'network.restore' : 'network.cut', {});
  } catch (error) {
    if (!(error instanceof CallProblem)) throw error;
  }
  put({ switching: false });
}

export function setLanguage(language: Language): void {
  speak(language);
  put({ language });
  globe?.show({ language });
}

export function setUnlit(unlit: boolean): void {
  put({ unlit });
  globe?.show({ unlit });
}

export function setTrait(trait: Trait | null): void {
  put({ trait });
  globe?.show({ trait });
}

export function setLook(look: LookId): void {
  keepLook(look);
  put({ look });
  globe?.show({ look });
}

export function pick(picked: Pick | null): void {
  if (picked?.kind === 'contextGroup') return void flyNearer(picked);
  // Cells that were worked out on this screen are no places of the host's.
  const isOurs = picked?.kind === 'place' && picked.places.endsWith(BARE_CELLS);
  const about = picked && picked.kind !== 'ground' && !isOurs ? picked : null;
  put(about ? { picked: about, cardOpen: true } : { picked: null });
  if (about?.kind === 'place') globe?.show({ selected: { places: about.places, index: about.index } });
  else if (about?.kind === 'area') globe?.show({ selected: { unit: about.unit, code: about.code } });
  else if (about?.kind === 'context') globe?.show({ selected: { context: about.layer, index: about.index } });
  else if (about?.kind === 'building' && about.properties.id !== undefined) globe?.show({ selected: { building: String(about.properties.id) } });
  else globe?.show({ selected: null });
}

const NEAREST_LOOK_M = 260;

/** Towards what lies together under one sign, until it comes apart. */
function flyNearer({ lon, lat, metres }: { lon: number; lat: number; metres: number }): void {
  const { camera } = screen();
  if (camera) globe?.flyTo(lookingAt(camera.view, lon, lat, Math.max(NEAREST_LOOK_M, metres * 1.4)), 0.9);
}

export function closeCard(): void {
  pick(null);
  put({ cardOpen: false });
}

