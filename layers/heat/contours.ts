/**
 * Lines of equal value of a field. The lines themselves are drawn by every pixel, which knows its value (renderer/globe/surface.glsl.ts): they lie
 * where the value is, at every zoom. What is worked out here is at which values, and where their numbers may stand.
 */
import type { Mapping } from '../scale.ts';
import { LEAST_WEIGHT, SUPPORT } from './paint.ts';
import type { Field } from './kernel.ts';

/** About so many lines from one end of a scale to the other. */
const LINES = 10;
/** Numbers of one line stand at least so many nodes apart. */
const NODES_APART = 10;

/** Values of the lines in the indicator's unit: round numbers between the scale's ends, `step` apart. */
export function contourLevels({ values }: Mapping): { step: number; levels: number[] } {
  const [low, high] = [values[0]!, values.at(-1)!];
  const power = 10 ** Math.floor(Math.log10((high - low) / LINES));
  const step = Number((power * [1, 2, 5, 10].find((one) => one * power * LINES >= high - low)!).toPrecision(1));
  const first = Math.ceil(low / step - 1e-9);
  const levels: number[] = [];
  for (let k = first; k * step <= high + step * 1e-9; k++) levels.push(Number((k * step).toPrecision(12)));
  return { step, levels };
}

/**
 * Where numbers may stand on the lines: x and y in metres and the level's index, three numbers a place. `levels` as the field holds values
 * (`inSpans`), rising; a density's are sums, else sums over weights.
 */
export function contourPlaces({ grid: { width, height, x0, y0, cell }, nodes }: Field, levels: readonly number[], isDensity: boolean): Float32Array<ArrayBuffer> {
  const least = (SUPPORT.none + SUPPORT.full) / 2;
  const valueAt = (column: number, row: number): number => {
    let [weight, weighted] = [0, 0];
    for (let r = -1; r <= 1; r++) {
      for (let c = -1; c <= 1; c++) {
        const at = 4 * ((row + r) * width + column + c);
        const share = (r === 0 ? 4 : 1) * (c === 0 ? 4 : 1) / 36;
        weight += share * nodes[at]!;
        weighted += share * nodes[at + 1]!;
      }
    }
    return weight < least ? NaN : isDensity ? weighted : weighted / Math.max(weight, LEAST_WEIGHT);
  };
  const found: number[] = [];
  const taken = levels.map((): [number, number][] => []);
  for (let row = 1; row + 1 < height; row++) {
    let before = valueAt(1, row);
    for (let column = 2; column + 1 < width; column++) {
      const here = valueAt(column, row);
      const [low, high] = before < here ? [before, here] : [here, before];
      // A line crosses between two nodes where they lie on either side of its value.
      for (const [level, value] of levels.entries()) {
        if (!(value > low && value <= high)) continue;
        const at = column - 1 + (value - before) / (here - before);
        if (taken[level]!.some(([x, y]) => Math.hypot(x - at, y - row) < NODES_APART)) continue;
        taken[level]!.push([at, row]);
        found.push(x0 + at * cell, y0 + row * cell, level);
      }
      before = here;
    }
  }
  return Float32Array.from(found);
}
