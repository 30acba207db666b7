/** Rows of the report: a figure, what stands beside it, its aim. */
import type { Figure } from '../report.ts';

type Bound = ['≤' | '≥', number];
const keeps = (value: number, [sign, bound]: Bound): boolean => (sign === '≤' ? value <= bound : value >= bound);

/** A figure that is judged by its ratio to another. `shown`: how the ratio is written; `inverse`: the other over this one. */
export function against(name: string, value: number, unit: string, beside: string, besideValue: number, bound: Bound, { inverse = false, aim = '' } = {}): Figure {
  const ratio = inverse ? besideValue / value : value / besideValue;
  return { name, value, unit, beside, besideValue, ratio, aim: aim || `${bound[0]} ${bound[1]} ×`, met: keeps(ratio, bound) };
}

/** A figure that is judged by itself. */
export function alone(name: string, value: number, unit: string, bound: Bound): Figure {
  return { name, value, unit, beside: null, besideValue: null, ratio: null, aim: `${bound[0]} ${bound[1]} ${unit}`, met: keeps(value, bound) };
}

/** What is told, and not judged. */
export function told(name: string, value: number, unit: string, beside: string | null = null, besideValue: number | null = null): Figure {
  return { name, value, unit, beside, besideValue, ratio: besideValue === null ? null : value / besideValue, aim: null, met: null };
}

/** What cannot be measured yet: its aim is not met. */
export function missing(name: string, unit: string, aim: string, why: string): Figure {
  return { name: `${name}: not measured, ${why}`, value: null, unit, beside: null, besideValue: null, ratio: null, aim, met: false };
}
