/**
 * Things as an explicit 3D Tiles 1.1 tileset: a quadtree that adds. The root holds what weighs most in the whole city, each level below what
 * is next, so that the skyline stands before the streets fill.
 */
import { frameMatrix, relativeFrame, type LocalFrame } from '../geometry.ts';

export interface Tile {
  boundingVolume: { region: number[] };
  geometricError: number;
  refine: 'ADD' | 'REPLACE';
  /** To the frame of the next tile above that has one; the root's to Earth-centred metres. */
  transform?: number[];
  content?: { uri: string };
  children?: Tile[];
}

/** Metres of error that remain while a level's children are missing: how far away they come in. */
export const LEVEL_ERRORS = [520, 330, 240, 150, 80, 40];
export const ROOT_ITEMS = 1500;
const TILE_ITEMS = 2000;

export interface TreeRules<T> {
  /** Place along an axis, in whatever unit. */
  at(item: T, axis: 0 | 1): number;
  frameOf(items: T[]): LocalFrame;
  /** West, south, east, north in radians, and heights. */
  regionOf(items: T[]): number[];
  /** Writes a tile's content in its frame; returns its address. */
  write(items: T[], frame: LocalFrame): string;
  /** What one of them costs a tile, where a tile holds less than its number of items. */
  cost?(item: T): number;
}

/** Costs a tile may add up to. */
const MOST_COST = 150_000;

/** What weighs most comes first in `order`, which is not empty. */
export function treeOf<T>(order: T[], rules: TreeRules<T>): Tile {
  const tileOf = (members: T[], level: number, parent: LocalFrame | null): Tile => {
    const own = members.slice(0, fitting(members, level === 0 ? ROOT_ITEMS : TILE_ITEMS, rules.cost));
    const frame = rules.frameOf(own);
    const tile = placed(rules.write(own, frame), frame, parent);
    const children = quarters(members.slice(own.length), rules.at).map((quarter) => tileOf(quarter, level + 1, frame));
    return {
      boundingVolume: { region: rules.regionOf(members) },
      geometricError: children.length === 0 ? 0 : LEVEL_ERRORS[Math.min(level, LEVEL_ERRORS.length - 1)],
      ...tile,
      ...(children.length > 0 ? { children } : {}),
    };
  };
  return tileOf(order, 0, null);
}

/** A content where it stands; `parent` is the frame of the next tile above that has one. */
export const placed = (uri: string, frame: LocalFrame, parent: LocalFrame | null): Required<Pick<Tile, 'refine' | 'transform' | 'content'>> =>
  ({ refine: 'ADD', transform: frameMatrix(parent ? relativeFrame(parent, frame) : frame), content: { uri } });

function fitting<T>(members: T[], most: number, cost: TreeRules<T>['cost']): number {
  if (cost === undefined) return most;
  let spent = 0;
  for (let i = 0; i < Math.min(most, members.length); i++) {
    spent += cost(members[i]);
    if (spent > MOST_COST && i > 0) return i;
  }
  return most;
}

/** Split at the medians, so that the quarters weigh alike; empty ones are left out. */
export function quarters<T>(items: T[], at: TreeRules<T>['at'], most = TILE_ITEMS): T[][] {
  if (items.length === 0) return [];
  if (items.length <= most) return [items];
  const x = median(items, at, 0);
  return [items.filter((item) => at(item, 0) < x), items.filter((item) => at(item, 0) >= x)].flatMap((half) => {
    if (half.length === 0) return [];
    const y = median(half, at, 1);
    return [half.filter((item) => at(item, 1) < y), half.filter((item) => at(item, 1) >= y)];
  }).filter((quarter) => quarter.length > 0);
}

const median = <T>(items: T[], at: TreeRules<T>['at'], axis: 0 | 1): number => items.map((item) => at(item, axis)).toSorted((a, b) => a - b)[items.length >> 1];
