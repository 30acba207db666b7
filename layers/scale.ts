/**
 * From an indicator's value to its colour: the one scale that drawing and legend share. Its ends come from the catalogue (normal range and
 * thresholds) unless a person has set them, and never move with the data on screen: a colour means the same all day.
 */
import { rampAt, type Family, type Ground } from './ramps.ts';

/** From where to where the colours run: as the catalogue says, or fixed by a person, who may have taken them from the data on screen at an instant (epoch ms). */
export type Ends = { by: 'thresholds' } | { by: 'person'; low: number; high: number } | { by: 'data'; low: number; high: number; at?: number };
/** What a person may choose of a scale. `classed`: one colour a class, with its borders at the thresholds where the catalogue sets the ends. */
export interface Ramp { classed: boolean; ends: Ends; /** Heat only: lines of equal value over the colours. */ contours?: boolean }
export const FIRST_RAMP: Ramp = { classed: false, ends: { by: 'thresholds' } };

/** What a scale needs of an indicator; the catalogue's `Indicator` fits. */
export interface ScaleSource {
  code: string;
  unit: string;
  value_type: 'ratio' | 'gauge' | 'count' | 'duration' | 'level';
  direction: 'high' | 'low';
  normal: { min: number | null; max: number | null };
  thresholds: { blue: number | null; yellow: number | null; orange: number | null; red: number | null };
}

/**
 * Value → position as plain data, so that a worker can do it too: rising values and their positions 0…1, straight
 * between them. Thresholds stand at equal distances, so that what is normal keeps two fifths of the ramp to itself and
 * an indicator whose levels span five powers of ten is still legible.
 */
export interface Mapping { values: readonly number[]; positions: readonly number[] }

export interface ScaleStop {
  value: number;
  /** 0…1 along the ramp as the legend draws it: low values first, also where the ramp is reversed. */
  position: number;
  /** #rrggbb at this value. */
  colour: string;
  /** The threshold that lies here, if one does. */
  level: 'blue' | 'yellow' | 'orange' | 'red' | null;
}

export interface Scale {
  unit: string;
  mapping: Mapping;
  /** 256 × RGBA, low value first. Alpha says how much it should stand out on the twin: what matters most is least see-through. */
  lut: Uint8Array;
  stops: ScaleStop[];
  /** True where colours change in steps: classes, or bands of an official index. */
  stepped: boolean;
  /** True where the least value is the brightest: low is what matters. */
  reversed: boolean;
  /** Who set its ends. */
  ends: Ends['by'];
}

/** Opacity of what matters least: the ground stays readable beneath it. */
const FAINTEST = 0.8;
/** Clean air is hardly painted, foul air is. */
const AQI_ALPHA = [0.45, 0.6, 0.75, 0.9, 1, 1];
/** Classes where the catalogue's thresholds do not make them. */
const CLASSES = 5;
const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const;

/** Upper ends and colours of HJ 633-2012's air quality classes; whole numbers, so that a class ends half way to the next one's first. */
const AQI: readonly [number, string][] = [[50, '#00e400'], [100, '#ffff00'], [150, '#ff7e00'], [200, '#ff0000'], [300, '#99004c'], [400, '#7e0023']];

/** Position of a value on a mapping, clamped to 0…1; NaN stays NaN. */
export function positionOn({ values, positions }: Mapping, value: number): number {
  return along(values, positions, value);
}

/** Value at a position: the inverse of `positionOn`. */
export function valueAt({ values, positions }: Mapping, position: number): number {
  return along(positions, values, position);
}

function along(from: readonly number[], to: readonly number[], at: number): number {
  const last = from.length - 1;
  if (at <= from[0]!) return to[0]!;
  if (at >= from[last]!) return to[last]!;
  let i = 1;
  while (i < last && at > from[i]!) i++;
  return to[i - 1]! + ((at - from[i - 1]!) / (from[i]! - from[i - 1]!)) * (to[i]! - to[i - 1]!);
}

/** The scale of an indicator's own values. */
export function scaleOf(source: ScaleSource, ramp = FIRST_RAMP, ground: Ground = 'dark'): Scale {
  if (source.code === 'MW08' && ramp.ends.by === 'thresholds') return aqiScale(source);
  return build(source, mappingOf(source, ramp), source.unit, ramp, ground);
}

/** Whether the catalogue says nothing of where such values begin to matter: then the data has to set the scale's upper end. */
export function isUnbounded({ normal, thresholds }: ScaleSource): boolean {
  return normal.max === null && LEVELS.every((level) => thresholds[level] === null);
}

/** The scale from 0 of values whose high ones are about `top`; for what the catalogue does not bound. */
export function scaleUpTo(source: ScaleSource, top: number, ramp = FIRST_RAMP, ground: Ground = 'dark'): Scale {
  return build(source, straight(...endsOr(ramp, 0, tidy(top)), ramp), source.unit, ramp, ground);
}

/** The scale of a density per km² made of an indicator's counts, whose fullest places reach `top`. */
export function densityScaleOf(source: ScaleSource, top: number, ramp = FIRST_RAMP, ground: Ground = 'dark'): Scale {
  const unrated = { ...source, thresholds: { blue: null, yellow: null, orange: null, red: null } };
  return build(unrated, straight(...endsOr(ramp, 0, tidy(top)), ramp), `${source.unit}/km²`, ramp, ground);
}

/** RGBA of a value at an index of `lut`; the offset of its first byte. */
export function lutOffset(scale: Scale, value: number): number {
  return Math.min(255, Math.floor(positionOn(scale.mapping, value) * 256)) * 4;
}

/** Share of the ramp that lies on the normal side of the first threshold. */
const NORMAL_SHARE = 0.4;

const cutoffsOf = ({ thresholds }: ScaleSource): number[] => LEVELS.map((level) => thresholds[level]).filter((value) => value !== null);

function mappingOf(source: ScaleSource, ramp: Ramp): Mapping {
  const { direction, normal, unit } = source;
  if (ramp.ends.by !== 'thresholds') return straight(ramp.ends.low, ramp.ends.high, ramp);
  const cutoffs = cutoffsOf(source);
  if (cutoffs.length === 0) return straight(normal.min ?? 0, normal.max ?? 1, ramp);
  const [first, last] = [cutoffs[0] ?? normal.max ?? 1, cutoffs.at(-1) ?? 2 * (normal.max ?? 1)];
  const above = cutoffs.map((_, i) => NORMAL_SHARE + ((1 - NORMAL_SHARE) * i) / Math.max(1, cutoffs.length - 1));
  if (ramp.classed) return classesOf(source, cutoffs);
  if (direction === 'high') {
    const best = normal.min ?? first - 3 * (last - first);
    // Where even the least value is a level (0 = none is normal), that level begins the ramp.
    return best < first ? { values: [best, ...cutoffs], positions: [0, ...above] } : { values: cutoffs, positions: spread(cutoffs.length) };
  }
  const better = first + 0.5 * (first - last);
  const best = unit === '%' && first < 100 ? Math.min(100, better) : better;
  return { values: [...cutoffs.toReversed(), best], positions: [...above.map((position) => 1 - position).toReversed(), 1] };
}

/** A class between any two thresholds, one before the first and one beyond the last; as wide as each other. */
function classesOf(source: ScaleSource, cutoffs: readonly number[]): Mapping {
  const rising = cutoffs.toSorted((a, b) => a - b);
  const { values } = mappingOf(source, FIRST_RAMP);
  const isHigh = source.direction === 'high';
  const step = rising.length > 1 ? (isHigh ? rising.at(-1)! - rising.at(-2)! : rising[1]! - rising[0]!) : Math.abs(rising[0]!) || 1;
  const low = isHigh ? values[0]! : rising[0]! >= 0 ? Math.max(0, rising[0]! - step) : rising[0]! - step;
  const high = isHigh ? rising.at(-1)! + step : values.at(-1)!;
  const edges = [...new Set([low, ...rising, high])];
  return { values: edges, positions: spread(edges.length).map(onTexel) };
}

/** Straight between two ends; in classes of equal width where it is to be classed. Throws where the ends do not rise. */
function straight(low: number, high: number, { classed }: Ramp): Mapping {
  if (!(low < high)) throw new RangeError(`A scale cannot run from ${low} to ${high}.`);
  if (!classed) return { values: [low, high], positions: [0, 1] };
  const positions = spread(CLASSES + 1).map(onTexel);
  return { values: spread(CLASSES + 1).map((t) => exact(low + (high - low) * t, high - low)), positions };
}

const endsOr = ({ ends }: Ramp, low: number, high: number): [number, number] => (ends.by === 'thresholds' ? [low, high] : [ends.low, ends.high]);

/** Classes begin with a colour of `lut`, so that no pixel beside a border has a third one. */
const onTexel = (position: number): number => Math.round(position * 256) / 256;

/** Without what binary fractions leave behind. */
const exact = (value: number, span: number): number => Number(value.toFixed(Math.max(0, Math.min(12, 5 - Math.floor(Math.log10(span))))));

function spread(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i / (count - 1));
}

function build(source: ScaleSource, mapping: Mapping, unit: string, ramp: Ramp, ground: Ground): Scale {
  const reversed = source.direction === 'low';
  const family: Family = source.value_type === 'count' || source.value_type === 'duration' ? 'counts' : 'values';
  const classes = mapping.positions.length - 1;
  const lut = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    const t = ramp.classed ? mapping.positions.findLastIndex((position, at) => at < classes && position <= i / 256) / Math.max(1, classes - 1) : i / 255;
    const weight = reversed ? 1 - t : t;
    lut.set([...rampAt(family, ground, weight), 255 * (FAINTEST + (1 - FAINTEST) * weight)], i * 4);
  }
  const scale: Scale = { unit, mapping, lut, stops: [], stepped: ramp.classed, reversed, ends: ramp.ends.by };
  const cutoffs = cutoffsOf(source);
  const levelAt = (value: number): ScaleStop['level'] => LEVELS.find((level) => source.thresholds[level] === value) ?? null;
  const values = ramp.classed || (cutoffs.length > 0 && ramp.ends.by === 'thresholds') ? mapping.values : withCutoffs(mapping, cutoffs);
  scale.stops = values.map((value) => ({ value, position: positionOn(mapping, value), colour: hexAt(scale, value), level: levelAt(value) }));
  return scale;
}

/** Quarters of the way, and the thresholds that lie on it. */
function withCutoffs(mapping: Mapping, cutoffs: readonly number[]): number[] {
  const [low, high] = [mapping.values[0]!, mapping.values.at(-1)!];
  const inside = cutoffs.filter((value) => value >= low && value <= high);
  return [...new Set([...[0, 0.25, 0.5, 0.75, 1].map((t) => exact(valueAt(mapping, t), high - low)), ...inside])].toSorted((a, b) => a - b);
}

const AQI_ENDS = [0, ...AQI.map(([end]) => end)];

function aqiScale(source: ScaleSource): Scale {
  const mapping: Mapping = { values: AQI_ENDS.map((end) => (end === 0 || end === 400 ? end : end + 0.5)), positions: AQI_ENDS.map((end) => end / 400) };
  const lut = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    const at = AQI.findIndex(([end]) => i / 256 < end / 400);
    lut.set([...parse(AQI[at]![1]), 255 * AQI_ALPHA[at]!], i * 4);
  }
  const scale: Scale = { unit: source.unit, mapping, lut, stops: [], stepped: true, reversed: false, ends: 'thresholds' };
  scale.stops = AQI_ENDS.map((value) => ({
    // Of the class that begins there.
    value, position: value / 400, colour: hexAt(scale, value + 1),
    level: LEVELS.find((level) => source.thresholds[level] === value + 1) ?? null,
  }));
  return scale;
}

function hexAt(scale: Scale, value: number): string {
  const at = lutOffset(scale, value);
  return `#${[0, 1, 2].map((i) => scale.lut[at + i]!.toString(16).padStart(2, '0')).join('')}`;
}

const parse = (hex: string): [number, number, number] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];

/** The next 1, 2 or 5 × a power of ten. */
function tidy(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10);
}
