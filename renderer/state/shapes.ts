/** A person's shapes on the screen: which are kept, which is being drawn, what was found out about them. */
import type { Met } from '../globe/drawnTypes.ts';
import type { Draft } from '../shapes/draft.ts';
import type { Shape } from '../shapes/shape.ts';

/** What a look between two points met; `ground`: the earth itself. */
export type SightFound = { state: 'looking' } | { state: 'free' } | { state: 'failed' } | { state: 'blocked'; met: Met } | { state: 'ground'; at: Met['at'] };
/** Metres of what stands highest above a point; null where nothing does. */
export type HeightFound = { state: 'looking' } | { state: 'failed' } | { state: 'there'; met: Met | null };

export interface ShapesSlice {
  shapes: readonly Shape[];
  draft: Draft | null;
  shapesOpen: boolean;
  /** By shape: they are found anew with each page. */
  sights: Readonly<Record<string, SightFound>>;
  heights: Readonly<Record<string, HeightFound>>;
  /** Context layers that nearest places are looked for in; null: those that are on, or the usual ones. */
  nearIn: readonly string[] | null;
}

export const NO_SHAPES: ShapesSlice = { shapes: [], draft: null, shapesOpen: false, sights: {}, heights: {}, nearIn: null };
