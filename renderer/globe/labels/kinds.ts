/** How each kind of name is set, from how far it is read, and who goes first. */
import type { NameKind } from '../cityLines.ts';
import type { Language } from '../types.ts';

export type LabelKind = NameKind | 'district' | 'town' | 'contour';

interface Kind {
  /** CSS pixels and weight; a name of the first two ranks is set larger by `far`, one of the last two smaller by `near`. */
  size: number;
  far: number;
  near?: number;
  weight: number;
  italic?: true;
  /** Share of the size that is put between letters, in each language. */
  spacing: Record<Language, number>;
  /** Where the text stands to its point. */
  anchor: 'on' | 'above' | 'beside';
  /** Within a rank: the lower first. */
  order: number;
}

const EVEN = { zh: 0, en: 0 };

export const KINDS: Record<LabelKind, Kind> = {
  district: { size: 13, far: 0, weight: 560, spacing: { zh: 0.14, en: 0.02 }, anchor: 'on', order: 0 },
  contour: { size: 11, far: 0, weight: 620, spacing: EVEN, anchor: 'on', order: 5 },
  town: { size: 11, far: 0, weight: 450, spacing: { zh: 0.04, en: 0 }, anchor: 'on', order: 6 },
  landmark: { size: 12, far: 1, near: 1, weight: 620, spacing: { zh: 0.02, en: 0 }, anchor: 'above', order: 1 },
  airport: { size: 12, far: 1, weight: 560, spacing: EVEN, anchor: 'on', order: 1 },
  water: { size: 12, far: 2, weight: 450, italic: true, spacing: { zh: 0.22, en: 0.06 }, anchor: 'on', order: 2 },
  island: { size: 12, far: 1, weight: 500, spacing: { zh: 0.12, en: 0.02 }, anchor: 'on', order: 2 },
  place: { size: 12, far: 0, weight: 500, spacing: { zh: 0.06, en: 0.01 }, anchor: 'on', order: 3 },
  bridge: { size: 11, far: 0, weight: 500, spacing: EVEN, anchor: 'on', order: 4 },
  station: { size: 11, far: 0, weight: 500, spacing: EVEN, anchor: 'beside', order: 5 },
  park: { size: 11, far: 0, weight: 450, spacing: EVEN, anchor: 'on', order: 6 },
  tunnel: { size: 10.5, far: 0, weight: 450, spacing: EVEN, anchor: 'on', order: 7 },
  road: { size: 10.5, far: 0, weight: 450, spacing: { zh: 0.08, en: 0.02 }, anchor: 'on', order: 8 },
};

/** As CSS says it, without the family, and the size in pixels. */
export function fontOf(kind: LabelKind, rank: number): { font: string; pixels: number } {
  const { size, far, near = 0, weight, italic } = KINDS[kind];
  const pixels = size + (rank <= 2 ? far : rank >= 4 ? -near : 0);
  return { font: `${italic ? 'italic ' : ''}${weight - (rank >= 4 ? near * 80 : 0)} ${pixels}px`, pixels };
}

/** Farthest scale at which a rank is read, metres per pixel where the name stands. Rank 1 … 5. */
const FARTHEST = [600, 130, 32, 9, 3.5];
/** What is wide at its point is no help from close by: metres per pixel in the middle of the picture. */
const NEAREST: Partial<Record<LabelKind, number>> = { district: 6, island: 3 };
/** Districts stand in for rank 1, towns between 3 and 4. */
const RANKS: Partial<Record<LabelKind, number>> = { district: 1, town: 3.4, contour: 2 };
/** What would crowd is read from nearer than its rank says. */
const NEARER: Partial<Record<LabelKind, number>> = { station: 0.8, road: 0.5, tunnel: 0.5 };
/** A name that stands is kept a little beyond the scale at which a new one would come. */
const KEPT = 1.15;

/** The lower, the earlier; ranks lie ten apart. */
export const orderOf = (kind: LabelKind, rank: number): number => 10 * (RANKS[kind] ?? rank) + KINDS[kind].order;

/** True where a name is to be read; scales in metres per pixel, of the picture and at the name. */
export function isRead(kind: LabelKind, rank: number, picture: number, here: number, stood: boolean): boolean {
  const slack = stood ? KEPT : 1;
  if (picture * slack < (NEAREST[kind] ?? 0)) return false;
  const farthest = kind === 'town' ? 30 : (FARTHEST[Math.min(5, Math.max(1, Math.round(rank))) - 1]! * (NEARER[kind] ?? 1));
  // Towards the horizon names would crowd: they are kept to where the ground is near enough to read.
  return here <= farthest * slack && here <= picture * (rank <= 1 ? 5 : rank <= 2 ? 3.5 : 2.2) * slack;
}
