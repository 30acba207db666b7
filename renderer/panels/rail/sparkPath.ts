/** A strip as the outline of a tiny line: gaps stay gaps, a value that never changes lies in the middle. */
import type { Strip } from '../../strips.ts';

const MARGIN = 1.5;

export function sparkPath({ times, values, from, to }: Strip, width: number, height: number): string {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low <= high)) return '';
  const y = (value: number): number => (high === low ? height / 2 : height - MARGIN - ((value - low) / (high - low)) * (height - 2 * MARGIN));
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
