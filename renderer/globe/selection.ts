/** What is selected, marked in the picture: a ring about a place, an outline about an area or a cell, a building in the accent. */
import { enuOf, lonLatOf, type EnuFrame } from '#layers/enu.ts';
import type { Area } from './cityFolder.ts';
import { project, type Projection } from './projection.ts';
import type { Shown } from './slots.ts';
import type { PlaceSet, Selected } from './types.ts';
import type { World } from './world.ts';

export interface Selection {
  choose(next: Selected | null): void;
  /** Marks what is chosen again: outlines or layers that it needs may have come or gone. */
  mark(): void;
  /** Moves the ring with the picture; call after each frame. */
  follow(view: Projection): void;
  destroy(): void;
}

export interface SelectionOptions {
  container: HTMLElement;
  enu: EnuFrame;
  world: Pick<World, 'areas' | 'outline'>;
  shown(): (Shown | null)[];
  /** Marks a building by its id; null marks none. */
  markBuilding(id: string | null): void;
  changed(): void;
}

export function createSelection({ container, enu, world, shown, markBuilding, changed }: SelectionOptions): Selection {
  /** The second stands in the second half of the map. */
  const rings = [0, 1].map(() => {
    const ring = document.createElement('div');
    ring.className = 'globe-marker';
    container.append(ring);
    return ring;
  });
  let chosen: Selected | null = null;
  let point: [number, number, number] | null = null;

  /** The outline that marks a place, or null where a ring does. */
  const outlineOf = (places: PlaceSet, index: number): Area | null => {
    if (places.unit !== 'sites') return world.areas(places.unit)[index] ?? null;
    const half = places.halfSizeM[index] ?? 0;
    return half > 0 ? square(enu, places.lon[index]!, places.lat[index]!, half) : null;
  };

  const mark = (): void => {
    point = null;
    let area: Area | null = null;
    if (chosen && 'unit' in chosen) {
      const { unit, code } = chosen;
      area = world.areas(unit).find((one) => one.code === code) ?? null;
    } else if (chosen && 'places' in chosen) {
      const { places: id, index } = chosen;
      const places = shown().find((one) => one?.layer.places.id === id)?.layer.places;
      area = places ? outlineOf(places, index) : null;
      if (places && !area) point = enuOf(enu, places.lon[index]!, places.lat[index]!, 3);
    }
    world.outline(area);
    markBuilding(chosen && 'building' in chosen ? chosen.building : null);
    if (!point) for (const ring of rings) ring.style.visibility = 'hidden';
    changed();
  };

  return {
    mark,
    choose(next) {
      chosen = next;
      mark();
    },
    follow(view) {
      if (!point) return;
      const at = project(view, ...point);
      const isIn = at !== null && (view.copies === 1 || (at[0] >= 0 && at[0] <= view.width));
      for (const [k, ring] of rings.entries()) {
        ring.style.visibility = isIn && k < view.copies ? 'visible' : 'hidden';
        if (at) ring.style.transform = `translate(${(at[0] + k * view.width).toFixed(1)}px, ${at[1].toFixed(1)}px)`;
      }
    },
    destroy: () => rings.forEach((ring) => ring.remove()),
  };
}

function square(enu: EnuFrame, lon: number, lat: number, half: number): Area {
  const [x, y, z] = enuOf(enu, lon, lat, 0);
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]].flatMap(([dx, dy]) => lonLatOf(enu, x + dx! * half, y + dy! * half, z).slice(0, 2));
  return { code: 0, zh: '', en: '', label: [lon, lat], rings: [Float64Array.from(corners)], outers: [0], properties: {} };
}
