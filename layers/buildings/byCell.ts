/** What the sites in each cell say together: buildings take it by the cell that they stand in. */
import { NEVER, STATUS, type IndicatorFrame } from '../frame.ts';
import { isMeasured } from '../places.ts';

/** Centres of square cells, metres on the city's plane. */
export interface Cells { x: Float64Array; y: Float64Array; half: number }

/** How several values in one cell become one; what is neither is averaged. */
export type Together = 'max' | 'min' | 'sum' | string;

export interface CellPicture {
  frame: IndicatorFrame;
  /** For each cell the site whose value it shows, or one of those behind it; −1 where there is none. */
  site: Int32Array;
}

/** One number for a column and a row of a hundred thousand each. */
const at = (column: number, row: number): number => column * 1_000_003 + row;

/** The cell that holds each site, −1 where none does; where cells overlap, the one whose middle is nearest. `x`, `y`: metres. */
export function cellsOf({ x, y, half }: Cells, sitesX: ArrayLike<number>, sitesY: ArrayLike<number>): Int32Array {
  const side = 2 * half;
  const found = new Map<number, number[]>();
  for (let i = 0; i < x.length; i++) {
    const key = at(Math.floor(x[i]! / side), Math.floor(y[i]! / side));
    const list = found.get(key);
    if (list) list.push(i);
    else found.set(key, [i]);
  }
  return Int32Array.from({ length: sitesX.length }, (_, site) => {
    const [sx, sy] = [sitesX[site]!, sitesY[site]!];
    let [best, least] = [-1, Infinity];
    if (!Number.isFinite(sx) || !Number.isFinite(sy)) return best;
    const [column, row] = [Math.floor(sx / side), Math.floor(sy / side)];
    for (const dc of [-1, 0, 1]) {
      for (const dr of [-1, 0, 1]) {
        for (const i of found.get(at(column + dc, row + dr)) ?? []) {
          const off = Math.max(Math.abs(x[i]! - sx), Math.abs(y[i]! - sy));
          if (off <= half + 1 && off < least) [best, least] = [i, off];
        }
      }
    }
    return best;
  });
}

/** A frame with one entry for each of `count` cells. A cell in which anybody reports has a value; else it is as its best informed site. */
export function frameByCell(frame: IndicatorFrame, cellOf: Int32Array, count: number, together: Together): CellPicture {
  const values = new Float32Array(count).fill(NaN);
  const ages = new Uint32Array(count).fill(NEVER);
  const status = new Uint8Array(count).fill(STATUS.never);
  const site = new Int32Array(count).fill(-1);
  const measured = new Uint16Array(count);
  const isExtreme = together === 'max' || together === 'min';
  for (let i = 0; i < cellOf.length && i < frame.values.length; i++) {
    const cell = cellOf[i]!;
    if (cell < 0) continue;
    if (!isMeasured(frame, i)) {
      // Withheld tells more than silent, and silent more than never.
      if (measured[cell] === 0 && (site[cell] === -1 || status[cell] === STATUS.never || frame.status[i] === STATUS.suppressed)) {
        [status[cell], ages[cell], site[cell]] = [frame.status[i] === STATUS.measured ? STATUS.never : frame.status[i]!, frame.ages[i]!, i];
      }
      continue;
    }
    const [value, before, n] = [frame.values[i]!, values[cell]!, measured[cell]!];
    measured[cell] = n + 1;
    status[cell] = STATUS.measured;
    if (n === 0 || (isExtreme && (together === 'max' ? value > before : value < before))) {
      [values[cell], ages[cell], site[cell]] = [value, frame.ages[i]!, i];
    } else if (!isExtreme) {
      values[cell] = together === 'sum' ? before + value : before + (value - before) / (n + 1);
      ages[cell] = Math.max(ages[cell]!, frame.ages[i]!);
    }
  }
  return { frame: { ...frame, values, ages, status }, site };
}
