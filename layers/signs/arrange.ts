/** Where signs stand on the picture so that all of them can be read: near ones of a kind become one, others make room. */
import type { Seen } from './tree.ts';

export interface Sign {
  /** Number of the layer in the order that they were given. */
  layer: number;
  /** Middle of the sign, CSS pixels. */
  x: number;
  y: number;
  /** Where what it stands for is. */
  footX: number;
  footY: number;
  width: number;
  count: number;
  /** One place; −1 for several. */
  place: number;
  /** The most important place of those that it stands for. */
  first: number;
  /** ENU metres of the middle of several, and about how far they reach. */
  middle: [x: number, y: number, z: number];
  reach: number;
}

export const SIGN_SIZE = 22;
const GAP = 2;
/** A digit's width at the size that counts are written in, pixels. */
const DIGIT = 7;

/** Whatever stands alone may yet be joined by a neighbour, and grow by a digit. */
const ROOMY = SIGN_SIZE + 4 + DIGIT;

export const widthOf = (count: number): number => (count > 1 ? SIGN_SIZE + 4 + DIGIT * String(count).length : SIGN_SIZE);

/** `layers`: what is seen of each, the first layer first served. `kept`: a place of a layer that always stands by itself. */
export function arrange(layers: readonly (readonly Seen[])[], kept: { layer: number; place: number } | null, width: number, height: number): Sign[] {
  const cells = new Map<number, Sign[]>();
  const signs: Sign[] = [];
  const overlapping = (x: number, y: number, wide: number): Sign[] => near(cells, x, y).filter((other) =>
    Math.abs(other.x - x) < (Math.max(other.width, ROOMY) + wide) / 2 + GAP && Math.abs(other.y - y) < SIGN_SIZE + GAP);
  const put = (sign: Sign): void => {
    signs.push(sign);
    const key = cellOf(sign.x, sign.y);
    const cell = cells.get(key);
    if (cell) cell.push(sign);
    else cells.set(key, [sign]);
  };
  layers.forEach((list, layer) => {
    const first = list.filter(({ place }) => kept?.layer === layer && kept.place === place);
    for (const one of [...first, ...list.filter((other) => !first.includes(other)).toSorted((a, b) => a.node.first - b.node.first)]) {
      const { x, y, node, place } = one;
      if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
      const wide = widthOf(node.count);
      const own = overlapping(x, y, wide).find((other) => other.layer === layer && !(first.length > 0 && other.place === kept?.place));
      const count = place >= 0 ? 1 : node.count;
      if (own) {
        join(own, count, node.size, [node.x, node.y, node.z]);
        continue;
      }
      const [atX, atY] = room(x, y, (toX, toY) => overlapping(toX, toY, wide).length === 0);
      put({ layer, x: atX, y: atY, footX: x, footY: y, width: widthOf(count), count, place, first: node.members ? place : node.first, middle: [node.x, node.y, node.z], reach: node.size });
    }
  });
  return signs;
}

function join(sign: Sign, count: number, size: number, [x, y, z]: [number, number, number]): void {
  const apart = Math.hypot(sign.middle[0] - x, sign.middle[1] - y);
  const share = count / (sign.count + count);
  sign.middle = [sign.middle[0] + (x - sign.middle[0]) * share, sign.middle[1] + (y - sign.middle[1]) * share, sign.middle[2] + (z - sign.middle[2]) * share];
  sign.reach = Math.max(sign.reach, size, apart * 1.5);
  sign.count += count;
  sign.place = -1;
  sign.width = widthOf(sign.count);
}

/** The spot itself, or one beside it; the spot itself where all are taken. */
function room(x: number, y: number, isFree: (x: number, y: number) => boolean): [number, number] {
  const step = SIGN_SIZE + GAP + 1;
  for (const [dx, dy] of [[0, 0], [step, 0], [-step, 0], [0, -step], [0, step], [step, -step], [-step, -step], [2 * step, 0], [-2 * step, 0]] as const) {
    if (isFree(x + dx, y + dy)) return [x + dx, y + dy];
  }
  return [x, y];
}

const CELL = 96;
const cellOf = (x: number, y: number): number => Math.floor(x / CELL) * 65_536 + Math.floor(y / CELL);
const near = (cells: Map<number, Sign[]>, x: number, y: number): Sign[] =>
  [-CELL, 0, CELL].flatMap((dx) => [-CELL, 0, CELL].flatMap((dy) => cells.get(cellOf(x + dx, y + dy)) ?? []));

/** The sign under a point of the picture, the one drawn last where several are; null where none is. */
export function signAt(signs: readonly Sign[], x: number, y: number): Sign | null {
  return signs.findLast((sign) => Math.abs(sign.x - x) <= sign.width / 2 + 1 && Math.abs(sign.y - y) <= SIGN_SIZE / 2 + 1) ?? null;
}
