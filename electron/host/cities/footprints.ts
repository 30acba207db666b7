/** Flat features of a layer as bodies: footprints that are drawn up to their height. */
import type { Body } from './body.ts';
import type { Crs } from './crs.ts';
import type { Findings } from './findings.ts';
import { intoFrame, type Point } from './geometry.ts';
import { heightsOf, recognised, type HeightRule, type Recognised } from './heights.ts';
import { polygonsOf, type Placed, type Wanted } from './polygons.ts';
import type { Layer, RawFeature } from './read/layer.ts';

/** Fields that a person has named; what is not named is recognised. */
export interface Named { height: string | null; floors: string | null; storey: number; otherwise: number | null }

/** So many features are looked at before it is decided which fields mean what. */
const LOOKED_AT = 1000;
const LEAST_AREA = 1;
const THIN = { beyond: 20_000, metres: 0.1 };

export interface Footprints { bodies: AsyncGenerator<Body>; fields: Recognised; rule: HeightRule }

/** Looks at the first features, then yields a body for each that can be drawn; everything else is told to `findings`. */
export async function footprintsOf(layer: Layer, crs: Crs, named: Named, findings: Findings): Promise<Footprints> {
  const features = eachOf(layer.features());
  const first: RawFeature[] = [];
  for (let next = await features.next(); !next.done; next = await features.next()) {
    first.push(next.value);
    if (first.length === LOOKED_AT) break;
  }
  const fields = recognised(new Set(first.flatMap(({ properties }) => Object.keys(properties))));
  const rule: HeightRule = { ...named, height: named.height ?? (named.floors === null ? fields.height : null), floors: named.floors ?? fields.floors, base: fields.base };
  async function* bodies(): AsyncGenerator<Body> {
    for (const feature of first) yield* bodyOf(feature);
    for await (const feature of features) yield* bodyOf(feature);
  }
  function* bodyOf(feature: RawFeature): Generator<Body> {
    const tell = (outcome: 'leftOut' | 'mended', reason: string): void => findings.note(layer.file, outcome, reason, feature.label);
    if (feature.geometry === null) return tell('leftOut', 'it has no geometry');
    const heights = heightsOf(feature.properties, rule);
    if (typeof heights === 'string') return tell('leftOut', heights);
    const wanted: Wanted = { crs, leastArea: LEAST_AREA, thin: THIN };
    const polygons = polygonsOf(feature.geometry, wanted, tell);
    if (polygons.length === 0) return;
    const [{ anchor, frame }] = polygons;
    const textOf = (field: string | null): string => {
      const value = field === null ? null : feature.properties[field];
      return typeof value === 'string' ? value : '';
    };
    yield {
      id: feature.label.replace(/^feature /, ''), anchor, frame, floors: heights.floors, height: heights.height, ground: null, faces: [],
      name: textOf(fields.name), use: textOf(fields.use), attributes: feature.properties,
      area: polygons.reduce((sum, { area }) => sum + area, 0),
      extrusions: polygons.map((polygon) => ({ rings: ringsIn(polygons[0], polygon), from: heights.base, to: heights.height })),
    };
  }
  return { bodies: bodies(), fields, rule };
}

/** The rings of one polygon in the metres of another near by. */
function ringsIn(first: Placed, { anchor, rings }: Placed): Point[][] {
  const [east, north] = intoFrame(first.frame, anchor[0], anchor[1], 0);
  return east === 0 && north === 0 ? rings : rings.map((ring) => ring.map(([x, y]): Point => [x + east, y + north]));
}

async function* eachOf(features: Iterable<RawFeature> | AsyncIterable<RawFeature>): AsyncGenerator<RawFeature> {
  yield* features;
}
