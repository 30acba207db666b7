/** Whether the edges of a polygon's rings cross, in bounded time. */
import type { Point } from './geometry.ts';

/** Pairs of edges that are compared at most: about a second. */
const MOST_PAIRS = 60_000_000;

/** How often edges cross or lie on each other, counted up to `most`; null where there were too many to compare. Rings are open. */
export function crossingsIn(rings: readonly Point[][], most: number): number | null {
  const edges = edgesOf(rings);
  const { count, ax, ay, bx, by, ring, place } = edges;
  const order = Uint32Array.from({ length: count }, (_, i) => i).toSorted((i, j) => Math.min(ax[i], bx[i]) - Math.min(ax[j], bx[j]));
  /** Edges that the sweep's line still meets. */
  let open: number[] = [];
  let pairs = 0;
  let crossings = 0;
  for (const i of order) {
    const left = Math.min(ax[i], bx[i]);
    const [low, high] = ay[i] < by[i] ? [ay[i], by[i]] : [by[i], ay[i]];
    let kept = 0;
    pairs += open.length;
    if (pairs > MOST_PAIRS) return null;
    for (const j of open) {
      if (Math.max(ax[j], bx[j]) < left) continue;
      open[kept++] = j;
      if ((ay[j] < low && by[j] < low) || (ay[j] > high && by[j] > high)) continue;
      if (ring[i] === ring[j] && isNext(place[i], place[j], rings[ring[i]].length)) {
        if (turnsBack(edges, i, j)) crossings++;
      } else if (meet(edges, i, j)) crossings++;
    }
    if (crossings >= most) return crossings;
    open.length = kept;
    open.push(i);
  }
  return crossings;
}

interface Edges { count: number; ax: Float64Array; ay: Float64Array; bx: Float64Array; by: Float64Array; ring: Uint32Array; place: Uint32Array }

function edgesOf(rings: readonly Point[][]): Edges {
  const count = rings.reduce((sum, ring) => sum + ring.length, 0);
  const column = (): Float64Array => new Float64Array(count);
  const edges: Edges = { count, ax: column(), ay: column(), bx: column(), by: column(), ring: new Uint32Array(count), place: new Uint32Array(count) };
  let at = 0;
  rings.forEach((points, ring) => {
    points.forEach(([x, y], place) => {
      const [nextX, nextY] = points[(place + 1) % points.length];
      [edges.ax[at], edges.ay[at], edges.bx[at], edges.by[at], edges.ring[at], edges.place[at]] = [x, y, nextX, nextY, ring, place];
      at++;
    });
  });
  return edges;
}

const isNext = (a: number, b: number, count: number): boolean => (a + 1) % count === b || (b + 1) % count === a;

const side = (ax: number, ay: number, bx: number, by: number, x: number, y: number): number => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));

/** Neighbours share a corner: they cross only where one lies back on the other. */
function turnsBack({ ax, ay, bx, by }: Edges, i: number, j: number): boolean {
  return side(ax[i], ay[i], bx[i], by[i], ax[j], ay[j]) === 0 && side(ax[i], ay[i], bx[i], by[i], bx[j], by[j]) === 0 && (bx[i] - ax[i]) * (bx[j] - ax[j]) + (by[i] - ay[i]) * (by[j] - ay[j]) < 0;
}

/** Corners that only touch an edge or another corner do not cross: two courts may meet at a point. */
function meet({ ax, ay, bx, by }: Edges, i: number, j: number): boolean {
  const [a, b] = [side(ax[i], ay[i], bx[i], by[i], ax[j], ay[j]), side(ax[i], ay[i], bx[i], by[i], bx[j], by[j])];
  if (a * b > 0) return false;
  const [c, d] = [side(ax[j], ay[j], bx[j], by[j], ax[i], ay[i]), side(ax[j], ay[j], bx[j], by[j], bx[i], by[i])];
  if (c * d > 0) return false;
  if (a * b < 0 && c * d < 0) return true;
  // On one line: they cross where they share more than a point.
  if (a === 0 && b === 0) {
    const along = Math.abs(bx[i] - ax[i]) > Math.abs(by[i] - ay[i]) ? [ax, bx] : [ay, by];
    const [low, high] = [Math.min(along[0][i], along[1][i]), Math.max(along[0][i], along[1][i])];
    const [from, to] = [Math.min(along[0][j], along[1][j]), Math.max(along[0][j], along[1][j])];
    return Math.min(high, to) > Math.max(low, from);
  }
  return false;
}
