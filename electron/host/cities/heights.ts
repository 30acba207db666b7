/** How high a footprint is, by what its file says of it. */
import { isRecord } from './read/layer.ts';

export interface HeightRule {
  /** Field of metres; null where the file has none. */
  height: string | null;
  /** Field of storeys above ground. */
  floors: string | null;
  /** Field of metres above ground where the body begins. */
  base: string | null;
  /** Metres a storey where only storeys are known. */
  storey: number;
  /** Metres where nothing is known; null leaves such features out. */
  otherwise: number | null;
}

/** Metres and storeys of one feature. */
export interface Heights { base: number; height: number; floors: number }

/** The tallest building has 828 m. */
const TALLEST = 1000;
const MOST_FLOORS = 250;

const HEIGHT_FIELDS = ['height', 'building:height', 'building_height', 'buildingheight', 'bldg_height', 'render_height', 'hoogte', 'h', '高度', '建筑高度', '楼高', '房屋高度', '建筑物高度', '檐高'];
const FLOOR_FIELDS = ['floors', 'floor', 'building:levels', 'building_levels', 'levels', 'num_floors', 'numfloors', 'storeys', 'stories', 'number_of_floors', '层数', '楼层', '楼层数', '地上层数', '建筑层数', '总层数'];
const BASE_FIELDS = ['min_height', 'building:min_height', 'base_height', 'minheight', '底高'];
const NAME_FIELDS = ['name', 'name:zh', 'name_zh', 'mc', '名称', '建筑名称', '楼名', '名字'];
const USE_FIELDS = ['use', 'usage', 'function', 'building', 'bldg_use', '用途', '建筑用途', '使用性质', '性质'];

export interface Recognised { height: string | null; floors: string | null; base: string | null; name: string | null; use: string | null }

/** Which of the fields that a file's features have mean what, whatever their case. */
export function recognised(fields: Iterable<string>): Recognised {
  const known = new Map<string, string>();
  for (const field of fields) known.set(field.trim().toLowerCase(), field);
  const first = (names: string[]): string | null => names.map((name) => known.get(name)).find((field) => field !== undefined) ?? null;
  return { height: first(HEIGHT_FIELDS), floors: first(FLOOR_FIELDS), base: first(BASE_FIELDS), name: first(NAME_FIELDS), use: first(USE_FIELDS) };
}

/** A number, also where it is written as a text with its unit ("24 m", "24米", "80 ft", "6层"); NaN where it is none. */
export function numberIn(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return NaN;
  const match = /^\s*([+-]?\d{1,12}(?:\.\d{0,12})?)\s*(m|米|公尺|ft|feet|'|f|层|層)?\s*$/i.exec(value);
  if (!match) return NaN;
  return Number(match[1]) * (/^(ft|feet|')$/i.test(match[2] ?? '') ? 0.3048 : 1);
}

/** Why there is none, where there is none. */
export function heightsOf(properties: Record<string, unknown>, rule: HeightRule): Heights | string {
  const given = rule.height === null ? undefined : properties[rule.height];
  const counted = rule.floors === null ? undefined : properties[rule.floors];
  const floors = isGiven(counted) ? numberIn(counted) : NaN;
  const hasFloors = floors > 0 && floors <= MOST_FLOORS;
  let height: number;
  if (isGiven(given)) {
    height = numberIn(given);
    if (!Number.isFinite(height)) return `${rule.height} is no finite number`;
    if (height <= 0) return `${rule.height} is not above 0`;
    if (height > TALLEST) return `${rule.height} is above ${TALLEST} m`;
  } else if (hasFloors) height = floors * rule.storey;
  else if (isGiven(counted)) return `${rule.floors} is not 1–${MOST_FLOORS}`;
  else if (rule.otherwise !== null) height = rule.otherwise;
  else return rule.height === null && rule.floors === null ? 'no field says how high it is: name it by --height FIELD or --floors FIELD, or state --otherwise METRES' : `it has no ${[rule.height, rule.floors].filter((field) => field !== null).join(' and no ')}`;
  const from = rule.base === null ? NaN : numberIn(properties[rule.base]);
  return { base: from > 0 && from < height ? from : 0, height, floors: hasFloors ? Math.round(floors) : 0 };
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && !isRecord(value);
