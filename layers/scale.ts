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

/** Value → position as plain data, so that a worker can do it too. `knee` > 0: asinh, linear below the knee. */
export interface Mapping { low: number; high: number; knee: number }

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

const FAINTEST = 0.45;
/** Ramps, cut where they would vanish in the dark or come near a warning colour. */
const VALUES = [interpolateMako, 0.2, 0.88] as const;
const COUNTS = [interpolateBuGn, 0.96, 0.22] as const;
const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const;

/** Upper ends and colours of HJ 633-2012's air quality classes. */
const AQI: readonly [number, string][] = [[50, '#00e400'], [100, '#ffff00'], [150, '#ff7e00'], [200, '#ff0000'], [300, '#99004c'], [400, '#7e0023']];

/** Position of a value on a mapping, clamped to 0…1; NaN stays NaN. */
export function positionOn({ low, high, knee }: Mapping, value: number): number {
  const t = knee > 0
    ? (Math.asinh(value / knee) - Math.asinh(low / knee)) / (Math.asinh(high / knee) - Math.asinh(low / knee))
    : (value - low) / (high - low);
  return Math.min(1, Math.max(0, t));
}

/** Value at a position: the inverse of `positionOn`. */
export function valueAt({ low, high, knee }: Mapping, position: number): number {
  if (knee <= 0) return low + position * (high - low);
  const from = Math.asinh(low / knee);
  return knee * Math.sinh(from + position * (Math.asinh(high / knee) - from));
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
  return build(source, { low: 0, high: tidy(top), knee: 0 }, source.unit, () => null);
}

/** The scale of a density per km² made of an indicator's counts, whose fullest places reach `top`. */
export function densityScaleOf(source: ScaleSource, top: number): Scale {
  return build({ ...source, thresholds: { blue: null, yellow: null, orange: null, red: null } }, { low: 0, high: tidy(top), knee: 0 }, `${source.unit}/km²`, () => null);
}

/** RGBA of a value at an index of `lut`; the offset of its first byte. */
export function lutOffset(scale: Scale, value: number): number {
  return Math.min(255, Math.floor(positionOn(scale.mapping, value) * 256)) * 4;
}

function mappingOf({ direction, normal, thresholds, value_type }: ScaleSource): Mapping {
  const cutoffs = LEVELS.map((level) => thresholds[level]).filter((value) => value !== null);
  const first = cutoffs[0] ?? normal.max ?? 1;
  const last = cutoffs.at(-1) ?? first * 2;
  if (direction === 'low') {
    const best = Math.max(normal.min ?? first, first);
    const span = best - last;
    return { low: Math.min(last, Math.max(0, last - 0.25 * span)), high: best + 0.5 * span, knee: 0 };
  }
  const edge = normal.max ?? first;
  const low = normal.min ?? edge - 3 * (last - edge);
  if (value_type === 'level') return { low, high: last, knee: 0 };
  const knee = Math.max(edge, first);
  return { low, high: last, knee: low >= 0 && last > 25 * Math.max(knee, last / 1e4) ? Math.max(knee, last / 1e3) : 0 };
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
  const values = [mapping.low, ...cutoffs, mapping.high, ...(cutoffs.length ? [] : [0.25, 0.5, 0.75].map((t) => valueAt(mapping, t)))];
  scale.stops = [...new Set(values)].filter((value) => value >= mapping.low && value <= mapping.high).toSorted((a, b) => a - b)
    .map((value) => ({ value, position: positionOn(mapping, value), colour: hexAt(scale, value), level: levelAt(value) }));
  return scale;
}

function aqiScale(source: ScaleSource): Scale {
  const mapping: Mapping = { low: 0, high: 400, knee: 0 };
  const lut = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    const value = (i / 256) * 400;
    lut.set([...parse(AQI.find(([end]) => value < end)?.[1] ?? '#7e0023'), value < 50 ? 130 : 185], i * 4);
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
