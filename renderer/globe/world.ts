/** What is always there: ground, water, roads, boundaries and their names, loaded behind the first picture. */
import type { Primitive, PrimitiveCollection, Scene } from '@cesium/engine';
import type { EnuFrame } from '#layers/enu.ts';
import { readAreas, type Area, type CityInfo } from './cityFolder.ts';
import { readKindAreas, readNames, readRails, readRoads } from './cityLines.ts';
import { filled, groundCap, GroundStack, outlinesOf, ribbons, type GroundPart } from './ground.ts';
import { createGroundPaint } from './groundPaint.ts';
import type { Labels } from './labels/labels.ts';
import type { Look } from './looks/look.ts';
import type { Line } from './ribbons.ts';
import type { CityPart } from './types.ts';
import { roadChains, type Ground, type RoadChain } from './roadData.ts';
import { paintedAreas, paintedRails, paintedRoads, type Painted } from './traffic.ts';

/** Towns are outlined and named below this scale, metres per pixel. */
export const TOWNS_BELOW = 45;

export interface World {
  /** Outlines in the order of area place sets; empty until loaded, or where the city has none. */
  areas(unit: 'district' | 'town' | 'city'): readonly Area[];
  /** Resolves when outlines have been read, or were told as failed. */
  outlined: Promise<void>;
  /** Roads that can be driven along; empty until `roaded`, or where the city has none. */
  roads(): readonly RoadChain[];
  /** Resolves when roads have been read, or were told as failed. */
  roaded: Promise<void>;
  /** For what others draw on the ground. */
  ground: Ground;
  /** True while meshes are being made. */
  pending(): boolean;
  /** Outlines an area as selected; null outlines none. */
  outline(area: Area | null): void;
  /** Lays a person's lines on the ground, in the place of those before. */
  lay(lines: readonly Line[]): void;
  /** Shows what belongs to this scale. */
  atScale(metresPerPixel: number): void;
  setLook(look: Look): void;
}

export interface WorldOptions {
  scene: Scene;
  enu: EnuFrame;
  labels: Labels;
  url: string;
  info: CityInfo;
  look: Look;
  changed(): void;
  /** A file that the city names cannot be read; everything else is shown. */
  failed(part: CityPart, error: unknown): void;
}

export function createWorld({ scene, enu, labels, url, info, look, changed, failed }: WorldOptions): World {
  const outlines: Record<'district' | 'town' | 'city', readonly Area[]> = { district: [], town: [], city: [] };
  const ground = new GroundStack();
  const paint = createGroundPaint(look);
  /** Primitives that are shown below a scale only, metres per pixel. */
  const near: { primitive: Primitive; below: number }[] = [];
  let towns: Primitive | null = null;
  let scale = Infinity;
  let chains: readonly RoadChain[] = [];
  const add = (part: GroundPart, primitive: Primitive | null, below = Infinity): void => {
    if (!primitive) return;
    if (below < Infinity) near.push({ primitive, below });
    primitive.show = scale < below;
    ground.add(part, primitive);
    changed();
  };
  const addAll = (painted: readonly Painted[]): void => {
    for (const one of painted) {
      add(one.part, 'areas' in one ? filled(one.areas, paint.flat(one.paint)) : ribbons(one.lines, paint.ribbon(one.paint)), one.below);
    }
  };
  ground.add('cap', groundCap(enu, paint.flat('outside')));
  (scene.primitives as PrimitiveCollection).add(ground);

  /** One file that cannot be read takes nothing with it. */
  const orNone = <T>(part: CityPart, reading: Promise<T[]>): Promise<T[]> =>
    reading.catch((error: unknown) => {
      if (!scene.isDestroyed()) failed(part, error);
      return [];
    });
  const loadAreas = async (): Promise<void> => {
    const districts = await orNone('outlines', readAreas(url, info.districts));
    if (scene.isDestroyed()) return;
    outlines.district = districts;
    // An area set of the whole city has one place: all districts as one outline.
    outlines.city = [{ code: 0, zh: '', en: '', label: [enu.lon, enu.lat], rings: districts.flatMap(({ rings }) => rings), outers: [], properties: {} }];
    labels.setAreas('district', districts);
    add('land', filled(districts, paint.flat('land')));
    add('district', ribbons(outlinesOf(districts, 1.5), paint.ribbon('district')));
    outlines.town = await orNone('outlines', readAreas(url, info.towns));
    if (scene.isDestroyed()) return;
    labels.setAreas('town', outlines.town);
    changed();
  };
  const loadWater = async (): Promise<void> => {
    const water = await orNone('ground', readAreas(url, info.water));
    if (scene.isDestroyed()) return;
    add('water', filled(water, paint.flat('water')));
    add('shore', ribbons(outlinesOf(water, 2.4), paint.ribbon('shore')), 60);
  };
  const loadRest = async (): Promise<void> => {
    const [green, fields, roads, rails, names] = await Promise.all([
      orNone('ground', readKindAreas(url, info.green)), orNone('ground', readKindAreas(url, info.fields)), orNone('ground', readRoads(url, info.roads)),
      orNone('ground', readRails(url, info.rail)), orNone('ground', readNames(url, info.names)),
    ]);
    if (scene.isDestroyed()) return;
    chains = roadChains(enu, roads);
    addAll([...paintedAreas(green, fields), ...paintedRoads(roads), ...paintedRails(rails)]);
    labels.setNames(names);
    changed();
  };

  const outlined = loadAreas().catch((error: unknown) => failed('outlines', error));
  const roaded = loadRest().catch((error: unknown) => failed('ground', error));
  loadWater().catch((error: unknown) => failed('ground', error));

  return {
    areas: (unit) => outlines[unit],
    outlined,
    roads: () => chains,
    roaded,
    ground,
    pending: () => !ground.ready,
    outline(area) {
      ground.remove('selected');
      if (area) add('selected', ribbons(outlinesOf([area], 2.6), paint.ribbon('selected')));
    },
    lay(lines) {
      ground.remove('drawn');
      add('drawn', ribbons(lines, paint.ribbon('selected')));
      changed();
    },
    atScale(metresPerPixel) {
      scale = metresPerPixel;
      if (towns === null && scale < TOWNS_BELOW && outlines.town.length > 0) {
        towns = ribbons(outlinesOf(outlines.town, 1), paint.ribbon('town'));
        add('town', towns, TOWNS_BELOW);
      }
      for (const { primitive, below } of near) {
        if (primitive.show === scale < below) continue;
        primitive.show = scale < below;
        changed();
      }
    },
    setLook(next) {
      paint.setLook(next);
      changed();
    },
  };
}
