/** What is always there: ground, land, water, boundaries and their names, loaded behind the first picture. */
import type { Primitive, PrimitiveCollection, Scene } from '@cesium/engine';
import type { EnuFrame } from '#layers/enu.ts';
import { readAreas, type Area, type CityInfo } from './cityFolder.ts';
import { boundaries, filled, groundCap, GroundStack, type GroundPart } from './ground.ts';
import type { Labels } from './labels.ts';

/** Towns are outlined and named below this scale, metres per pixel. */
export const TOWNS_BELOW = 45;

export interface World {
  /** Outlines in the order of area place sets; empty until loaded, or where the city has none. */
  areas(unit: 'district' | 'town' | 'city'): readonly Area[];
  /** Resolves when outlines have been read; rejects where a file that the city names cannot be read. */
  loaded: Promise<void>;
  /** True while meshes are being made. */
  pending(): boolean;
  /** Outlines an area as selected; null outlines none. */
  outline(area: Area | null): void;
  /** Shows what belongs to this scale. */
  atScale(metresPerPixel: number): void;
}

export interface WorldOptions { scene: Scene; enu: EnuFrame; labels: Labels; url: string; info: CityInfo; changed(): void }

export function createWorld({ scene, enu, labels, url, info, changed }: WorldOptions): World {
  const outlines: Record<'district' | 'town' | 'city', readonly Area[]> = { district: [], town: [], city: [] };
  const ground = new GroundStack();
  let towns: Primitive | null = null;
  const add = (part: GroundPart, primitive: Primitive | null): void => {
    if (!primitive) return;
    ground.add(part, primitive);
    changed();
  };
  ground.add('cap', groundCap(enu));
  (scene.primitives as PrimitiveCollection).add(ground);

  const load = async (): Promise<void> => {
    const [districts, water] = await Promise.all([readAreas(url, info.districts), readAreas(url, info.water)]);
    if (scene.isDestroyed()) return;
    outlines.district = districts;
    // An area set of the whole city has one place: all districts as one outline.
    outlines.city = [{ code: 0, zh: '', en: '', label: [enu.lon, enu.lat], rings: districts.flatMap(({ rings }) => rings), outers: [] }];
    labels.setAreas('district', districts);
    add('land', filled(districts, 'land'));
    add('water', filled(water, 'water'));
    add('district', boundaries(districts, 'district'));
    outlines.town = await readAreas(url, info.towns);
    if (scene.isDestroyed()) return;
    labels.setAreas('town', outlines.town);
    changed();
  };

  return {
    areas: (unit) => outlines[unit],
    loaded: load(),
    pending: () => !ground.ready,
    outline(area) {
      ground.remove('selected');
      if (area) add('selected', boundaries([area], 'selected'));
    },
    atScale(metresPerPixel) {
      const near = metresPerPixel < TOWNS_BELOW;
      if (near && towns === null) {
        towns = boundaries(outlines.town, 'town');
        add('town', towns);
      }
      if (towns && towns.show !== near) {
        towns.show = near;
        changed();
      }
    },
  };
}
