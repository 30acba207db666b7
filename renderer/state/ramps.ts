/** What a person has set of the colours of an indicator in a form. */
import { FIRST_RAMP, type Ends, type Ramp } from '#layers/scale.ts';
import type { FormChoice } from './forms.ts';

/** By `rampKey`. */
export type Ramps = Readonly<Record<string, Ramp>>;

/** Sums over districts have other ends than those over towns. */
export const rampKey = ({ places, form }: FormChoice): string => `${places} ${form}`;

export const rampOf = (ramps: Ramps, choice: FormChoice): Ramp => ramps[rampKey(choice)] ?? FIRST_RAMP;

/** What was kept; whatever is not understood is left out. */
export function parseRamps(text: string | null): Ramps {
  let kept: unknown = null;
  try {
    kept = JSON.parse(text ?? 'null');
  } catch {
    return {};
  }
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, Ramp] => isRamp(entry[1])));
}

function isRamp(one: unknown): one is Ramp {
  const { classed, ends } = (one ?? {}) as Partial<Ramp>;
  if (typeof classed !== 'boolean' || typeof ends !== 'object' || ends === null) return false;
  return ends.by === 'thresholds' || ((ends.by === 'data' || ends.by === 'person') && Number.isFinite(ends.low) && Number.isFinite(ends.high) && ends.low < ends.high);
}

/** Shares of what is seen that lie below the lower and the upper end: a broken device sets neither. */
export const LOW_SHARE = 0.02;
export const HIGH_SHARE = 0.98;

/** Ends that hold nearly all of these values, in numbers of three digits; null where all are alike or none is there. */
export function endsOfData(values: ArrayLike<number>, at: number): Ends | null {
  const known = Float64Array.from(Array.from(values).filter(Number.isFinite)).toSorted();
  if (known.length === 0) return null;
  const [least, most] = [known[Math.floor((known.length - 1) * LOW_SHARE)]!, known[Math.ceil((known.length - 1) * HIGH_SHARE)]!];
  if (!(least < most)) return null;
  const step = 10 ** (Math.floor(Math.log10(most - least)) - 2);
  const [low, high] = [Math.floor(least / step) * step, Math.ceil(most / step) * step].map((end) => Number(end.toPrecision(8))) as [number, number];
  return { by: 'data', low, high, at };
}

/** As a person types it: a comma or an ideographic stop in it is a decimal point. NaN where it is no number. */
export function typedNumber(text: string): number {
  const plain = text.trim().replace(/[−－]/g, '-').replace(/[，。,]/g, '.');
  return /^-?\d*\.?\d+(e-?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}
