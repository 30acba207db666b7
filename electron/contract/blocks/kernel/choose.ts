/** Choosing between two neighbouring rows of a dense block, in the kernel: some groups after the others are copied to it, and what is chosen back. */
import { kernel, type Kernel } from './kernel.ts';

/** Sites that the kernel chooses at once. */
const GROUP = 1024;
/** Entries that are copied at once: few calls, and what is copied stays in the processor's cache. */
const MANY = 8 * GROUP;

/** Where what lies in the kernel's memory: both rows of values, times, quality; behind them what is chosen of every site. */
const VALUES = 0;
const TIMES = 8 * MANY;
const QUALITY = 16 * MANY;
const CHOSEN = 18 * MANY;

/** Entries of a row of so many sites. */
export const strideOf = (sites: number): number => Math.ceil(sites / GROUP) * GROUP;

interface Rows {
  sites: number;
  /** The one (not the first) that holds the instant; rows lie one behind the other, `strideOf(sites)` entries each. */
  row: number;
  /** Seconds. */
  now: number;
  values: Float32Array;
  times: Int32Array | Int16Array;
  quality: Uint8Array | null;
}

interface Chosen { values: Float32Array; ages: Uint32Array; quality: Uint8Array }

/** Nothing is done, and false returned, where there is no kernel. */
export function chooseFast(from: Rows, out: Chosen): boolean {
  if (kernel === null) return false;
  choose(kernel, from, out);
  return true;
}

function choose({ loops, reach }: Kernel, { sites, row, now, values, times, quality }: Rows, out: Chosen): void {
  const stride = strideOf(sites);
  const ages = CHOSEN + 4 * stride;
  const codes = ages + 4 * stride;
  const { f32, i16, i32, u32, u8 } = reach(codes + stride);
  const isNarrow = times instanceof Int16Array;
  for (let first = 0; first < stride; first += MANY) {
    const many = Math.min(MANY, stride - first);
    for (const half of [0, 1]) {
      const from = (row - 1 + half) * stride + first;
      f32.set(values.subarray(from, from + many), VALUES / 4 + half * MANY);
      if (isNarrow) i16.set(times.subarray(from, from + many), TIMES / 2 + half * MANY);
      else i32.set(times.subarray(from, from + many), TIMES / 4 + half * MANY);
      if (quality !== null) u8.set(quality.subarray(from, from + many), QUALITY + half * MANY);
    }
    if (isNarrow) loops.chooseNarrow(VALUES, TIMES, MANY, many, now, CHOSEN + 4 * first, ages + 4 * first);
    else loops.choose(VALUES, TIMES, quality === null ? 0 : QUALITY, MANY, many, now, CHOSEN + 4 * first, ages + 4 * first, codes + first);
  }
  out.values.set(f32.subarray(CHOSEN / 4, CHOSEN / 4 + sites));
  out.ages.set(u32.subarray(ages / 4, ages / 4 + sites));
  if (quality === null) out.quality.fill(0, 0, sites);
  else out.quality.set(u8.subarray(codes, codes + sites));
}
