/** What is selected, marked in the picture: a ring about a place, an outline about an area or a cell. */
import { enuOf, lonLatOf, type EnuFrame } from '#layers/enu.ts';
import type { Area } from './cityFolder.ts';
import { project, type Projection } from './projection.ts';
import type { PlaceSet } from './types.ts';

export interface Selection {
  none(): void;
  area(area: Area): void;
  place(places: PlaceSet, index: number): void;
  /** Moves the ring with the picture; call after each frame. */
  follow(view: Projection): void;
  destroy(): void;
}

export function createSelection(container: HTMLElement, enu: EnuFrame, outline: (area: Area | null) => void): Selection {
  const ring = document.createElement('div');
  ring.className = 'globe-marker';
  container.append(ring);
  let point: [number, number, number] | null = null;

  const none = (): void => {
    outline(null);
    point = null;
    ring.style.visibility = 'hidden';
  };
  const area = (selected: Area): void => {
    none();
    outline(selected);
  };
  return {
    none,
    area,
    place(places, index) {
      none();
      const half = places.halfSizeM[index] ?? 0;
      const [lon, lat] = [places.lon[index]!, places.lat[index]!];
      if (half > 0) area(square(lon, lat, half));
      else point = enuOf(enu, lon, lat, 3);
    },
    follow(view) {
      if (!point) return;
      const at = project(view, ...point);
      ring.style.visibility = at ? 'visible' : 'hidden';
      if (at) ring.style.transform = `translate(${at[0].toFixed(1)}px, ${at[1].toFixed(1)}px)`;
    },
    destroy() {
      none();
      ring.remove();
    },
  };

  function square(lon: number, lat: number, half: number): Area {
    const [x, y, z] = enuOf(enu, lon, lat, 0);
    const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]].flatMap(([dx, dy]) => lonLatOf(enu, x + dx! * half, y + dy! * half, z).slice(0, 2));
    return { code: 0, zh: '', en: '', label: [lon, lat], rings: [Float64Array.from(corners)], outers: [0] };
  }
}
