/** The scale of a difference: signed, its middle 0, its ends equally far from it. */
import { rampAt, type Ground } from '../ramps.ts';
import { positionOn, type Scale } from '../scale.ts';

/** How much of the ground shows through where nothing has changed. */
const FAINTEST = 0.35;
const STOPS = [-1, -0.5, 0, 0.5, 1] as const;

/** `high`: the end, in the unit; positive. */
export function differenceScale(high: number, unit: string, ground: Ground): Scale {
  const lut = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) lut.set([...rampAt('differences', ground, i / 255), Math.round(255 * (FAINTEST + ((1 - FAINTEST) * Math.abs(2 * i - 255)) / 255))], i * 4);
  const mapping = { values: [-high, 0, high], positions: [0, 0.5, 1] };
  const scale: Scale = { unit, mapping, lut, stops: [], stepped: false, reversed: false, ends: 'data' };
  scale.stops = STOPS.map((share) => {
    const position = positionOn(mapping, share * high);
    const at = Math.min(255, Math.floor(position * 256)) * 4;
    return { value: share * high, position, level: null, colour: `#${[0, 1, 2].map((k) => lut[at + k]!.toString(16).padStart(2, '0')).join('')}` };
  });
  return scale;
}

/** Share of the differences that the ends hold. */
const HELD = 0.95;

/** An end that holds nearly all of `differences` (NaN where there is none): the next 1, 2 or 5 × a power of ten; `least` where they are less. */
export function highFor(differences: Float32Array | Float64Array, least: number): number {
  const sizes = Float64Array.from(differences.filter((one) => Number.isFinite(one)), Math.abs).toSorted();
  const most = sizes[Math.floor((sizes.length - 1) * HELD)] ?? 0;
  const wanted = Math.max(most, least);
  if (!(wanted > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted) + 1e-9);
  return power * ([1, 2, 5, 10].find((step) => step * power >= wanted * (1 - 1e-9)) ?? 10);
}
