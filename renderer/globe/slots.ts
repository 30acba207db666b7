/**
 * What each slot shows: takes a layer and its frames, keeps what the drape paints and what the overlay draws, and says
 * when a frame's values can be on screen.
 */
import { levelOf, LEVELS } from '#contract/catalogue.ts';
import { enuPositions, type EnuFrame } from '#layers/enu.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { areaColours, LOOKUP_WIDTH } from '#layers/choropleth/colours.ts';
import { rasterOfOutlines, rasterOfSquares, type AreaRaster, type Limits } from '#layers/choropleth/raster.ts';
import { columnMesh, type ColumnMesh } from '#layers/columns/mesh.ts';
import { columnStyle, type ColumnStyle } from '#layers/columns/style.ts';
import { contourLevels } from '#layers/heat/contours.ts';
import { fieldGrid, type Field } from '#layers/heat/kernel.ts';
import { fieldPaint, heldValue, type FieldPaint } from '#layers/heat/paint.ts';
import { pointStyle, type LevelOf, type PointStyle } from '#layers/points/style.ts';
import type { Ground } from '#layers/ramps.ts';
import { layerLookOf, type LayerLook } from '#layers/registry.ts';
import { ringsInMetres, type Area } from './cityFolder.ts';
import type { BuildingData } from './buildingData.ts';
import { createDifferences, sizesOf } from './differences.ts';
import type { RoadData } from './roadData.ts';
import type { Drape } from './drape.ts';
import type { HeatField, HeatFields } from './heatFields.ts';
import type { DifferenceEnds, Form, Slot, SlotLayer } from './types.ts';

export interface Shown {
  slot: Slot;
  layer: SlotLayer;
  /** The form really drawn: heat on areas is drawn as areas. */
  form: Form;
  look: LayerLook;
  /** ENU metres, x, y, z for each place. */
  positions: Float32Array;
  frame: IndicatorFrame | null;
  raster: AreaRaster | null;
  points: PointStyle | null;
  columns: { mesh: ColumnMesh; style: ColumnStyle } | null;
  /** What heat paints, where it is there. */
  field: { field: Field; paint: FieldPaint } | null;
  roads: RoadData | null;
  /** RGBA of the numbers that buildings have. */
  buildings: { data: BuildingData; colours: Uint8Array } | null;
}

export interface Slots {
  set(slot: Slot, layer: SlotLayer | null): void;
  /** Prepares a frame; `ready` is told when the next picture will show it, `dropped` when none will. Throws with a sentence where it cannot. */
  put(slot: Slot, frame: IndicatorFrame, sequence: number): void;
  shown(slot: Slot): Shown | null;
  /** The city is a dark or a light one from now on: everything shown takes the ramps for it. */
  setGround(ground: Ground): void;
  /** Whether b − a is drawn instead of both. */
  differ(on: boolean): void;
  /** True while a frame is being prepared elsewhere. */
  busy(): boolean;
  destroy(): void;
}

export interface SlotsOptions {
  frame: EnuFrame;
  /** Of the city: outlines beyond them are cut off. */
  limits: Limits;
  drape: Drape;
  heat: HeatFields;
  ground: Ground;
  areas(unit: 'district' | 'town' | 'city'): readonly Area[];
  /** How buildings take the values of a layer. Throws with a sentence where they cannot. */
  buildingData(layer: SlotLayer, positions: Float32Array): BuildingData;
  /** Stretches of road for sites at these ENU metres. Throws with a sentence where there are none. */
  roadData(slot: Slot, positions: Float32Array): RoadData;
  ready(slot: Slot, sequence: number): void;
  dropped(slot: Slot, sequence: number): void;
  /** Numbers of lines of equal value stand there (`contourPlaces`); none where there are no lines any more. */
  numbered(slot: Slot, levels: readonly number[], places: Float32Array): void;
  differenceScaled(ends: DifferenceEnds | null): void;
}

/** A threshold that there is not. */
const BEYOND = 1e9;

export function createSlots({ frame: enu, limits, drape, heat, ground: first, areas, buildingData, roadData, ready, dropped, numbered, differenceScaled }: SlotsOptions): Slots {
  let ground = first;
  const held: Record<Slot, (Shown & { heatField: HeatField | null; computing: Set<number> }) | null> = { a: null, b: null };
  const rasters = new Map<string, AreaRaster>();
  const differences = createDifferences(differenceScaled);
  let differs = false;

  const empty = (slot: Slot): void => {
    const was = held[slot];
    held[slot] = null;
    was?.heatField?.close();
    was?.roads?.destroy();
    drape.clear(slot);
    if (was?.layer.ramp?.contours) numbered(slot, [], new Float32Array());
    differences.forget();
    for (const sequence of was?.computing ?? []) dropped(slot, sequence);
  };

  const rasterFor = ({ places }: SlotLayer, positions: Float32Array): AreaRaster => {
    if (places.unit === 'sites') {
      const [x, y] = columnsOf(positions);
      if (!places.halfSizeM.some((half) => half > 0)) throw new Error('These places are points: they have no area to fill.');
      return rasterOfSquares(x, y, places.halfSizeM);
    }
    const outlines = areas(places.unit);
    if (outlines.length < places.lon.length) throw new Error(`This city has no outlines of its ${places.unit}s.`);
    const raster = rasters.get(places.unit) ?? rasterOfOutlines(outlines.map((area) => ringsInMetres(enu, area)), undefined, limits);
    rasters.set(places.unit, raster);
    return raster;
  };

  return {
    shown: (slot) => held[slot],
    busy: () => [held.a, held.b].some((one) => (one?.computing.size ?? 0) > 0),
    set(slot, layer) {
      empty(slot);
      if (layer === null) return;
      const { places, indicator } = layer;
      const form = layer.form === 'heat' && places.unit !== 'sites' ? 'choropleth' : layer.form;
      const look = layerLookOf(indicator, form, places, undefined, { ramp: layer.ramp, ground });
      const positions = enuPositions(enu, places.lon, places.lat, 3);
      held[slot] = { slot, layer, form, look, positions, frame: null, raster: null, points: null, columns: null, field: null, roads: null, buildings: null, heatField: null, computing: new Set() };
    },
    put(slot, frame, sequence) {
      const shown = held[slot];
      if (!shown) return;
      shown.frame = frame;
      const { layer, positions } = shown;
      // A first frame may set the scale of what the catalogue does not bound.
      shown.look = layerLookOf(layer.indicator, shown.form, layer.places, frame.values, { ramp: layer.ramp, ground });
      if (shown.form === 'heat') {
        shown.heatField ??= openHeat(shown);
        shown.computing.add(sequence);
        shown.heatField.compute(frame, layer.indicator.update_period_s, sequence);
        return;
      }
      if (shown.form === 'choropleth') shown.raster ??= rasterFor(layer, positions);
      else if (shown.form === 'buildings') shown.buildings ??= { data: buildingData(layer, positions), colours: new Uint8Array(LOOKUP_WIDTH * 4) };
      else if (shown.form === 'roads') shown.roads ??= roadData(slot, positions);
      stylePlaces(shown, frame);
      paintDifference();
      ready(slot, sequence);
    },
    setGround(next) {
      if (next === ground) return;
      ground = next;
      for (const shown of [held.a, held.b]) {
        if (!shown) continue;
        const { layer, form, frame } = shown;
        shown.look = layerLookOf(layer.indicator, form, layer.places, frame?.values, { ramp: layer.ramp, ground });
        if (form === 'heat') drape.update(shown.slot, 'look', shown.look.scale.lut);
        else if (frame) stylePlaces(shown, frame);
      }
      paintDifference();
    },
    differ(on) {
      if (on === differs) return;
      differs = on;
      differences.forget();
      if (on) paintDifference();
      else if (held.a?.frame && held.a.form !== 'heat') stylePlaces(held.a, held.a.frame);
    },
    destroy() {
      empty('a');
      empty('b');
    },
  };

  /** Everything but heat, whose values come later. */
  function stylePlaces(shown: Shown, frame: IndicatorFrame): void {
    const { slot, layer: { indicator }, look: { scale }, positions, raster, roads } = shown;
    const period = indicator.update_period_s;
    if (shown.form === 'points') shown.points = pointStyle(frame, scale, period, levels(indicator.thresholds));
    else if (shown.form === 'columns') shown.columns = { mesh: shown.columns?.mesh ?? columnMesh(positions), style: columnStyle(frame, scale, period) };
    else if (shown.buildings) shown.buildings = { data: shown.buildings.data, colours: shown.buildings.data.colours(frame, shown.look) };
    else if (roads) roads.update(areaColours(frame, scale, period, true));
    else if (raster) putAreas(slot, raster, areaColours(frame, scale, period));
  }

  /** In a's place: what lies in b is not drawn then. */
  function paintDifference(): void {
    const { a, b } = held;
    const found = differs && a && b ? differences.of(a, b, ground) : null;
    if (!found || !a || !b) return;
    const { scale, high, frame } = found;
    if (!frame) return drape.setDifference(scale.lut, high);
    const period = Math.max(a.layer.indicator.update_period_s, b.layer.indicator.update_period_s);
    if (a.roads) a.roads.update(areaColours(frame, scale, period, true));
    else if (a.points) a.points = pointStyle(frame, scale, period, () => 0);
    else if (a.columns) {
      const sizes = sizesOf(frame, high);
      a.columns = { mesh: a.columns.mesh, style: { ...columnStyle(sizes.frame, sizes.scale, period), colours: columnStyle(frame, scale, period).colours } };
    } else if (a.raster) putAreas('a', a.raster, areaColours(frame, scale, period));
  }

  function putAreas(slot: Slot, raster: AreaRaster, colours: Uint8Array): void {
    if (drape.has(slot)) return drape.update(slot, 'look', colours);
    drape.set(slot, {
      kind: 'areas',
      box: { west: raster.west, south: raster.south, width: raster.width * raster.cell, height: raster.height * raster.cell },
      field: { width: raster.width, height: raster.height, format: 'rg', filter: 'nearest', bytes: raster.index },
      look: { width: LOOKUP_WIDTH, height: colours.length / (LOOKUP_WIDTH * 4), format: 'rgba', filter: 'nearest', bytes: colours },
    });
  }

  function openHeat(shown: Shown & { computing: Set<number> }): HeatField {
    const { slot, look, positions } = shown;
    const [x, y] = columnsOf(positions);
    const grid = fieldGrid(x, y, look.sigma);
    const paint = fieldPaint(look.scale.mapping, look.kind === 'density', look.sigma);
    const contours = shown.layer.ramp?.contours ? contourLevels(look.scale.mapping) : null;
    const heldOf = (value: number | null): number => (value === null || look.kind === 'density' ? BEYOND : heldValue(value, paint, look.sigma));
    return heat.open({ x, y, grid, sigma: look.sigma }, paint, {
      field(nodes, sequence, numbers) {
        if (contours) numbered(slot, contours.levels, numbers);
        shown.computing.delete(sequence);
        shown.field = { field: { grid, nodes }, paint };
        if (drape.has(slot)) drape.update(slot, 'field', nodes);
        else {
          drape.set(slot, {
            kind: 'field', grid, paint, sigma: look.sigma,
            contours: contours && {
              first: heldValue(contours.levels[0]!, paint, look.sigma), step: heldValue(contours.levels[0]! + contours.step, paint, look.sigma) - heldValue(contours.levels[0]!, paint, look.sigma),
              thresholds: LEVELS.map((level) => heldOf(shown.layer.indicator.thresholds[level])) as unknown as [number, number, number, number],
            },
            field: { width: grid.width, height: grid.height, format: 'rgba', filter: 'nearest', bytes: nodes },
            look: { width: 256, height: 1, format: 'rgba', filter: 'nearest', bytes: shown.look.scale.lut },
          });
        }
        paintDifference();
        ready(slot, sequence);
      },
      dropped(sequence) {
        shown.computing.delete(sequence);
        dropped(slot, sequence);
      },
    }, contours?.levels);
  }
}

/** An indicator's level as a number, 0 = none. */
function levels(thresholds: SlotLayer['indicator']['thresholds']): LevelOf {
  return (value) => {
    const level = levelOf(value, thresholds);
    return (level === null ? 0 : LEVELS.indexOf(level) + 1) as ReturnType<LevelOf>;
  };
}

function columnsOf(positions: Float32Array): [Float32Array, Float32Array] {
  const count = positions.length / 3;
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    x[i] = positions[i * 3]!;
    y[i] = positions[i * 3 + 1]!;
  }
  return [x, y];
}
