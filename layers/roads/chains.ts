/** Roads as a city's folder has them, in pieces of one height each, put together to lines that one can drive along. */

export interface RoadPiece<Names = unknown> {
  names: Names;
  /** Says which roads belong together: equal texts join where they meet. */
  key: string;
  rank: string;
  /** Metres above ground; negative in a tunnel. */
  deck: number;
  /** Metres. */
  width: number;
  /** Metres on the city's plane, x and y alternating. */
  points: Float64Array;
}

export interface Chain<Names = unknown> {
  names: Names;
  key: string;
  rank: string;
  width: number;
  /** Metres on the city's plane, x and y alternating. */
  points: Float64Array;
  /** Metres above ground at each point. */
  heights: Float64Array;
  /** Metres from its beginning, at each point. */
  along: Float64Array;
}

/** Pieces whose ends are no farther apart than this, metres, are one road. */
const MEETS = 1;

/** Pieces in the order of their road are joined end to beginning; what does not meet stays a road of its own. */
export function chainsOf<Names>(pieces: readonly RoadPiece<Names>[]): Chain<Names>[] {
  const groups: RoadPiece<Names>[][] = [];
  for (const piece of pieces) {
    if (piece.points.length < 4) continue;
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (last && last.key === piece.key && last.rank === piece.rank && meet(last.points, piece.points)) group!.push(piece);
    else groups.push([piece]);
  }
  return groups.map(chainOf);
}

const meet = (one: Float64Array, next: Float64Array): boolean => Math.hypot(one.at(-2)! - next[0]!, one.at(-1)! - next[1]!) <= MEETS;

function chainOf<Names>(group: RoadPiece<Names>[]): Chain<Names> {
  const { names, key, rank } = group[0]!;
  const points = Float64Array.from(group.flatMap((piece, i) => Array.from(piece.points.subarray(i === 0 ? 0 : 2))));
  const heights = Float64Array.from(group.flatMap((piece, i) => Array.from({ length: piece.points.length / 2 - (i === 0 ? 0 : 1) }, () => piece.deck)));
  const along = new Float64Array(heights.length);
  for (let i = 1; i < along.length; i++) along[i] = along[i - 1]! + Math.hypot(points[2 * i]! - points[2 * i - 2]!, points[2 * i + 1]! - points[2 * i - 1]!);
  return { names, key, rank, width: Math.max(...group.map(({ width }) => width)), points, heights, along };
}
