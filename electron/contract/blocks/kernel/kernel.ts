/** The loops of blocks and tiles as WebAssembly with SIMD, and its memory: one of each in every thread. */
import { CODE } from './code.ts';

/** What kernel.as exports; addresses are bytes in `memory`, places in bits are bits. */
interface Loops {
  rices(room: number, at: number, end: number, k: number, n: number, into: number): number;
  takes(room: number, at: number, end: number, width: number, n: number, into: number): number;
  exceptions(room: number, at: number, end: number, k: number, n: number, many: number, unit: number, stride: number, places: number, missed: number, apart: number): number;
  lastTimes(starts: number, m: number, unit: bigint, stride: bigint, bases: number, places: number, missed: number, apart: number, limit: bigint, at: number, offsets: number): number;
  times(starts: number, from: number, to: number, unit: bigint, stride: bigint, bases: number, places: number, missed: number, apart: number, e: number, offsets: number): number;
  valuesAt(plain: number, size: number, width: number, starts: number, m: number, firsts: number, middle: number, scale: number, at: number, values: number): void;
  values(plain: number, size: number, width: number, starts: number, from: number, to: number, firsts: number, middle: number, scale: number, escapes: number, into: number): void;
  choose(values: number, times: number, quality: number, stride: number, many: number, now: number, toValues: number, toAges: number, toQuality: number): void;
}

export interface Kernel {
  loops: Loops;
  /** Its memory with room for at least so many bytes: a later call may make it stale. Throws RangeError where there is no such room. */
  reach(bytes: number): ArrayBuffer;
}

const PAGE = 65_536;

/** Null where this runtime, or the policy of the page, allows no WebAssembly with SIMD. */
function load(): Kernel | null {
  try {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const code = Uint8Array.from(atob(CODE), (letter) => letter.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
    return {
      loops: exports as unknown as Loops,
      reach(bytes) {
        const more = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
        if (more > 0) memory.grow(more);
        return memory.buffer as ArrayBuffer;
      },
    };
  } catch {
    return null;
  }
}

export const kernel = load();
