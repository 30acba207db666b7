/** Places gathered by squares within squares, so that far away many become one sign that says how many they are. */

export interface SignNode {
  /** Centre of gravity of its places, ENU metres. */
  x: number;
  y: number;
  z: number;
  /** Side of its square, metres. */
  size: number;
  count: number;
  /** The most important of its places: the earliest. */
  first: number;
  /** Null where it holds one place, or several on one spot. */
  children: SignNode[] | null;
  /** The places of a node without children. */
  members: readonly number[] | null;
}

/** Squares are not cut smaller, metres: places so near each other share a spot. */
const LEAST_SIDE = 3;

/** `positions`: x, y, z ENU metres for each place; `places`: which of them, most important first. Null where there are none. */
export function signTree(positions: Float32Array, places: readonly number[]): SignNode | null {
  if (places.length === 0) return null;
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of places) {
    const [x, y] = [positions[place * 3]!, positions[place * 3 + 1]!];
    [left, bottom, right, top] = [Math.min(left, x), Math.min(bottom, y), Math.max(right, x), Math.max(top, y)];
  }
  // Squares of round sides at round places: a place more or less moves no other.
  const side = 2 ** Math.ceil(Math.log2(Math.max(LEAST_SIDE, right - left, top - bottom) + 1));
  const grid = side / 4;
  return grow(positions, places, Math.floor(left / grid) * grid, Math.floor(bottom / grid) * grid, side * 2);
}

function grow(positions: Float32Array, places: readonly number[], left: number, bottom: number, size: number): SignNode {
  const at = (axis: number): number => places.reduce((sum, place) => sum + positions[place * 3 + axis]!, 0) / places.length;
  const node: SignNode = { x: at(0), y: at(1), z: at(2), size, count: places.length, first: places[0]!, children: null, members: null };
  if (places.length === 1 || size <= LEAST_SIDE) return { ...node, members: places };
  const half = size / 2;
  const quarters: number[][] = [[], [], [], []];
  for (const place of places) {
    const east = positions[place * 3]! >= left + half ? 1 : 0;
    const north = positions[place * 3 + 1]! >= bottom + half ? 2 : 0;
    quarters[east + north]!.push(place);
  }
  const filled = quarters.map((quarter, i) => ({ quarter, i })).filter(({ quarter }) => quarter.length > 0);
  const grown = filled.map(({ quarter, i }) => grow(positions, quarter, left + (i % 2) * half, bottom + (i > 1 ? half : 0), half));
  // A square with all its places in one quarter is that quarter.
  return grown.length === 1 ? grown[0]! : { ...node, children: grown };
}

/** How a point of the ground is seen. */
export interface Eye {
  /** CSS pixels from the top left and metres along the view; null behind the eye. */
  project(x: number, y: number, z: number): [number, number, number] | null;
  /** CSS pixels that a metre takes a metre away. */
  focal: number;
  width: number;
  height: number;
}

export interface Seen {
  /** Where it stands on the picture, CSS pixels. */
  x: number;
  y: number;
  node: SignNode;
  /** One place; −1 for several. */
  place: number;
}

/** Cuts the tree where a square is seen smaller than `pixels`: each part that is on the picture once, alone or together. */
export function seen(tree: SignNode | null, eye: Eye, pixels: number): Seen[] {
  const found: Seen[] = [];
  const visit = (node: SignNode): void => {
    const at = eye.project(node.x, node.y, node.z);
    const wide = at ? (node.size * eye.focal) / at[2] : Infinity;
    // A square behind the eye, or with its middle off the picture, may still reach onto it.
    if (at && (at[0] < -wide - 40 || at[1] < -wide - 40 || at[0] > eye.width + wide + 40 || at[1] > eye.height + wide + 40)) return;
    if (node.members) {
      if (at) for (const place of node.members) found.push({ x: at[0], y: at[1], node, place });
    } else if (wide < pixels && at) found.push({ x: at[0], y: at[1], node, place: -1 });
    else node.children!.forEach(visit);
  };
  if (tree) visit(tree);
  return found;
}
