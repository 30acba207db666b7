/** What the host is asked about the stretch that the timeline shows: a little more of it, in steps that suit it. Pure; ms. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

/** The shortest step that cuts `span` into no more than `most` pieces. */
export function stepFor(span: number, most: number): number {
  return STEPS.find((step) => span / step <= most) ?? STEPS.at(-1)!;
}

/** The part of a window that is asked for in one piece: the window may move so far before it is asked for anew. */
const PIECE = 1 / 8;

/**
 * A range around the window whose ends are whole steps, for as long as possible the same; not beyond the step that `edge` lies in.
 */
export function rangeAround({ from, to }: { from: number; to: number }, step: number, edge: number): { from: number; to: number } {
  const piece = Math.max(step, Math.ceil(((to - from) * PIECE) / step) * step);
  const newest = Math.ceil(edge / step) * step;
  const end = Math.ceil(to / piece) * piece;
  return { from: Math.max(0, Math.floor(from / piece) * piece), to: Math.max(Math.min(end, newest), Math.floor(from / piece) * piece + step) };
}
