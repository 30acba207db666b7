/** Height and colour of each column; both say the same value, so that it reads in grey too. */
import type { IndicatorFrame } from '../frame.ts';
import { freshness, SILENT_GREY } from '../age.ts';
import { isMeasured, isWithheld } from '../places.ts';
import { lutOffset, positionOn, type Scale } from '../scale.ts';
import { VERTICES } from './mesh.ts';

export interface ColumnStyle {
  /** 0…1 of the tallest column for each site; 0 = not drawn. */
  heights: Float32Array;
  /** The same for each vertex of the mesh. */
  vertexHeights: Float32Array;
  /** RGBA for each vertex of the mesh. */
  colours: Uint8Array;
}

const FOOT = 0.03;

export function columnStyle(frame: IndicatorFrame, scale: Scale, periodSeconds: number): ColumnStyle {
  const count = frame.values.length;
  const heights = new Float32Array(count);
  const vertexHeights = new Float32Array(count * VERTICES);
  const colours = new Uint8Array(count * VERTICES * 4);
  const words = new Uint32Array(colours.buffer);
  const one = new Uint8Array(4);
  const oneWord = new Uint32Array(one.buffer);
  for (let i = 0; i < count; i++) {
    if (isMeasured(frame, i)) {
      const at = lutOffset(scale, frame.values[i]!);
      one.set([scale.lut[at]!, scale.lut[at + 1]!, scale.lut[at + 2]!, 255 * freshness(frame.ages[i]!, periodSeconds)]);
      const position = positionOn(scale.mapping, frame.values[i]!);
      heights[i] = FOOT + (1 - FOOT) * position;
    } else if (isWithheld(frame, i)) {
      one.set([...SILENT_GREY, 200]);
      heights[i] = FOOT;
    } else continue;
    vertexHeights.fill(heights[i]!, i * VERTICES, (i + 1) * VERTICES);
    words.fill(oneWord[0]!, i * VERTICES, (i + 1) * VERTICES);
  }
  return { heights, vertexHeights, colours };
}
