/** What the page hands the globe to draw of a person's shapes, and what the hand tells while it draws. */
import type { Position } from '../shapes/geodesy.ts';

export interface Stroke {
  /** Longitude, latitude, metres above the ellipsoid, one after the other. */
  points: Float64Array;
  /** `solid` lies on the ground and is dashed where buildings hide it; the others stand over everything. */
  look: 'solid' | 'rubber' | 'free' | 'blocked';
}

export interface Drawn {
  id: string;
  chosen: boolean;
  /** The first strokes are closed outlines, filled by even and odd. */
  filled: boolean;
  strokes: readonly Stroke[];
  labels: readonly { at: Position; text: string }[];
  /** Corners that can be taken hold of, in the shape's own order. */
  handles: readonly Position[];
  /** A place that is meant, such as a circle's middle. */
  marks: readonly Position[];
}

/** What the hand draws with: single points or one stroke, on the ground or on whatever stands there. */
export interface Pen { form: 'points' | 'stroke'; on: 'ground' | 'surface' }

export type PenEvent =
  | { kind: 'point'; at: Position; building: Record<string, string | number> | null }
  | { kind: 'cursor'; at: Position | null }
  | { kind: 'stroke'; at: readonly Position[] }
  /** A corner of a shape is moved; `done`: it is let go. */
  | { kind: 'corner'; id: string; index: number; at: Position; done: boolean }
  | { kind: 'end' };

/** What a straight look met first on its way. */
export interface Met { at: Position; building: Record<string, string | number> }
