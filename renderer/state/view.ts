/** Which stretch of time the timeline shows: zooming, panning, following the live edge and the hand. Pure; epoch milliseconds. */
import { DAY_MS } from './clock.ts';

export interface TimelineView {
  /** Length of what is shown, ms. */
  span: number;
  /** Its end; null: it ends at the live edge, whatever that is. */
  to: number | null;
}

const MINUTE = 60_000;
export const SHORTEST_SPAN_MS = 5 * MINUTE;
export const LONGEST_SPAN_MS = 366 * DAY_MS;
export const FIRST_VIEW: TimelineView = { span: DAY_MS, to: null };

/** Lengths that a button has. */
export const PRESETS = {
  '5min': 5 * MINUTE, '1h': 60 * MINUTE, '6h': 360 * MINUTE, '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS, '1y': 365 * DAY_MS,
} as const;
export type Preset = keyof typeof PRESETS;

/** One press of + or −, one notch of a wheel. */
export const ZOOM_STEP = 1.6;
/** A window that is brought to an instant leaves so much of itself (share) between that and its border. */
const ROOM = 0.15;

export function windowOf({ span, to }: TimelineView, edge: number): { from: number; to: number } {
  const end = to ?? edge;
  return { from: end - span, to: end };
}

/** Never beyond the edge: a window that reaches it follows it. */
function ending(span: number, to: number, edge: number): TimelineView {
  return { span, to: to >= edge ? null : to };
}

/** Longer by `factor` (shorter below 1); what lies at `around` stays where it is, unless that would show the future. */
export function zoomed(view: TimelineView, edge: number, factor: number, around: number): TimelineView {
  const { from, to } = windowOf(view, edge);
  const span = Math.min(LONGEST_SPAN_MS, Math.max(SHORTEST_SPAN_MS, view.span * factor));
  const fixed = Math.min(to, Math.max(from, around));
  return ending(span, fixed + ((to - fixed) * span) / view.span, edge);
}

/** Moved by `by` ms, towards now where positive; not further back than that `oldest` is still seen. */
export function panned(view: TimelineView, edge: number, by: number, oldest: number): TimelineView {
  const { to } = windowOf(view, edge);
  return ending(view.span, Math.max(to + by, Math.min(oldest + view.span / 2, to)), edge);
}

/** Exactly a range, or as near to it as the shortest and longest span allow. */
export function showing(range: { from: number; to: number }, edge: number): TimelineView {
  const span = Math.min(LONGEST_SPAN_MS, Math.max(SHORTEST_SPAN_MS, range.to - range.from));
  return ending(span, (range.from + range.to + span) / 2, edge);
}

/** The same length, moved only where `at` would not be seen. */
export function reaching(view: TimelineView, edge: number, at: number): TimelineView {
  const { from, to } = windowOf(view, edge);
  if (at >= from && at <= to) return view;
  return ending(view.span, at < from ? at + view.span * (1 - ROOM) : at + view.span * ROOM, edge);
}

/** As the hand plays out of the window: the next stretch of the same length, with the hand near its beginning. */
export function turned(view: TimelineView, edge: number, before: number, at: number): TimelineView {
  const { from, to } = windowOf(view, edge);
  const wasInside = before >= from && before <= to;
  return !wasInside || (at >= from && at <= to) ? view : ending(view.span, at + view.span * (at > to ? 1 - ROOM : ROOM), edge);
}

/** A length that `preset` names; the hand, where it is seen, stays where it is. */
export function preset(view: TimelineView, edge: number, name: Preset, at: number): TimelineView {
  if (view.to === null && at >= edge - 1) return { span: PRESETS[name], to: null };
  return reaching(zoomed(view, edge, PRESETS[name] / view.span, at), edge, at);
}
