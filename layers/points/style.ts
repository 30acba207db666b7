/** How each site looks as a symbol: fill by value; where few enough to be told apart, shape and size by level. */
import type { IndicatorFrame } from '../frame.ts';
import { freshness, SILENT_GREY, stateOf } from '../age.ts';
import { lutOffset, type Scale } from '../scale.ts';

export interface PointStyle {
  /** RGBA a site; alpha 0 = not drawn. */
  colours: Uint8Array;
  /** Two numbers a site: size as a factor, shape (0 disc, 1 ringed disc, 2 triangle, 3 diamond, 4 square, 5 hatched disc, 6 empty ring). */
  marks: Float32Array;
}

/** 0 = no level reached, 1…4 = blue…red: what a site's shape says. */
export type LevelOf = (value: number) => 0 | 1 | 2 | 3 | 4;

const SHAPES_UP_TO = 1500;
const HATCHED = 5;
const EMPTY_RING = 6;

export function pointStyle(frame: IndicatorFrame, scale: Scale, periodSeconds: number, levelOf: LevelOf): PointStyle {
  const count = frame.values.length;
  const colours = new Uint8Array(count * 4);
  const marks = new Float32Array(count * 2);
  for (let i = 0; i < count; i++) {
    marks[i * 2] = 1;
    const state = stateOf(frame, i, periodSeconds);
    if (state === 'fresh' || state === 'fading') {
      const at = lutOffset(scale, frame.values[i]!);
      colours.set([scale.lut[at]!, scale.lut[at + 1]!, scale.lut[at + 2]!, 235 * freshness(frame.ages[i]!, periodSeconds)], i * 4);
      const level = levelOf(frame.values[i]!);
      if (level > 0) marks.set([1.3 + 0.12 * level, count <= SHAPES_UP_TO ? level : 0], i * 2);
    } else if (state !== 'never') {
      colours.set([...SILENT_GREY, count <= SHAPES_UP_TO ? 235 : 110], i * 4);
      marks.set([0.95, HATCHED], i * 2);
    } else if (count <= SHAPES_UP_TO) {
      // Never heard of is empty: a rim that holds nothing.
      colours.set([...SILENT_GREY, 150], i * 4);
      marks.set([0.75, EMPTY_RING], i * 2);
    }
  }
  return { colours, marks };
}
