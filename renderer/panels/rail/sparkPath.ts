/** A strip as the outline of a tiny line: gaps stay gaps, a value that never changes lies in the middle. */
import { readableRange } from '../../format/range.ts';
import type { Strip } from '../../strips.ts';

const MARGIN = 1.5;

export function sparkPath({ times, values, from, to }: Strip, width: number, height: number): string {
  const range = readableRange(values);
  if (!range) return '';
  const y = (value: number): number => height - MARGIN - ((value - range.low) / (range.high - range.low)) * (height - 2 * MARGIN);
  let path = '';
  let isDrawing = false;
  for (let i = 0; i < times.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      isDrawing = false;
      continue;
    }
    const x = ((times[i]! - from) / (to - from)) * width;
    path += `${isDrawing ? 'L' : 'M'}${x.toFixed(1)} ${y(value).toFixed(1)}`;
    // A lone value between gaps would draw nothing.
    if (!isDrawing && Number.isNaN(values[i + 1] ?? NaN)) path += 'h.8';
    isDrawing = true;
  }
  return path;
}
