/** What lies on the twin: two slots, their place sets and frames, between store, host and globe. */
import { CallProblem } from '#contract/client.ts';
import type { Problem } from '#contract/contract.ts';
import type { SlotFrame } from '#contract/frameCodec.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { instantBeside, sameWhen } from '#contract/when.ts';
import { createBlockMemory } from './frames/blockMemory.ts';
import { createKnownCache, withBlocks } from './frames/knownCache.ts';
import { createFrameDesk, type Shown } from './frames/desk.ts';
import { drawnFacts } from './frames/facts.ts';
import { startUnfolder } from './frames/unfolder.ts';
import { formatValue } from './format/numbers.ts';
import type { Globe, Language, LayerFailure, PlaceSet, Slot } from './globe/types.ts';
import { call, tell } from './host.ts';
import { unitIn } from './i18n/terms.ts';
import { forgetPlaceSet, placeSet } from './placeSets.ts';
import { markFirstData, publishFrame } from './publish.ts';
import { instantAt, liveEdge } from './state/clock.ts';
import { divisionOf, whenOf, type Compared } from './state/comparison.ts';
import { formChoices } from './state/forms.ts';
import { rampOf } from './state/ramps.ts';
import { useScreen, type Chosen } from './state/store.ts';
import { drawingOf } from './state/views.ts';
import { viewOf, type View } from './views.ts';

export const SLOTS = ['a', 'b'] as const;
const CACHE_BYTES = 64 * 1024 * 1024;
/** Of history, unfolded; beside it the worker keeps what it was unfolded from. */
const BLOCK_BYTES = 256 * 1024 * 1024;
/** Live observations arrive late by less than this: older instants no longer change. */
const SETTLED_AFTER_MS = 120_000;
/** The legend's counts and ages are told to React at most so often. */
const FACTS_EVERY_MS = 1_000;

let globe: Globe | null = null;
/** What each slot's view makes of a frame. */
const turns: Record<Slot, View['turn']> = { a: (frame) => frame, b: (frame) => frame };
const isAsKnown = (): boolean => useScreen.getState().clock?.asKnown ?? false;
const unfold = startUnfolder();
const blocks = createBlockMemory({
  budget: BLOCK_BYTES,
  fetch: async ({ places, time, line, led }, spare) => unfold(line, await call('block.get', { places, time: Math.round(time), led }), spare()),
  recall: (line, from, spare) => unfold(line, { from }, spare()),
  arrived() {
    const { run, hand } = useScreen.getState();
    if (run && hand !== null) desk.seek(run.id, hand);
  },
  newest: edgeOfRun,
});
const cache = withBlocks(createKnownCache(CACHE_BYTES, isAsKnown), blocks, isAsKnown);
const listeners = new Set<(slot: Slot) => void>();

const desk = createFrameDesk({
  cache,
  draw(slot, frame, ticket) {
    globe?.setFrame(slot, turns[slot](frame), ticket);
    return globe !== null;
  },
  acknowledge: (slot, sequence) => tell('frame.drawn', { slot, sequence }),
  shown(slot, shown) {
    publishFrame(slot, shown);
    if (shown?.frame.status.includes(0)) markFirstData();
    tellFacts(slot, shown);
    for (const listener of listeners) listener(slot);
  },
  outgrown(slot, places) {
    const { run } = useScreen.getState();
    if (run) forgetPlaceSet(run.id, places);
    void layOut(slot);
  },
  instant(slot) {
    const { run, clock, skew, hand, comparison } = useScreen.getState();
    const when = whenOf({ comparison }, slot);
    if (!clock || (clock.mode === 'live' && when === null)) return null;
    const hostNow = Date.now() + skew;
    const edge = liveEdge(run, clock, hostNow);
    return instantBeside(when, hand ?? instantAt(clock, edge, hostNow), edge);
  },
  beside: (when, time) => instantBeside(when, time, edgeOfRun()),
  settled() {
    const { run, clock, skew } = useScreen.getState();
    const hostNow = Date.now() + skew;
    return run?.clock === 'data' ? liveEdge(run, clock, hostNow) : hostNow - SETTLED_AFTER_MS;
  },
});
export const frameDesk = desk;

/** What the slot's view has made of the frame that is on the screen. */
export function turnedFrame(slot: Slot): IndicatorFrame | null {
  const shown = desk.current(slot);
  return shown && turns[slot](shown.frame);
}

function edgeOfRun(): number {
  const { run, clock, skew } = useScreen.getState();
  return liveEdge(run, clock, Date.now() + skew);
}

/** The place set whose frames a slot's view is made of. */
function framesOf(chosen: Chosen | null): string | null {
  return chosen?.choice ? drawingOf(chosen.indicator, chosen.choice, chosen.view ?? 'values').frames : null;
}

let hand = 0;

/** The hand is at `time`, epoch ms: what comes next in the direction of its travel is fetched before it is there. */
export function lookAhead(time: number): void {
  const { run, slots, comparison } = useScreen.getState();
  const towards = time > hand ? 1 : time < hand ? -1 : 0;
  hand = time;
  // As it was known then has no stretches: each instant knows another past.
  if (!run || isAsKnown()) return;
  for (const slot of SLOTS) {
    const places = framesOf(slots[slot]);
    const when = whenOf({ comparison }, slot);
    if (places) blocks.want(run.id, places, instantBeside(when, time, edgeOfRun()), when && 'at' in when ? 0 : towards, slot);
  }
}


/** Calls `listener` after each frame that came onto the screen; returns the function that ends it. */
export function listenToFrames(listener: (slot: Slot) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const told = { a: { at: 0, timer: 0 }, b: { at: 0, timer: 0 } };

function tellFacts(slot: Slot, shown: Shown | null): void {
  const state = told[slot];
  clearTimeout(state.timer);
  const tellNow = (): void => {
    state.at = performance.now();
    const facts = shown ? drawnFacts(shown, useScreen.getState().slots[slot]?.indicator.update_period_s ?? Infinity) : null;
    useScreen.setState(({ drawn }) => ({ drawn: { ...drawn, [slot]: facts } }));
  };
  const before = useScreen.getState().drawn[slot];
  const wait = state.at + FACTS_EVERY_MS - performance.now();
  if (!shown || !before || before.places !== shown.frame.places || wait <= 0) tellNow();
  else state.timer = window.setTimeout(tellNow, wait);
}

/** A globe has come, or the old one has gone (null): what is chosen is laid on it, and what was on the old one drawn again. */
export function attachGlobe(given: Globe | null): void {
  globe = given;
  desk.withdraw();
  if (given) for (const slot of SLOTS) void layOut(slot);
}

/** The instants whose picture a slot can show at once, in time order, epoch ms. */
export function heldInMemory(slot: Slot): { from: number; until: number }[] {
  const { slots, run } = useScreen.getState();
  const places = framesOf(slots[slot]);
  return run && places ? cache.held(run.id, places) : [];
}

export function receiveFrame(frame: SlotFrame): void {
  desk.received(frame);
}

/** The past is known better now, or by another host: nothing kept of it is shown again. */
export function forgetFrames(): void {
  cache.clear();
}

export function layerFailed(slot: Slot, failure: LayerFailure): void {
  desk.failed(slot);
  useScreen.setState(({ failed }) => ({ failed: { ...failed, [slot]: { kind: 'layer', failure } } }));
}

/** Puts what the store says is chosen into the slot: asks the host for its frames, lays its places on the globe. */
export async function showSlot(slot: Slot): Promise<void> {
  const { slots, run, comparison } = useScreen.getState();
  const places = framesOf(slots[slot]);
  const when = whenOf({ comparison }, slot);
  useScreen.setState(({ failed }) => ({ failed: { ...failed, [slot]: null } }));
  useScreen.setState(({ laid }) => ({ laid: { ...laid, [slot]: null } }));
  desk.show(slot, places, when);
  if (places === null || !run) {
    globe?.setLayer(slot, null);
    if (run) tell('layer.hide', { slot });
    return;
  }
  const laidOut = layOut(slot);
  try {
    await call('layer.show', { slot, places, ...(when && { when }) });
  } catch (error) {
    fail(slot, places, error);
  }
  await laidOut;
}

/** What is compared from now on, or that nothing is; slots that show something else than before are asked for. */
export function showCompared(next: Compared): void {
  const before = useScreen.getState();
  useScreen.setState({ byPerson: true, ...next });
  globe?.show({ division: divisionOf(next.comparison) });
  for (const slot of SLOTS) {
    if (before.slots[slot] !== next.slots[slot] || !sameWhen(whenOf(before, slot), whenOf(next, slot))) void showSlot(slot);
  }
}

/** Only the form has changed: same places, same frame. */
export async function layOut(slot: Slot): Promise<void> {
  const { slots, run } = useScreen.getState();
  const chosen = slots[slot];
  if (!chosen?.choice || !run) return void globe?.setLayer(slot, null);
  const drawing = drawingOf(chosen.indicator, chosen.choice, chosen.view ?? 'values');
  const ask = (places: string): Promise<PlaceSet> => placeSet(run.id, places, (asked) => call('places.get', { places: asked }));
  let set: PlaceSet;
  let view: View;
  try {
    set = await ask(drawing.frames);
    view = await viewOf(chosen, drawing, set, ask);
  } catch (error) {
    if (error instanceof CallProblem) return fail(slot, drawing.frames, error);
    return layerFailed(slot, { code: 'drawing', detail: error instanceof Error ? error.message : String(error) });
  }
  const now = useScreen.getState().slots[slot];
  if (now !== chosen || useScreen.getState().run?.id !== run.id) return;
  if (set.lon.length === 0 && tryNextForm(slot, now)) return;
  useScreen.setState(({ laid }) => ({ laid: { ...laid, [slot]: view.on ?? set } }));
  if (!globe) return;
  // Another form, or another globe, may draw what this one could not.
  useScreen.setState(({ failed }) => (failed[slot]?.kind === 'layer' ? { failed: { ...failed, [slot]: null } } : {}));
  turns[slot] = view.turn;
  const { indicator } = view;
  const ramp = drawing.shows === 'values' ? rampOf(useScreen.getState().ramps, chosen.choice) : undefined;
  const write = (value: number, language: Language): string => `${formatValue(value, language, indicator.value_type)} ${unitIn(indicator.unit, language)}`.trim();
  globe.setLayer(slot, view.on && { indicator, form: drawing.form, places: view.on, write, ramp });
  desk.ready(slot, drawing.frames, set.lon.length);
}

/** A city without outlines has no areas: the next form of the same indicator may have places. */
function tryNextForm(slot: Slot, chosen: Chosen): boolean {
  const choices = formChoices(chosen.indicator);
  const at = choices.findIndex(({ places, form }) => places === chosen.choice?.places && form === chosen.choice.form);
  const next = choices.slice(at + 1).find(({ places }) => places !== chosen.choice?.places);
  if (at < 0 || !next) return false;
  useScreen.setState(({ slots }) => ({ slots: { ...slots, [slot]: { ...chosen, choice: next } } }));
  void showSlot(slot);
  return true;
}

function fail(slot: Slot, places: string, error: unknown): void {
  if (!(error instanceof CallProblem)) throw error;
  // A lost host is said by the badge, and the slot is shown again when it is back.
  const chosen = useScreen.getState().slots[slot];
  if (error.problem.code === 'unavailable' || framesOf(chosen) !== places || !chosen) return;
  if (error.problem.code === 'not-found' && tryNextForm(slot, chosen)) return;
  const problem: Problem = error.problem;
  useScreen.setState(({ failed }) => ({ failed: { ...failed, [slot]: { kind: 'call', problem } } }));
}
