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
import { offSegment, project, projectionOf, screenOf, type Projection } from './projection.ts';
import { buildingOnRay, propertiesOf } from './rays.ts';
import { stretchNamed, type RoadChain } from './roadData.ts';
import { differenceUnder } from './differences.ts';
import type { Shown } from './slots.ts';
import { sightlineUnder, symbolAt } from './symbols.ts';
import type { Form, OnField, Pick } from './types.ts';
import { TOWNS_BELOW } from './world.ts';

export interface Picker {
  /** `buildings` false spares the pass over the city that finding a building costs; `x` as Cesium has it, across all its canvas; `shown`: what is drawn there; `differs`: b − a of it. */
  pick(x: number, y: number, buildings: boolean, shown: readonly (Shown | null)[], differs: boolean): Pick | null;
}

export interface PickerOptions {
  scene: Scene;
  enu: EnuFrame;
  areas(unit: 'district' | 'town'): readonly Area[];
  roads(): readonly RoadChain[];
  /** Whether this form stands over the picture: no building hides it. */
  isOver(form: Form): boolean;
}

/** A heat's sites are not drawn: the pointer must be so near, in pixels, to mean one. */
const HEAT_REACH = 12;
/** Half a road with data on it: pixels from afar, metres from near. */
const ROAD_REACH = 5;
const ROAD_METRES = 12;

interface Place { lon: number; lat: number }

export function createPicker({ scene, enu, areas, roads, isOver }: PickerOptions): Picker {
  return {
    pick(across, y, buildings, shown, differs) {
      const view = projectionOf(scene, enu);
      const scale = metresPerPixel(scene);
      const layers = shown.filter((one) => one !== null).toReversed();
      const sight = sightlineUnder(scene, enu, across, y);
      const x = across / view.copies;
      const symbol = sight && layers.map((one) => symbolAt(one, view, sight, scale, x, y)).find((hit) => hit !== null);
      const ground = groundUnder(scene, across, y);
      // What stands over the picture is hidden by nothing; a column is, and where it hides the building a pick meets the column.
      const building = buildings && (!symbol || !isOver(symbol.shown.form)) ? buildingAt(across, y, ground) : null;
      if (symbol && !building) return placeIn(symbol.shown, symbol.index);
      const stretch = layers.map((one) => stretchUnder(one, view, scale, x, y)).find((hit) => hit !== null);

      if (building) {
        // What is painted on it, and what it stands beside, is where it stands: the ground behind it may be a kilometre on.
        const { properties, place } = building;
        const told = toldBy(layers, properties) ?? placeBeneath(layers, enu, view, place);
        const near = told && { slot: told.shown.slot, places: told.shown.layer.places.id, index: told.index };
        return { kind: 'building', properties, ...place, near, fields: fieldsAt(layers, enuOf(enu, place.lon, place.lat), differs) };
      }
      // A building before a road hides it, where buildings are looked for.
      if (stretch) return { ...placeIn(stretch.shown, stretch.stretch.site), stretch: stretchNamed(roads(), stretch.stretch) };
      if (!ground) return null;
      const beneath = placeBeneath(layers, enu, view, ground);
      if (beneath) return placeIn(beneath.shown, beneath.index);
      const fields = fieldsAt(layers, enuOf(enu, ground.lon, ground.lat), differs);
      const area = areaUnder(ground, scale);
      return area ? { ...area, fields } : { kind: 'ground', ...ground, fields };
    },
  };

  /** The building that this very pixel shows, and where on it: also above the horizon, where there is no ground behind it. */
  function buildingAt(x: number, y: number, ground: Place | null): { properties: Record<string, string | number>; place: Place } | null {
    const picked: unknown = scene.pick(new Cartesian2(x, y), 1, 1);
    if (!(picked instanceof Cesium3DTileFeature)) return null;
    const properties = propertiesOf(picked);
    const met = buildingOnRay(scene, x, y);
    // The ray may meet what is loaded and not shown, too.
    const isSame = met && (met.feature === picked || met.building.id === properties.id);
    const place = isSame ? met.at : (ground ?? met?.at);
    return place ? { properties, place: { lon: place.lon, lat: place.lat } } : null;
  }

  function areaUnder({ lon, lat }: Place, scale: number): Omit<Extract<Pick, { kind: 'area' }>, 'fields'> | null {
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
function fieldsAt(layers: Shown[], [x, y]: readonly [number, number, number], differs: boolean): OnField['fields'] {
  if (differs) {
    const [b, a] = layers;
    const found = a && b ? differenceUnder(a, b, x, y) : null;
    return found ? [{ slot: 'a', value: found.a, isDensity: a!.field!.paint.isDensity }, { slot: 'b', value: found.b, isDensity: b!.field!.paint.isDensity }] : [];
  }
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

/** The place whose painted area, or whose heat, is at a place on the ground. */
function placeBeneath(layers: Shown[], enu: EnuFrame, view: Projection, { lon, lat }: Place): Hit | null {
  const at = enuOf(enu, lon, lat);
  for (const shown of layers) {
    if (shown.raster) {
      const index = areaAt(shown.raster, at[0], at[1]);
      if (index >= 0 && index < shown.layer.places.lon.length) return { shown, index };
    } else if (shown.form === 'heat') {
      const index = nearestSite(shown, view, project(view, ...at));
      if (index >= 0) return { shown, index };
    }
  }
  return null;
}

function nearestSite({ positions, frame }: Shown, view: Projection, at: readonly [number, number, number] | null): number {
  let best = -1;
  let least = HEAT_REACH;
  if (!at) return best;
  const screen = screenOf(positions, view);
  for (let i = 0; i < positions.length / 3; i++) {
    const off = Math.hypot(screen[i * 3]! - at[0], screen[i * 3 + 1]! - at[1]);
    if (off < least && frame && (isMeasured(frame, i) || isWithheld(frame, i))) [least, best] = [off, i];
  }
  return best;
}
