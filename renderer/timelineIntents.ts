/** What a person can do with the timeline beside moving its hand: look at more or less of it, step, jump, loop, type a time. */
import { CallProblem } from '#contract/client.ts';
import { SHORTEST_LOOP_MS } from '#contract/playing.ts';
import { DAY_MS } from './state/clock.ts';
import { parseTyped } from './state/typedTime.ts';
import { useScreen } from './state/store.ts';
import { panned, preset, showing, windowOf, zoomed, type Preset, type TimelineView } from './state/view.ts';
import { call } from './host.ts';
import { askClock, currentInstant, edgeNow, goLive, seekTo } from './intents.ts';

const put = useScreen.setState;
const screen = useScreen.getState;

// ---- what is seen of it

function look(change: (view: TimelineView, edge: number) => TimelineView): void {
  const edge = edgeNow();
  if (edge > 0) put(({ view }) => ({ view: change(view, edge) }));
}

/** Where nothing older is known, panning ends; a run without an extent yet is a day long. */
const oldest = (edge: number): number => Math.min(screen().run?.from ?? edge, edge - DAY_MS);

/** `around`: an instant that stays where it is; else the hand, where it is seen. */
export function zoomBy(factor: number, around?: number): void {
  look((view, edge) => {
    const { from, to } = windowOf(view, edge);
    const at = around ?? currentInstant() ?? to;
    return zoomed(view, edge, factor, at >= from && at <= to ? at : (from + to) / 2);
  });
}

/** By a share of what is seen, towards now where positive. */
export function panBy(share: number): void {
  look((view, edge) => panned(view, edge, share * view.span, oldest(edge)));
}

export function showPreset(name: Preset): void {
  look((view, edge) => preset(view, edge, name, currentInstant() ?? edge));
}

/** Epoch ms. */
export function showRange(range: { from: number; to: number }): void {
  look((_, edge) => showing(range, edge));
}

// ---- steps and jumps

const SHORTEST_PERIOD_MS = 60_000;

/** The period of what is shown, ms: as far as a step goes. */
export function periodShown(): number {
  return Math.max(SHORTEST_PERIOD_MS, (screen().slots.a?.indicator.update_period_s ?? 300) * 1000);
}

export function stepPeriod(by: 1 | -1): void {
  const at = currentInstant();
  if (at !== null) seekTo(at + by * periodShown());
}

/** Refusals are silent: a person who presses again asks anew. */
async function goWhere(find: () => Promise<number | null>): Promise<boolean> {
  try {
    const time = await find();
    if (time !== null) seekTo(time);
    return time !== null;
  } catch (error) {
    if (!(error instanceof CallProblem)) throw error;
    return false;
  }
}

/** To the frame that differs from the one shown; beyond the newest that is live. */
export async function stepFrame(direction: 'back' | 'on'): Promise<void> {
  const at = currentInstant();
  const { slots, clock } = screen();
  const places = slots.a?.choice?.places ?? (slots.a && `${slots.a.indicator.code}/city`);
  if (at === null || !places) return;
  if (clock?.mode === 'live' && direction === 'on') return;
  const isThere = await goWhere(async () => (await call('step.get', { places, at: Math.round(at), direction })).time);
  if (!isThere && direction === 'on' && screen().link === 'open') void goLive();
}

let jumping = 0;
/** That there is none is said for so long, ms. */
const SAID_MS = 4_000;

/** To the next change of level or gap in the record. */
export async function jump(direction: 'back' | 'on'): Promise<void> {
  const at = currentInstant();
  const { slots, clock } = screen();
  if (at === null || !slots.a || (clock?.mode === 'live' && direction === 'on')) return;
  const indicator = slots.a.indicator.code;
  const mine = ++jumping;
  put({ jump: 'looking' });
  const isThere = await goWhere(async () => {
    const { moment } = await call('event.next', { indicator, at: Math.round(at), direction });
    return mine === jumping && moment ? moment.time : null;
  });
  if (mine !== jumping) return;
  put({ jump: isThere ? null : direction });
  setTimeout(() => mine === jumping && put({ jump: null }), SAID_MS);
}

// ---- loop

function askLoop(from: number, to: number): void {
  if (to - from >= SHORTEST_LOOP_MS) void askClock(call('clock.loop', { loop: { from: Math.round(from), to: Math.round(to) } }));
}

/** Marks where the hand is; an end that would come before its beginning is given up. */
export function mark(end: 'from' | 'to', time = currentInstant()): void {
  if (time === null) return;
  const { marks, clock } = screen();
  const next = { ...marks, [end]: time };
  if (next.from !== null && next.to !== null && next.to - next.from < SHORTEST_LOOP_MS) next[end === 'from' ? 'to' : 'from'] = null;
  put({ marks: next });
  if (clock?.loop && next.from !== null && next.to !== null) askLoop(next.from, next.to);
}

/** Goes round what is marked; without marks, round what the timeline shows. */
export function toggleLoop(): void {
  const { clock, marks, view } = screen();
  const edge = edgeNow();
  if (!clock || edge === 0) return;
  if (clock.loop) return void askClock(call('clock.loop', { loop: null }));
  const seen = windowOf(view, edge);
  const loop = { from: marks.from ?? seen.from, to: marks.to ?? Math.min(seen.to, edge) };
  if (loop.to - loop.from < SHORTEST_LOOP_MS) return;
  put({ marks: loop });
  askLoop(loop.from, loop.to);
  const at = currentInstant();
  // Outside it would not go round.
  if (at !== null && (at < loop.from || at >= loop.to - SHORTEST_LOOP_MS)) seekTo(loop.from);
}

// ---- typed time, way of knowing

/** The instant that a typed text means now, epoch ms; null where it is none, or in the future. */
export function typedInstant(text: string): number | null {
  const edge = edgeNow();
  const shown = currentInstant();
  return shown === null ? null : parseTyped(text, { now: edge, shown });
}

/** False where the text is no time. */
export function goTyped(text: string): boolean {
  const time = typedInstant(text);
  if (time === null) return false;
  if (time >= edgeNow()) void goLive();
  else seekTo(time);
  return true;
}

/** The past as it was known then, or as it is known now. */
export function setAsKnown(asKnown: boolean): void {
  void askClock(call('clock.known', { asKnown }));
}
