/**
 * A field as an image for the drape: R = position on the scale, G = how well it is supported, B = how much of the
 * nearby network is silent, A = freshness.
 */
import { positionOn, type Mapping } from '../scale.ts';
import { kernelArea, type HeatField } from './kernel.ts';

/** Where Σw falls below the first nobody measures; above the second it counts in full. One site alone reaches 1. */
const SUPPORT = { none: 0.1, full: 0.45 } as const;
/** A density is visible from this share of its scale on; below it the ground shows. */
const FAINT = 0.02;

/** RGBA of the field's mean (gauges, ratios) or of its density per km² (counts). */
export function paintField(field: HeatField, mapping: Mapping, kind: 'mean' | 'density', sigma: number, out?: Uint8Array): Uint8Array {
  const cells = field.weight.length;
  const image = out ?? new Uint8Array(cells * 4);
  const area = kernelArea(sigma);
  for (let i = 0; i < cells; i++) {
    const weight = field.weight[i]!;
    const at = i * 4;
    const value = kind === 'mean' ? field.weighted[i]! / weight : field.weighted[i]! / area;
    const position = weight > 1e-6 ? positionOn(mapping, value) : 0;
    const support = kind === 'mean'
      ? ramp(weight, SUPPORT.none, SUPPORT.full)
      : ramp(position, FAINT, 0.25) * ramp(weight, SUPPORT.none, SUPPORT.full);
    const total = weight + field.silent[i]!;
    image[at] = position * 255;
    image[at + 1] = support * 255;
    image[at + 2] = total > 0 ? ramp(total, SUPPORT.none, SUPPORT.full) * (field.silent[i]! / total) * 255 : 0;
    image[at + 3] = weight > 1e-6 ? (field.fresh[i]! / weight) * 255 : 255;
  }
  return image;
}

function ramp(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
