/** How green, fields, roads and rails lie on the ground: in which order, how wide, and from how near they are shown. */
import type { KindArea, Rail, Road, RoadRank } from './cityLines.ts';
import type { GroundPart } from './ground.ts';
import type { Paint } from './groundPaint.ts';
import type { Tone } from './looks/look.ts';
import type { Line } from './ribbons.ts';

/** One mesh of one colour; `below`: shown where a pixel is smaller than this, metres. */
export type Painted = { part: GroundPart; paint: Paint; below: number } & ({ areas: readonly KindArea[] } | { lines: readonly Line[] });

const GREEN: Record<string, Tone> = { park: 'park', square: 'square', wood: 'wood', wetland: 'wetland' };
/** Later ones lie on earlier ones. */
const FIELDS: Record<string, Tone> = { airport: 'airport', port: 'port', railwayHub: 'railwayHub', runway: 'runway', terminal: 'terminal' };

/** Least width in pixels, and the scale below which it is shown. Later ranks lie on earlier ones where they cross. */
const ROADS: Record<RoadRank, { leastPixels: number; below: number }> = {
  street: { leastPixels: 0.7, below: 22 },
  arterial: { leastPixels: 1, below: 75 },
  expressway: { leastPixels: 1.4, below: 320 },
  ring: { leastPixels: 1.7, below: 420 },
};
const RANKS = Object.keys(ROADS) as RoadRank[];
/** A dark seam keeps roads apart from ground of nearly their colour; from farther away it would only dirty them. */
const EDGES_BELOW = 6;
const EDGE_METRES = 3;
const RAILS: Record<Rail['kind'], { width: number; leastPixels: number; below: number }> = {
  metro: { width: 9, leastPixels: 1.2, below: 60 },
  railway: { width: 11, leastPixels: 1, below: 90 },
  maglev: { width: 9, leastPixels: 1.2, below: 90 },
};
/** What runs underground is a thread on a map, not a thing on the ground. */
const THREAD = { width: 0, leastPixels: 1.3 };

export function paintedAreas(green: readonly KindArea[], fields: readonly KindArea[]): Painted[] {
  return [...byKind('green', green, GREEN, Infinity), ...byKind('field', fields, FIELDS, 400)];
}

function byKind(part: GroundPart, areas: readonly KindArea[], tones: Record<string, Tone>, below: number): Painted[] {
  return Object.entries(tones).map(([kind, paint]) => ({ part, paint, below, areas: areas.filter((area) => area.kind === kind) }));
}

/** What runs in a tunnel is not seen. */
export function paintedRoads(roads: readonly Road[]): Painted[] {
  const seen = roads.filter(({ deck }) => deck >= 0);
  return RANKS.flatMap((rank): Painted[] => {
    const { leastPixels, below } = ROADS[rank];
    const mine = seen.filter((road) => road.rank === rank);
    const flat = mine.filter(({ deck }) => deck === 0);
    const lifted = mine.filter(({ deck }) => deck > 0);
    const line = ({ points, deck, width }: Road): Line => ({ points, height: deck, width, leastPixels });
    const edge = ({ points, deck, width }: Road): Line => ({ points, height: deck, width: width + EDGE_METRES, leastPixels });
    return [
      { part: 'roadEdge', paint: 'roadEdge', below: Math.min(below, EDGES_BELOW), lines: flat.map(edge) },
      { part: 'road', paint: rank, below, lines: flat.map(line) },
      { part: 'deckSide', paint: 'deckSide', below: Math.min(below, EDGES_BELOW), lines: lifted.map(edge) },
      { part: 'deck', paint: rank, below, lines: lifted.map(line) },
    ];
  });
}

/** Underground lines lie below the water: a line over a river would be taken for a bridge. */
export function paintedRails(rails: readonly Rail[]): Painted[] {
  const groups = new Map<string, Rail[]>();
  for (const rail of rails) {
    if (rail.deck < 0 && rail.kind !== 'metro') continue;
    const key = `${rail.kind} ${rail.colour} ${Math.sign(rail.deck)}`;
    groups.set(key, [...(groups.get(key) ?? []), rail]);
  }
  return [...groups.values()].map((group): Painted => {
    const { kind, colour, deck } = group[0]!;
    const { width, leastPixels, below } = RAILS[kind];
    return {
      part: deck > 0 ? 'deck' : deck < 0 ? 'underground' : 'rail', paint: `rail:${colour}`, below,
      lines: group.map(({ points, deck: height }): Line => (height < 0 ? { points, height: 0, ...THREAD } : { points, height, width, leastPixels })),
    };
  });
}
