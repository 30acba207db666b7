/** A building of a city that was brought, before it is a mesh. */
import type { LonLat } from './crs.ts';
import type { LocalFrame, Point, Vector } from './geometry.ts';

/** Walls and a roof over rings: the outer counter-clockwise, holes clockwise, open; metres about the body's anchor. */
export interface Extrusion { rings: Point[][]; from: number; to: number }

/** A flat face: its outer ring counter-clockwise as seen from outside, then its holes; metres about the anchor, above the body's own ground. */
export interface Face { kind: 'wall' | 'roof' | 'ground' | 'window'; rings: Vector[][] }

export interface Body {
  id: string;
  anchor: LonLat;
  frame: LocalFrame;
  /** Metres above ground of its highest point. */
  height: number;
  /** Storeys; 0 where unknown. */
  floors: number;
  name: string;
  /** As the file says it; '' where it does not. */
  use: string;
  /** Metres of its own ground in the file's height system; null where it has none. */
  ground: number | null;
  /** Square metres covered, for sorting by weight in the picture. */
  area: number;
  extrusions: Extrusion[];
  faces: Face[];
  /** Everything else that the file says of it. */
  attributes: Record<string, unknown>;
}

/** Corners of its mesh, about: what a tile has to bear. */
export const cornersOf = ({ extrusions, faces }: Body): number =>
  extrusions.reduce((sum, { rings }) => sum + rings.reduce((corners, ring) => corners + 4 * ring.length, 0), 0) + faces.reduce((sum, { rings }) => sum + rings.reduce((corners, ring) => corners + ring.length, 0), 0);
