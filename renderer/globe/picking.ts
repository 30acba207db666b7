/** What lies under a point of the picture, nearest to the eye first. */
import { Cartesian2, Cesium3DTileFeature, type Scene } from '@cesium/engine';
import { areaAt } from '#layers/choropleth/raster.ts';
import { sumsAt } from '#layers/heat/kernel.ts';
import { paintedAt } from '#layers/heat/paint.ts';
import { enuOf, type EnuFrame } from '#layers/enu.ts';
import { isMeasured, isWithheld } from '#layers/places.ts';
import type { Stretch } from '#layers/roads/stretches.ts';
import { groundUnder, metresPerPixel } from './camera.ts';
import { areaHolding, type Area } from './cityFolder.ts';
import { columnSize, pointPixels } from './overlay/forms.ts';
import { offSegment, project, projectionOf, screenOf, type Projection } from './projection.ts';
import { stretchNamed, type RoadChain } from './roadData.ts';
import type { Shown } from './slots.ts';
import type { OnField, Pick } from './types.ts';
import { TOWNS_BELOW } from './world.ts';

export interface Picker {
  /** `buildings` false spares the pass over the city that finding a building costs. */
  pick(x: number, y: number, buildings: boolean): Pick | null;
}

export interface PickerOptions {
  scene: Scene;
  enu: EnuFrame;
  shown(): (Shown | null)[];
  areas(unit: 'district' | 'town'): readonly Area[];
  roads(): readonly RoadChain[];
}

/** A heat's sites are not drawn: the pointer must be so near, in pixels, to mean one. */
const HEAT_REACH = 12;
/** Half a road with data on it: pixels from afar, metres from near. */
const ROAD_REACH = 5;
const ROAD_METRES = 12;
/** How far in pixels a tall column may lean away from its foot. */
const WIDEST_LEAN = 160;

export function createPicker({ scene, enu, shown, areas, roads }: PickerOptions): Picker {
  return {
    pick(x, y, buildings) {
      const view = projectionOf(scene, enu);
      const scale = metresPerPixel(scene);
      const layers = shown().filter((one) => one !== null).toReversed();
      const symbol = layers.map((one) => symbolAt(one, view, scale, x, y)).find((hit) => hit !== null);
      if (symbol) return placeIn(symbol.shown, symbol.index);
      const stretch = layers.map((one) => stretchUnder(one, view, scale, x, y)).find((hit) => hit !== null);

      const ground = groundUnder(scene, x, y);
      const fields = ground ? fieldsAt(layers, enuOf(enu, ground.lon, ground.lat)) : [];
      const beneath = ground ? placeBeneath(layers, enu, view, ground, x, y) : null;
      if (buildings && ground) {
        const picked: unknown = scene.pick(new Cartesian2(x, y), 5, 5);
        if (picked instanceof Cesium3DTileFeature) {
          const properties = propertiesOf(picked);
          const told = toldBy(layers, properties) ?? beneath;
          const near = told ? { slot: told.shown.slot, places: told.shown.layer.places.id, index: told.index } : null;
          return { kind: 'building', properties, ...ground, near, fields };
        }
      }
      // A building before a road hides it, where buildings are looked for.
      if (stretch) return { ...placeIn(stretch.shown, stretch.stretch.site), stretch: stretchNamed(roads(), stretch.stretch) };
      if (beneath) return placeIn(beneath.shown, beneath.index);
      if (!ground) return null;
      const area = areaUnder(ground, scale);
      return area ? { ...area, fields } : { kind: 'ground', ...ground, fields };
    },
  };

  function areaUnder({ lon, lat }: { lon: number; lat: number }, scale: number): Omit<Extract<Pick, { kind: 'area' }>, 'fields'> | null {
    for (const unit of scale < TOWNS_BELOW ? (['town', 'district'] as const) : (['district'] as const)) {
      const area = areas(unit)[areaHolding(areas(unit), lon, lat)];
      if (area) return { kind: 'area', unit, code: area.code, zh: area.zh, en: area.en, lon, lat };
    }
    return null;
  }
}

function placeIn({ slot, layer: { places } }: Shown, index: number): Extract<Pick, { kind: 'place' }> {
  return { kind: 'place', slot, places: places.id, index, lon: places.lon[index]!, lat: places.lat[index]! };
}

/** What is painted x and y metres from the city's middle by each heat that paints there. */
function fieldsAt(layers: Shown[], [x, y]: readonly [number, number, number]): OnField['fields'] {
  return layers.flatMap(({ slot, field, look }) => {
    if (!field) return [];
    const { value, support } = paintedAt(sumsAt(field.field, x, y), field.paint, look.scale.mapping, look.sigma);
    return support > 0 ? [{ slot, value, isDensity: field.paint.isDensity }] : [];
  });
}

/** The place whose value a building is coloured by. */
function toldBy(layers: Shown[], properties: Record<string, unknown>): Hit | null {
  const shown = layers.find(({ buildings }) => buildings);
  const index = shown?.buildings?.data.placeOf(properties) ?? -1;
  return shown && index >= 0 ? { shown, index } : null;
}

/** The coloured stretch of road under the pointer. */
function stretchUnder(shown: Shown, view: Projection, scale: number, x: number, y: number): { shown: Shown; stretch: Stretch } | null {
  const { roads, frame } = shown;
  if (!roads || !frame) return null;
  const screen = screenOf(roads.points, view);
  let [least, best]: [number, Stretch | null] = [Math.max(ROAD_REACH, ROAD_METRES / scale), null];
  for (const [k, stretch] of roads.stretches.entries()) {
    if (!isMeasured(frame, stretch.site) && !isWithheld(frame, stretch.site)) continue;
    for (let i = roads.firstPoint[k]!; i + 1 < roads.firstPoint[k + 1]!; i++) {
      const off = offSegment(x, y, screen[3 * i]!, screen[3 * i + 1]!, screen[3 * i + 3]!, screen[3 * i + 4]!);
      if (off < least) [least, best] = [off, stretch];
    }
  }
  return best && { shown, stretch: best };
}

interface Hit { shown: Shown; index: number }

/** The drawn symbol under the pointer that is nearest to the eye. */
function symbolAt(shown: Shown, view: Projection, scale: number, x: number, y: number): Hit | null {
  const { positions, points, columns } = shown;
  if (!points && !columns) return null;
  const count = positions.length / 3;
  const size = columnSize(scale, count);
  const pixels = pointPixels(scale, count);
  let best = -1;
  let least = Infinity;
  const feet = screenOf(positions, view);
  for (let i = 0; i < count; i++) {
    const foot = [feet[i * 3]!, feet[i * 3 + 1]!, feet[i * 3 + 2]!] as const;
    if (!(Math.abs(foot[0] - x) < WIDEST_LEAN)) continue;
    let reach = Math.max(5, (pixels * (points?.marks[i * 2] ?? 1)) / 2 + 2);
    let off = Math.hypot(foot[0] - x, foot[1] - y);
    if (points) {
      if (points.colours[i * 4 + 3] === 0) continue;
    } else {
      const height = columns!.style.heights[i]!;
      if (height === 0) continue;
      const top = project(view, positions[i * 3]!, positions[i * 3 + 1]!, positions[i * 3 + 2]! + height * size.tallest);
      if (!top) continue;
      reach = Math.max(4, ((size.radius * view.projection[5]!) / foot[2]) * (view.height / 2) + 1);
      off = offSegment(x, y, foot[0], foot[1], top[0], top[1]);
    }
    // Points lie flat: the nearest to the pointer is meant. Columns hide each other: the nearest to the eye is.
    const rank = points ? off : foot[2];
    if (off <= reach && rank < least) [least, best] = [rank, i];
  }
  return best < 0 ? null : { shown, index: best };
}

/** The place whose painted area, or whose heat, lies under the pointer. */
function placeBeneath(layers: Shown[], enu: EnuFrame, view: Projection, ground: { lon: number; lat: number }, x: number, y: number): Hit | null {
  const [east, north] = enuOf(enu, ground.lon, ground.lat);
  for (const shown of layers) {
    if (shown.raster) {
      const index = areaAt(shown.raster, east, north);
      if (index >= 0 && index < shown.layer.places.lon.length) return { shown, index };
    } else if (shown.form === 'heat') {
      const index = nearestSite(shown, view, x, y);
      if (index >= 0) return { shown, index };
    }
  }
  return null;
}

function nearestSite({ positions, frame }: Shown, view: Projection, x: number, y: number): number {
  let best = -1;
  let least = HEAT_REACH;
  const screen = screenOf(positions, view);
  for (let i = 0; i < positions.length / 3; i++) {
    const off = Math.hypot(screen[i * 3]! - x, screen[i * 3 + 1]! - y);
    if (off < least && frame && (isMeasured(frame, i) || isWithheld(frame, i))) [least, best] = [off, i];
  }
  return best;
}

function propertiesOf(feature: Cesium3DTileFeature): Record<string, string | number> {
  const properties: Record<string, string | number> = {};
  for (const id of feature.getPropertyIds()) {
    const value: unknown = feature.getProperty(id);
    if (typeof value === 'string' || typeof value === 'number') properties[id] = value;
  }
  return properties;
}
