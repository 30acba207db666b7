/** An indicator on buildings: each takes the value of the area that it lies in, or of the sites in its cell. */
import { frameByCell, cellsOf, type Cells } from '#layers/buildings/byCell.ts';
import { areaColours } from '#layers/choropleth/colours.ts';
import { enuOf, type EnuFrame } from '#layers/enu.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import type { LayerLook } from '#layers/registry.ts';
import { readJson } from '../readJson.ts';
import type { Numbering } from './buildingPaint.ts';
import type { SlotLayer } from './types.ts';

/** The city's cells: where they are, and the number of each code. */
export interface CityCells extends Cells { numbers: ReadonlyMap<string, number> }

interface CellsFile { halfSizeM: number; codes: string[]; lon: number[]; lat: number[] }

/** Rejects with a sentence where the file cannot be read; a city without one has no cells. */
export async function readCells(url: string, file: string | null | undefined, enu: EnuFrame): Promise<CityCells> {
  if (!file) return { x: new Float64Array(0), y: new Float64Array(0), half: 1, numbers: new Map() };
  const { halfSizeM: half, codes, lon, lat } = (await readJson(`${url}/${file}`)) as CellsFile;
  const [x, y] = [new Float64Array(codes.length), new Float64Array(codes.length)];
  for (let i = 0; i < codes.length; i++) [x[i], y[i]] = enuOf(enu, lon[i]!, lat[i]!) as [number, number, number];
  return { x, y, half, numbers: new Map(codes.map((code, i) => [code, i])) };
}

export interface BuildingData {
  numbering: Numbering;
  colours(frame: IndicatorFrame, look: LayerLook): Uint8Array;
  /** The place that a building's colour comes from, −1 where it has none. */
  placeOf(properties: Record<string, unknown>): number;
}

/** Throws with a sentence where buildings cannot tell which place they belong to. */
export function createBuildingData({ places, indicator }: SlotLayer, positions: Float32Array, cells: CityCells | null): BuildingData {
  const period = indicator.update_period_s;
  const { unit } = places;
  if (unit === 'town' || unit === 'district') {
    const numbers = new Map(Array.from(places[unit], (code, i) => [code, i]));
    const numberOf: Numbering['numberOf'] = (get) => numbers.get(Number(get(unit))) ?? -1;
    return {
      numbering: { key: unit, numberOf },
      colours: (frame, look) => areaColours(frame, look.scale, period, true),
      placeOf: (properties) => numberOf((property) => properties[property]),
    };
  }
  if (!cells || cells.numbers.size === 0) throw new Error('This city has no cells: its buildings cannot tell which place they belong to.');
  const count = cells.numbers.size;
  const sites = positions.length / 3;
  const column = (k: 0 | 1): Float64Array => Float64Array.from({ length: sites }, (_, i) => positions[3 * i + k]!);
  const cellOf = cellsOf(cells, column(0), column(1));
  const numberOf: Numbering['numberOf'] = (get) => cells.numbers.get(String(get('grid'))) ?? -1;
  let site = new Int32Array(count).fill(-1);
  return {
    numbering: { key: 'cell', numberOf },
    colours(frame, look) {
      const byCell = frameByCell(frame, cellOf, count, indicator.aggregation);
      site = byCell.site as Int32Array<ArrayBuffer>;
      return areaColours(byCell.frame, look.scale, period, true);
    },
    placeOf: (properties) => site[numberOf((property) => properties[property])] ?? -1,
  };
}
