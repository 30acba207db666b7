/**
 * From an indicator's value to its colour: the one scale that drawing and legend share. The domain comes from the
 * catalogue (normal range and thresholds), never from the data on screen, so that a colour means the same all day.
 */
import { interpolateBuGn } from 'd3-scale-chromatic';
import { interpolateMako } from './mako.ts';

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
  /** True where colours change in steps (bands of an official index). */
  stepped: boolean;
  /** True where the least value is the brightest: low is what matters. */
  reversed: boolean;
}

const FAINTEST = 0.5;
/** Clean air is hardly painted, foul air is. */
const AQI_ALPHA = [90, 125, 170, 200];
/** Ramps, cut where they would vanish in the dark or come near a warning colour. */
const VALUES = [interpolateMako, 0.2, 0.88] as const;
const COUNTS = [interpolateBuGn, 0.96, 0.22] as const;
const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const;

/** Upper ends and colours of HJ 633-2012's air quality classes. */
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
export function scaleOf(source: ScaleSource): Scale {
  if (source.code === 'MW08') return aqiScale(source);
  return build(source, mappingOf(source), source.unit, (value) => LEVELS.find((level) => source.thresholds[level] === value) ?? null);
}

/** Whether the catalogue says nothing of where such values begin to matter: then the data has to set the scale's upper end. */
export function isUnbounded({ normal, thresholds }: ScaleSource): boolean {
  return normal.max === null && LEVELS.every((level) => thresholds[level] === null);
}

/** The scale from 0 of values whose high ones are about `top`; for what the catalogue does not bound. */
export function scaleUpTo(source: ScaleSource, top: number): Scale {
  return build(source, { values: [0, tidy(top)], positions: [0, 1] }, source.unit, () => null);
}

/** The scale of a density per km² made of an indicator's counts, whose fullest places reach `top`. */
export function densityScaleOf(source: ScaleSource, top: number): Scale {
  return build({ ...source, thresholds: { blue: null, yellow: null, orange: null, red: null } }, { values: [0, tidy(top)], positions: [0, 1] }, `${source.unit}/km²`, () => null);
}

/** RGBA of a value at an index of `lut`; the offset of its first byte. */
export function lutOffset(scale: Scale, value: number): number {
  return Math.min(255, Math.floor(positionOn(scale.mapping, value) * 256)) * 4;
}

/** Share of the ramp that lies on the normal side of the first threshold. */
const NORMAL_SHARE = 0.4;

function mappingOf({ direction, normal, thresholds, unit }: ScaleSource): Mapping {
  const cutoffs = LEVELS.map((level) => thresholds[level]).filter((value) => value !== null);
  const [first, last] = [cutoffs[0] ?? normal.max ?? 1, cutoffs.at(-1) ?? 2 * (normal.max ?? 1)];
  const above = cutoffs.map((_, i) => NORMAL_SHARE + ((1 - NORMAL_SHARE) * i) / Math.max(1, cutoffs.length - 1));
  if (direction === 'high') {
    const best = normal.min ?? first - 3 * (last - first);
    // Where even the least value is a level (0 = none is normal), that level begins the ramp.
    return best < first ? { values: [best, ...cutoffs], positions: [0, ...above] } : { values: cutoffs, positions: spread(cutoffs.length) };
  }
  const better = first + 0.5 * (first - last);
  const best = unit === '%' && first < 100 ? Math.min(100, better) : better;
  return { values: [...cutoffs.toReversed(), best], positions: [...above.map((position) => 1 - position).toReversed(), 1] };
}

function spread(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i / (count - 1));
}

function build(source: ScaleSource, mapping: Mapping, unit: string, levelAt: (value: number) => ScaleStop['level']): Scale {
  const reversed = source.direction === 'low';
  const [interpolate, from, to] = source.value_type === 'count' || source.value_type === 'duration' ? COUNTS : VALUES;
  const lut = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    const t = i / 255;
    const weight = reversed ? 1 - t : t;
    lut.set([...parse(interpolate(from + (to - from) * weight)), 255 * (FAINTEST + (1 - FAINTEST) * weight)], i * 4);
  }
  const scale: Scale = { unit, mapping, lut, stops: [], stepped: false, reversed };
  const cutoffs = LEVELS.map((level) => source.thresholds[level]).filter((value) => value !== null);
  const values = cutoffs.length > 0 ? mapping.values : [0, 0.25, 0.5, 0.75, 1].map((t) => valueAt(mapping, t));
  scale.stops = values.map((value) => ({ value, position: positionOn(mapping, value), colour: hexAt(scale, value), level: levelAt(value) }));
  return scale;
}

function aqiScale(source: ScaleSource): Scale {
  const mapping: Mapping = { values: [0, 400], positions: [0, 1] };
  const lut = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    const value = (i / 256) * 400;
    lut.set([...parse(AQI.find(([end]) => value < end)?.[1] ?? '#7e0023'), AQI_ALPHA[Math.min(3, Math.floor(value / 50))]!], i * 4);
  }
  const scale: Scale = { unit: source.unit, mapping, lut, stops: [], stepped: true, reversed: false };
  scale.stops = [0, 50, 100, 150, 200, 300, 400].map((value) => ({
    value, position: value / 400, colour: hexAt(scale, value),
    level: LEVELS.find((level) => source.thresholds[level] === value + 1) ?? null,
  }));
  return scale;
}

function hexAt(scale: Scale, value: number): string {
  const at = lutOffset(scale, value);
  return `#${[0, 1, 2].map((i) => scale.lut[at + i]!.toString(16).padStart(2, '0')).join('')}`;
}

/** Channels of #rrggbb or rgb(r, g, b). */
function parse(colour: string): [number, number, number] {
  const numbers = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : colour.match(/\d+/g)!.map(Number);
  return [numbers[0]!, numbers[1]!, numbers[2]!];
}

/** The next 1, 2 or 5 × a power of ten. */
function tidy(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10);
}
