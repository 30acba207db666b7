/** Lines and outlines in ENU metres as they are seen: cut where they pass behind the eye, so that what begins behind it is drawn up to the picture's edge. */
import type { Projection } from './projection.ts';

export type Point = [number, number, number];

/** So near before the eye, metres along the view, a line ends. */
const NEAR = 0.5;

type Clip = [x: number, y: number, w: number];

/** Pieces of x and y alternating, CSS pixels; with `closed` one outline, closed along the cut. */
export function clipped(points: readonly Point[], view: Projection, closed = false): number[][] {
  const found: number[][] = [];
  let piece: number[] = [];
  const end = (): void => {
    if (piece.length > 2) found.push(piece);
    piece = [];
  };
  let before: Clip | null = null;
  for (const point of points) {
    const at = clipOf(point, view);
    if (before && before[2] > NEAR !== at[2] > NEAR) piece.push(...pixels(cut(before, at), view));
    if (at[2] > NEAR) piece.push(...pixels(at, view));
    else if (!closed) end();
    before = at;
  }
  end();
  return found;
}

function clipOf([x, y, z]: Point, { clip: m }: Projection): Clip {
  return [m[0] * x + m[4] * y + m[8] * z + m[12], m[1] * x + m[5] * y + m[9] * z + m[13], m[3] * x + m[7] * y + m[11] * z + m[15]];
}

function cut(from: Clip, to: Clip): Clip {
  const t = (NEAR - from[2]) / (to[2] - from[2]);
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, NEAR];
}

function pixels([x, y, w]: Clip, { width, height }: Projection): [number, number] {
  return [((x / w + 1) / 2) * width, ((1 - y / w) / 2) * height];
}
