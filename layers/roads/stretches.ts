/**
 * Which stretch of which road each site speaks for. A site belongs to the road that it stands on; between two sites of a road the
 * middle divides them, and no site speaks for more than `reach` metres to either side: beyond, nobody has measured.
 */
import type { Chain } from './chains.ts';

export interface Stretch {
  site: number;
  /** Index of its chain. */
  chain: number;
  /** Metres along the chain: its ends, and where the site stands. */
  from: number;
  to: number;
  at: number;
}

export interface Stretches {
  stretches: Stretch[];
  /** Metres that a site speaks for at most, to either side. */
  reach: number;
}

/** A site farther from every road than this, metres, stands on none. */
const OFF_ROAD = 30;
/** Roads no farther apart than this, metres, lie over each other: a viaduct and the street beneath it. */
const SAME_PLACE = 4;
/** Metres; between them the median half distance of neighbours decides. */
const REACH = { least: 100, most: 1000 } as const;
const CELL = 250;

/** `x` and `y`: sites, metres on the plane of the chains; what is not finite stands nowhere. */
export function stretchesOf(chains: readonly Chain[], x: ArrayLike<number>, y: ArrayLike<number>): Stretches {
  const onChain: { site: number; at: number }[][] = chains.map(() => []);
  for (const { site, chain, at } of placed(chains, x, y)) onChain[chain]!.push({ site, at });
  for (const sites of onChain) sites.sort((a, b) => a.at - b.at);
  const halves = onChain.flatMap((sites) => sites.slice(1).map(({ at }, i) => (at - sites[i]!.at) / 2)).toSorted((a, b) => a - b);
  const reach = Math.round(Math.min(REACH.most, Math.max(REACH.least, halves[halves.length >> 1] ?? REACH.least)) / 10) * 10;
  const stretches = onChain.flatMap((sites, chain) => sites.map(({ site, at }, i): Stretch => ({
    site, chain, at,
    from: Math.max(0, at - reach, i > 0 ? (at + sites[i - 1]!.at) / 2 : 0),
    to: Math.min(chains[chain]!.along.at(-1)!, at + reach, i + 1 < sites.length ? (at + sites[i + 1]!.at) / 2 : Infinity),
  })));
  return { stretches, reach };
}

/** Points of a chain between two distances along it, with those ends themselves; x, y and metres above ground. */
export function cutOut({ points, heights, along }: Chain, from: number, to: number): { points: Float64Array; heights: Float64Array } {
  const [at, up]: [number[], number[]] = [[], []];
  const put = (s: number): void => {
    let i = 1;
    while (i < along.length - 1 && along[i]! < s) i++;
    const t = along[i]! > along[i - 1]! ? (s - along[i - 1]!) / (along[i]! - along[i - 1]!) : 0;
    for (const k of [0, 1]) at.push(points[2 * i - 2 + k]! + t * (points[2 * i + k]! - points[2 * i - 2 + k]!));
    up.push(heights[i - 1]! + t * (heights[i]! - heights[i - 1]!));
  };
  put(from);
  for (let i = 0; i < along.length; i++) {
    if (along[i]! <= from || along[i]! >= to) continue;
    at.push(points[2 * i]!, points[2 * i + 1]!);
    up.push(heights[i]!);
  }
  put(to);
  return { points: Float64Array.from(at), heights: Float64Array.from(up) };
}

interface Foot { chain: number; at: number; off: number }

/** Each site's road. Where roads lie over each other, the one of the rank that most sites beyond doubt stand on: one network speaks of one kind of road. */
function placed(chains: readonly Chain[], x: ArrayLike<number>, y: ArrayLike<number>): { site: number; chain: number; at: number }[] {
  const near = footFinder(chains);
  const tally = new Map<string, number>();
  const feet: { site: number; candidates: Foot[] }[] = [];
  for (let site = 0; site < x.length; site++) {
    const candidates = near(x[site]!, y[site]!);
    if (candidates.length === 0) continue;
    feet.push({ site, candidates: candidates.filter(({ off }) => off <= candidates[0]!.off + SAME_PLACE) });
    if (candidates.length > 1) continue;
    const { rank } = chains[candidates[0]!.chain]!;
    tally.set(rank, (tally.get(rank) ?? 0) + 1);
  }
  const votes = ({ chain }: Foot): number => tally.get(chains[chain]!.rank) ?? 0;
  return feet.map(({ site, candidates }) => {
    const best = candidates.reduce((a, b) => (votes(b) > votes(a) ? b : a));
    return { site, chain: best.chain, at: best.at };
  });
}

/** Asks for the foot on every road within reach of a point, nearest first. */
function footFinder(chains: readonly Chain[]): (x: number, y: number) => Foot[] {
  const cells = new Map<string, [chain: number, segment: number][]>();
  for (const [chain, { points }] of chains.entries()) {
    for (let i = 0; i + 3 < points.length; i += 2) {
      const [xa, ya, xb, yb] = [points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!];
      for (let column = cellOf(Math.min(xa, xb) - OFF_ROAD); column <= cellOf(Math.max(xa, xb) + OFF_ROAD); column++) {
        for (let row = cellOf(Math.min(ya, yb) - OFF_ROAD); row <= cellOf(Math.max(ya, yb) + OFF_ROAD); row++) {
          const key = `${column} ${row}`;
          const list = cells.get(key);
          if (list) list.push([chain, i / 2]);
          else cells.set(key, [[chain, i / 2]]);
        }
      }
    }
  }
  return (px, py) => {
    const best = new Map<number, Foot>();
    for (const [chain, i] of cells.get(`${cellOf(px)} ${cellOf(py)}`) ?? []) {
      const { points, along } = chains[chain]!;
      const [xa, ya] = [points[2 * i]!, points[2 * i + 1]!];
      const [dx, dy] = [points[2 * i + 2]! - xa, points[2 * i + 3]! - ya];
      const t = Math.min(1, Math.max(0, ((px - xa) * dx + (py - ya) * dy) / (dx * dx + dy * dy || 1)));
      const off = Math.hypot(xa + t * dx - px, ya + t * dy - py);
      if (off <= OFF_ROAD && off < (best.get(chain)?.off ?? Infinity)) best.set(chain, { chain, off, at: along[i]! + t * (along[i + 1]! - along[i]!) });
    }
    return [...best.values()].toSorted((a, b) => a.off - b.off);
  };
}

const cellOf = (metres: number): number => Math.floor(metres / CELL);
