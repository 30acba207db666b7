/** One colour for each area: a lookup texture of 256 columns, small enough to be replaced with every frame. */
import type { IndicatorFrame } from '../frame.ts';
import { freshness, stateOf } from '../age.ts';
import { lutOffset, type Scale } from '../scale.ts';

export const LOOKUP_WIDTH = 256;
/** Alpha says what a texel is: 0 empty, `HATCH` silent, `WITHHELD` hatched the other way, 128…255 a value, the more the fresher. */
export const HATCH = 64;
export const WITHHELD = 96;

/** RGBA of every area by index, in rows of 256. `even`: alpha tells of freshness alone, not of how much a value should stand out. */
export function areaColours(frame: IndicatorFrame, scale: Scale, periodSeconds: number, even = false): Uint8Array {
  const rows = Math.max(1, Math.ceil(frame.values.length / LOOKUP_WIDTH));
  const colours = new Uint8Array(rows * LOOKUP_WIDTH * 4);
  for (let i = 0; i < frame.values.length; i++) {
    const state = stateOf(frame, i, periodSeconds);
    if (state === 'fresh' || state === 'fading') {
      const at = lutOffset(scale, frame.values[i]!);
      colours.set([scale.lut[at]!, scale.lut[at + 1]!, scale.lut[at + 2]!, 128 + 127 * (even ? 1 : scale.lut[at + 3]! / 255) * freshness(frame.ages[i]!, periodSeconds)], i * 4);
    } else if (state !== 'never') colours[i * 4 + 3] = state === 'silent' ? HATCH : WITHHELD;
  }
  return colours;
}
