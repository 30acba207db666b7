/** An indicator on the roads that its sites stand on: one mesh of stretches, each with the colour that its site has in a small texture. */
import { Appearance, Cartesian2, Cartesian4, Color, type Primitive, type Scene } from '@cesium/engine';
import { curvature, enuOf, lonLatOf, type EnuFrame } from '#layers/enu.ts';
import { LOOKUP_WIDTH } from '#layers/choropleth/colours.ts';
import { chainsOf, type Chain } from '#layers/roads/chains.ts';
import { cutOut, stretchesOf, type Stretch, type Stretches } from '#layers/roads/stretches.ts';
import { createTexture, type GpuTexture } from './cesiumInternals.ts';
import type { Road } from './cityLines.ts';
import { ribbons, type GroundPart } from './ground.ts';
import type { Look } from './looks/look.ts';
import type { Line } from './ribbons.ts';
import { DATA_FRAGMENT, DATA_VERTEX } from './roadData.glsl.ts';
import type { Language, RoadStretch } from './types.ts';

export type RoadChain = Chain<Record<Language, string>>;

/** The part of the picture that lies on the ground, as a road's data is added to it and taken from it. */
export interface Ground {
  add(part: GroundPart, primitive: Primitive): void;
  take(part: GroundPart, primitive: Primitive): void;
}

export interface RoadData extends Stretches {
  /** x, y, z of the stretches' points, ENU metres; `firstPoint` says where each begins, one more than there are stretches. */
  points: Float32Array;
  firstPoint: Uint32Array;
  /** RGBA of each site, of `areaColours`. */
  update(colours: Uint8Array): void;
  setLook(look: Look): void;
  /** Drawn on these pixels across the picture only; null: on all. */
  clip(range: readonly [from: number, to: number] | null): void;
  destroy(): void;
}

/** CSS pixels that data has on a road at least, and its dark or light edge beside it. */
const LEAST_PIXELS = 3.4;
const EDGE_PIXELS = 2;
const EDGE_METRES = 4;
/** Pixels: wider than any picture. */
const WIDEST = 32_768;
/** A road is not named as the end of a stretch from farther than this, metres. */
const CROSSING_METRES = 120;

/** Roads that are seen, joined; tunnels are left out. */
export function roadChains(enu: EnuFrame, roads: readonly Road[]): RoadChain[] {
  return chainsOf(roads.filter(({ deck }) => deck >= 0).map(({ zh, en, rank, deck, width, points }) => {
    const metres = new Float64Array(points.length);
    for (let i = 0; i < points.length; i += 2) metres.set(enuOf(enu, points[i]!, points[i + 1]!).slice(0, 2), i);
    return { names: { zh, en }, key: `${zh} ${en}`, rank, deck, width, points: metres };
  }));
}

export interface RoadDataOptions {
  scene: Scene;
  enu: EnuFrame;
  ground: Ground;
  chains: readonly RoadChain[];
  /** ENU metres, x, y, z of each site. */
  positions: Float32Array;
  look: Look;
}

/** Throws with a sentence where no site stands on a road. */
export function createRoadData({ scene, enu, ground, chains, positions, look }: RoadDataOptions): RoadData {
  const sites = positions.length / 3;
  const { stretches, reach } = stretchesOf(chains, Float64Array.from({ length: sites }, (_, i) => positions[3 * i]!), Float64Array.from({ length: sites }, (_, i) => positions[3 * i + 1]!));
  if (stretches.length === 0) throw new Error('None of these places stands on a road of this city.');
  const radii = curvature(enu);
  const points: number[] = [];
  const firstPoint = new Uint32Array(stretches.length + 1);
  const lines = stretches.map(({ site, chain, from, to }, k): Line => {
    const road = chains[chain]!;
    const cut = cutOut(road, from, to);
    const degrees = new Float64Array(cut.points.length);
    for (let i = 0; i < cut.heights.length; i++) {
      const [x, y] = [cut.points[2 * i]!, cut.points[2 * i + 1]!];
      const z = -(x * x) / (2 * radii.x) - (y * y) / (2 * radii.y);
      degrees.set(lonLatOf(enu, x, y, z).slice(0, 2), 2 * i);
      points.push(x, y, z + cut.heights[i]!);
    }
    firstPoint[k + 1] = points.length / 3;
    return { points: degrees, height: cut.heights, width: road.width, leastPixels: LEAST_PIXELS, index: site };
  });

  const rows = Math.max(1, Math.ceil(sites / LOOKUP_WIDTH));
  const texture = createTexture(scene, { width: LOOKUP_WIDTH, height: rows, format: 'rgba', filter: 'nearest', bytes: new Uint8Array(rows * LOOKUP_WIDTH * 4) });
  const edge = new Cartesian4();
  const clipped = new Cartesian2(0, WIDEST);
  const setLook = (next: Look): void => void Cartesian4.fromColor(edgeOf(next), edge);
  setLook(look);
  const edges = lines.map((line): Line => ({ ...line, width: line.width + EDGE_METRES, leastPixels: LEAST_PIXELS + EDGE_PIXELS }));
  const parts = ([['dataSide', edges, edge], ['data', lines, new Cartesian4()]] as const).map(([part, ofPart, colour]) => {
    const primitive = ribbons(ofPart, appearance(texture, colour, clipped))!;
    ground.add(part, primitive);
    return [part, primitive] as const;
  });
  return {
    stretches, reach, points: Float32Array.from(points), firstPoint, setLook,
    clip: (range) => void Cartesian2.fromElements(range?.[0] ?? 0, range?.[1] ?? WIDEST, clipped),
    update: (colours) => texture.copyFrom({ source: { width: LOOKUP_WIDTH, height: rows, arrayBufferView: colours } }),
    destroy() {
      for (const [part, primitive] of parts) ground.take(part, primitive);
      texture.destroy();
    },
  };
}

/** What a site speaks for, in words for people: the road, how long, and the roads at both its ends where there are any. */
export function stretchNamed(chains: readonly RoadChain[], { chain, from, to }: Stretch): RoadStretch {
  const road = chains[chain]!;
  const ends = [from, to].map((s) => {
    const [x, y] = cutOut(road, s, s).points as unknown as [number, number];
    return crossing(chains, road.key, x, y);
  });
  return { road: road.names, metres: to - from, ends: [ends[0]!, ends[1]!] };
}

/** Names of the nearest other road at a point; null where none is near. */
function crossing(chains: readonly RoadChain[], key: string, x: number, y: number): Record<Language, string> | null {
  let [least, names]: [number, Record<Language, string> | null] = [CROSSING_METRES, null];
  for (const chain of chains) {
    if (chain.key === key) continue;
    const { points } = chain;
    for (let i = 0; i + 3 < points.length; i += 2) {
      const [xa, ya] = [points[i]!, points[i + 1]!];
      const [dx, dy] = [points[i + 2]! - xa, points[i + 3]! - ya];
      const t = Math.min(1, Math.max(0, ((x - xa) * dx + (y - ya) * dy) / (dx * dx + dy * dy || 1)));
      const off = Math.hypot(xa + t * dx - x, ya + t * dy - y);
      if (off < least) [least, names] = [off, chain.names];
    }
  }
  return names;
}

/** So that a colour near the ground's own is seen: dark on a light city, light on a dark one. */
const edgeOf = ({ signs }: Look): Color => Color.fromCssColorString(signs === 'light' ? '#3d4145' : '#77838e');

/** `edge`: drawn in this colour wherever there is data; without (alpha 0) in the data's own. */
function appearance(texture: GpuTexture, edge: Cartesian4, clip: Cartesian2): Appearance {
  const made = new Appearance({
    translucent: false, closed: false, vertexShaderSource: DATA_VERTEX, fragmentShaderSource: DATA_FRAGMENT,
    renderState: { depthTest: { enabled: true, func: 0x0207 /* ALWAYS */ }, depthMask: true, cull: { enabled: false } },
  });
  // Cesium takes uniforms of an appearance as it takes a material's; its types do not say so.
  return Object.assign(made, { uniforms: { u_colours: texture, u_edge: edge, u_clip: clip } });
}
