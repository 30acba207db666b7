/** Where things stand on the timeline: pixels ↔ instants, and what is missing or alike along it. Pure. */

export interface Axis {
  from: number;
  to: number;
  /** Pixels of the canvas that the window covers. */
  left: number;
  right: number;
}

export function xOf({ from, to, left, right }: Axis, time: number): number {
  return left + ((time - from) / (to - from)) * (right - left);
}

/** The instant under a pixel, kept inside the window. */
export function timeAt({ from, to, left, right }: Axis, x: number): number {
  return Math.min(to, Math.max(from, from + ((x - left) / (right - left)) * (to - from)));
}

/** Neighbouring buckets with the same share to the tenth, drawn in one piece so that no seams show. `[first, end)`. */
export function evenRuns(share: ArrayLike<number>): { first: number; end: number; share: number }[] {
  const runs: { first: number; end: number; share: number }[] = [];
  for (let i = 0; i < share.length; i++) {
    const tenths = Math.round(share[i]! * 10) / 10;
    const last = runs.at(-1);
    if (last?.share === tenths) last.end = i + 1;
    else runs.push({ first: i, end: i + 1, share: tenths });
  }
  return runs;
}
