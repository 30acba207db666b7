/** The loops of blocks and tiles as WebAssembly with SIMD, and its memory: one of each in every thread. */
import { CODE } from './code.ts';

/** What kernel.as, dense.as, literals.as, sums.as and tile.as export; addresses are bytes in `memory`, places in bits are bits. */
interface Loops {
  rices(room: number, at: number, end: number, k: number, n: number, into: number): number;
  exceptions(room: number, at: number, end: number, k: number, n: number, many: number, unit: number, stride: number, places: number, missed: number, apart: number): number;
  lastTimes(starts: number, m: number, unit: bigint, stride: bigint, bases: number, places: number, missed: number, apart: number, limit: bigint, at: number, offsets: number): number;
  times(starts: number, m: number, unit: bigint, stride: bigint, bases: number, places: number, missed: number, apart: number, offsets: number): number;
  hasEscape(plain: number, size: number): number;
  valuesAt(plain: number, size: number, width: number, starts: number, m: number, firsts: number, scale: number, at: number, values: number): void;
  values(plain: number, size: number, width: number, starts: number, m: number, firsts: number, scale: number, escapes: number, into: number): void;
  enterTile(
    starts: number, m: number, places: number, unit: bigint, stride: bigint, bases: number, apartAt: number, missed: number, apart: number, shift: bigint,
    plain: number, size: number, width: number, firsts: number, scale: number, escapes: number, bucketS: number, rows: number, values: number, times: number, extras: number, isEmpty: boolean,
  ): number;
  enterWords(starts: number, m: number, places: number, offsets: number, said: number, shift: number, bucketS: number, rows: number, values: number, times: number, extras: number): number;
  carryOn(rows: number, values: number, times: number, toValues: number, toTimes: number, narrow: boolean): void;
  chooseNarrow(values: number, times: number, stride: number, many: number, now: number, toValues: number, toAges: number): void;
  choose(values: number, times: number, quality: number, stride: number, many: number, now: number, toValues: number, toAges: number, toQuality: number): void;
  openTile(
    room: number, end: number, n: number, m: number, first: number, usual: number, gaps: number, runs: number, unit: number, stride: number, width: number, many: number, kApart: number, middle: number, kFirsts: number,
    sites: number, starts: number, bases: number, places: number, missed: number, apart: number, firsts: number,
  ): number;
  openTree(from: number, size: number, work: number, table: number): number;
  symbols(start: number, size: number, table: number, bits: number, to: number, many: number): number;
  allSymbols(start: number, a: number, b: number, c: number, d: number, table: number, bits: number, to: number, n: number): number;
  wordsOf(
    wanted: number, many: number, starts: number, unit: bigint, stride: bigint, bases: number, places: number, missed: number, apart: number,
    plain: number, size: number, width: number, firsts: number, scale: number, escapes: number, toStarts: number, offsets: number, values: number,
  ): number;
  sumsOf(
    wanted: number, many: number, starts: number, unit: bigint, stride: bigint, bases: number, places: number, missed: number, apart: number,
    plain: number, sizeOfPlain: number, width: number, firsts: number, scale: number, escapes: number,
    shift: bigint, until: bigint, stepMs: bigint, first: bigint, steps: number, above: number, thresholds: number, into: number, size: number,
  ): number;
  countEscapes(plain: number, size: number): number;
  valuesAtEscaped(plain: number, starts: number, m: number, firsts: number, scale: number, escapes: number, at: number, values: number): void;
  timesAt(at: number, offsets: number, m: number, t0: number, times: number): void;
  qualityAt(room: number, from: number, end: number, k: number, bad: number, n: number, starts: number, at: number, quality: number): number;
}

export interface Instance<L> {
  loops: L;
  /** Its memory with room for at least so many bytes: a later call may make it stale. Throws RangeError where there is no such room. */
  reach(bytes: number): Views;
}

export type Kernel = Instance<Loops>;

/** All of the kernel's memory. */
export interface Views { u8: Uint8Array; i16: Int16Array; i32: Int32Array; u32: Uint32Array; f32: Float32Array; f64: Float64Array }

const PAGE = 65_536;

interface Memory { buffer: ArrayBuffer; grow(pages: number): void }
/** What is used of it: not every world that this is read in has its types. */
interface Assembly {
  Memory: new (size: { initial: number }) => Memory;
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: { env: { memory: Memory } }) => { exports: unknown };
}

function viewsOf({ buffer }: Memory): Views {
  return { u8: new Uint8Array(buffer), i16: new Int16Array(buffer), i32: new Int32Array(buffer), u32: new Uint32Array(buffer), f32: new Float32Array(buffer), f64: new Float64Array(buffer) };
}

/** What a kernel's code gives: one more of it, with a memory of its own. Null where this runtime, or the policy of the page, allows no WebAssembly with SIMD. */
export function compiled<L>(text: string): (() => Instance<L> | null) | null {
  try {
    const { WebAssembly } = globalThis as unknown as { WebAssembly: Assembly };
    const module = new WebAssembly.Module(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    return () => {
      try {
        return instanceOf<L>(WebAssembly, module);
      } catch {
        return null;
      }
    };
  } catch {
    return null;
  }
}

function instanceOf<L>({ Memory, Instance }: Assembly, module: object): Instance<L> {
  const memory = new Memory({ initial: 1 });
  const { exports } = new Instance(module, { env: { memory } });
  let views = viewsOf(memory);
  return {
    loops: exports as L,
    reach(bytes) {
      const more = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
      if (more > 0) {
        memory.grow(more);
        views = viewsOf(memory);
      }
      return views;
    },
  };
}

export const kernel: Kernel | null = compiled<Loops>(CODE)?.() ?? null;
