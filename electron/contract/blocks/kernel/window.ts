/** 1,024 sites of a dense block in the kernel's memory: words are entered, gaps filled, and all rows copied out at once. */
import type { Beats } from '../tileTimes.ts';
import type { Differences } from '../tileValues.ts';
import type { Kernel } from './kernel.ts';

/** Sites of a window. */
export const WINDOW = 1024;
/** Sites of a band; entries from one row to the next in what is copied out: dense.as. */
const BAND = 16;
const ROW = WINDOW + 16;
const EXTRA_BYTES = 16;
/** In rows of times: nothing was ever said. */
const NOT_SAID = -0x80000000;

/** Of some sites of the window: `places` are theirs in it (0…1,023), `starts` as in a block, `shift` ms from the dense block's beginning to the words' own. */
interface Sites { places: Uint32Array; starts: Uint32Array; shift: number }
export interface TileWords extends Sites { beats: Beats; differences: Differences; plain: Uint8Array }
/** `offsets` and `values` of these sites only, from the first of `starts` on. */
export interface PlainWords extends Sites { offsets: Int32Array; values: Float64Array }

export type TakeExtra = (row: number, place: number, second: number, value: number) => void;

export interface Window {
  /** Begins anew: what was said before the block, `many` sites from `first` on. */
  open(before: { values: Float32Array; times: Int32Array }, first: number, many: number): void;
  tile(words: TileWords): void;
  words(words: PlainWords): void;
  /** Copies `many` sites of each row to place `first` of the block's rows, which are `stride` entries long. */
  close(into: { values: Float32Array; times: Int32Array | Int16Array; stride: number }, first: number): void;
}

const wide = (bytes: number): number => (bytes + 15) & ~15;

/** Throws RangeError from `tile` where the bytes are no tile's. */
export function createWindow({ loops, reach }: Kernel, { rows, bucketS }: { rows: number; bucketS: number }, extra: TakeExtra): Window {
  const size = (rows + 1) * WINDOW;
  const values = 0;
  const times = 4 * size;
  const toValues = 8 * size;
  const toTimes = toValues + 4 * (rows + 1) * ROW;
  const free = toTimes + 4 * (rows + 1) * ROW;

  let isEmpty = true;

  /** Lays columns one behind the other; where each lies, and where `room` bytes behind them begin. */
  function lay(columns: readonly (Int32Array | Uint32Array | Uint8Array | Float64Array)[], room: number): { at: number[]; behind: number } {
    let behind = free;
    const at = columns.map(({ byteLength }) => {
      const here = behind;
      behind = wide(behind + byteLength);
      return here;
    });
    const { u8 } = reach(behind + room);
    for (const [k, { buffer, byteOffset, byteLength }] of columns.entries()) u8.set(new Uint8Array(buffer, byteOffset, byteLength), at[k]);
    return { at, behind };
  }

  function takeExtras(count: number, at: number): void {
    if (count < 0) throw new RangeError('bytes that are no tile');
    if (count === 0) return;
    const { i32, u32, f32 } = reach(at + count * EXTRA_BYTES);
    for (let k = 0, p = at / 4; k < count; k++, p += 4) extra(u32[p], u32[p + 1], i32[p + 2], f32[p + 3]);
  }

  return {
    open(before, first, many) {
      isEmpty = true;
      const { i32, f32 } = reach(free);
      i32.fill(NOT_SAID, times / 4, times / 4 + size);
      for (let k = 0; k < many; k++) {
        const at = (k >> 4) * (rows + 1) * BAND + (k & (BAND - 1));
        i32[times / 4 + at] = before.times[first + k];
        f32[at] = before.values[first + k];
      }
    },
    tile({ places, starts, shift, beats, differences, plain }) {
      const m = places.length;
      const n = starts[m];
      const { firsts, width, scale, escapes } = differences;
      const columns = [starts, places, beats.bases, beats.places, beats.missed, beats.apart, plain, firsts, escapes];
      const { at, behind } = lay(columns, EXTRA_BYTES * n);
      const [toStarts, toPlaces, bases, apartAt, missed, apart, toPlain, toFirsts, toEscapes] = at;
      const count = loops.enterTile(
        toStarts, m, toPlaces, BigInt(beats.unit), BigInt(beats.stride), bases, apartAt, missed, apart, BigInt(shift),
        toPlain, plain.length / width, width, toFirsts, scale, toEscapes, bucketS, rows, values, times, behind, isEmpty,
      );
      isEmpty = false;
      takeExtras(count, behind);
    },
    words({ places, starts, shift, offsets, values: said }) {
      const m = places.length;
      const { at, behind } = lay([starts.map((start) => start - starts[0]), places, offsets, said], EXTRA_BYTES * offsets.length);
      isEmpty = false;
      takeExtras(loops.enterWords(at[0], m, at[1], at[2], at[3], shift, bucketS, rows, values, times, behind), behind);
    },
    close(into, first) {
      const isNarrow = into.times instanceof Int16Array;
      loops.carryOn(rows, values, times, toValues, toTimes, isNarrow);
      const { f32, i32, i16 } = reach(free);
      for (let row = 0; row <= rows; row++) {
        const [from, to] = [row * ROW, row * into.stride + first];
        into.values.set(f32.subarray(toValues / 4 + from, toValues / 4 + from + WINDOW), to);
        if (isNarrow) into.times.set(i16.subarray(toTimes / 2 + from, toTimes / 2 + from + WINDOW), to);
        else into.times.set(i32.subarray(toTimes / 4 + from, toTimes / 4 + from + WINDOW), to);
      }
    },
  };
}
