/** A shape while it is being drawn: what each movement of the hand makes of it. Pure. */
import { groundDistance, type Position } from './geodesy.ts';
import { POINTS, type ShapeKind } from './shape.ts';

export interface Draft {
  kind: ShapeKind;
  points: readonly Position[];
  /** Where the hand is, not set down yet. */
  cursor: Position | null;
}

export const begun = (kind: ShapeKind): Draft => ({ kind, points: [], cursor: null });

/** Two clicks on one spot are one corner, metres: whoever clicks twice to end means the last once. */
const SAME_SPOT_M = 0.05;

/** Sets a point down; the same draft where it stands on the last one. */
export function withPoint(draft: Draft, at: Position): Draft {
  const last = draft.points.at(-1);
  if (last && groundDistance(last, at) < SAME_SPOT_M) return draft;
  return { ...draft, points: [...draft.points, at] };
}

/** Takes the last point back. */
export const withoutLast = (draft: Draft): Draft => ({ ...draft, points: draft.points.slice(0, -1) });

/** True where the next point cannot be another: the shape is what it is. */
export const isFull = ({ kind, points }: Draft): boolean => points.length >= POINTS[kind].most;
/** True where it may end here. */
export const mayEnd = ({ kind, points }: Draft): boolean => points.length >= POINTS[kind].least;

/** With the hand's place as the point that comes next, as it is drawn. */
export const seen = ({ points, cursor }: Draft): readonly Position[] => (cursor ? [...points, cursor] : points);
