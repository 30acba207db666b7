/** Small numbers as bits, lowest first: for what is rare or evenly spread, where a general squeezer finds little. */

import { ricesFast } from './kernel/tileLoops.ts';

/** Bytes behind the last bit: a reader takes four at once, and reading past an array's end is slow. */
const PADDING = 4;
/** So many ones in a row announce a number that is written whole. */
const MOST_ONES = 16;
/** Ends the search for a zero there: behind the ones of a number written whole there may be none. */
const STOP = 1 << MOST_ONES;

export interface BitSink {
  /** The lowest `width` (≤ 24) bits. */
  put(value: number, width: number): void;
  /** Rice's code: `value >>> k` ones, a zero, the lowest k bits; whole numbers in [0, 2^32). */
  rice(value: number, k: number): void;
  /** Everything, up to a whole byte; nothing is put afterwards. */
  done(): Uint8Array;
}

export function bitSink(capacity = 1024): BitSink {
  let room = new Uint8Array(capacity);
  let at = 0;
  let held = 0;
  let bits = 0;
  const flush = (): void => {
    if (at + 8 > room.length) {
      const wider = new Uint8Array(2 * room.length + 8);
      wider.set(room);
      room = wider;
    }
    while (bits >= 8) {
      room[at++] = held & 0xff;
      held >>>= 8;
      bits -= 8;
    }
  };
  const put = (value: number, width: number): void => {
    held |= (value & ((1 << width) - 1)) << bits;
    bits += width;
    if (bits >= 8) flush();
  };
  return {
    put,
    rice(value, k) {
      const ones = value >>> k;
      if (ones >= MOST_ONES) {
        put(0xffff, MOST_ONES);
        put(value & 0xffff, 16);
        put(value >>> 16, 16);
        return;
      }
      put((1 << ones) - 1, ones + 1);
      if (k > 0) put(value, k);
    },
    done() {
      if (bits > 0) put(0, 8 - bits);
      const all = new Uint8Array(at + PADDING);
      all.set(room.subarray(0, at));
      return all;
    },
  };
}

export interface BitSource {
  take(width: number): number;
  rice(k: number): number;
  /** Fills `into` with numbers of `width` (≤ 24) bits. */
  takes(width: number, into: Int32Array): void;
  /** Fills `into` with numbers in Rice's code. */
  rices(k: number, into: Uint32Array): void;
  /** What is read, where it is (a bit), and whether the kernel may be asked to read on. */
  room: Uint8Array;
  at(): number;
  moveTo(bit: number): void;
  fast: boolean;
  /** Fills both: a number in Rice's code and two bits, in turn. */
  pairs(k: number, numbers: Uint32Array, twos: Uint8Array): void;
}

/** Throws `RangeError` where more is read than there is. `fast`: with the kernel, where there is one. */
export function bitSource(room: Uint8Array, fast = true): BitSource {
  let at = 0;
  const end = 8 * (room.length - PADDING);
  if (end < 0) outOfBits();
  const take = (width: number): number => {
    const byte = at >>> 3;
    const value = ((room[byte] | (room[byte + 1] << 8) | (room[byte + 2] << 16) | (room[byte + 3] << 24)) >>> (at & 7)) & ((1 << width) - 1);
    at += width;
    if (at > end) outOfBits();
    return value;
  };
  const rice = (k: number): number => {
    const byte = at >>> 3;
    const window = (room[byte] | (room[byte + 1] << 8) | (room[byte + 2] << 16) | (room[byte + 3] << 24)) >>> (at & 7);
    const zeros = ~window | STOP;
    const ones = 31 - Math.clz32(zeros & -zeros);
    if (ones >= MOST_ONES) {
      at += MOST_ONES;
      return take(16) + take(16) * 65_536;
    }
    at += ones + 1;
    // Mostly all of it is in what was read: 25 bits are, whatever the place within the byte.
    if (ones + 1 + k > 25) return (ones << k) + take(k);
    at += k;
    if (at > end) outOfBits();
    return (ones << k) | ((window >>> (ones + 1)) & ((1 << k) - 1));
  };
  return {
    take,
    rice,
    room,
    fast,
    at: () => at,
    moveTo: (bit) => void (at = bit),
    // Many at once, the place in a variable of the loop's own: several times as quick.
    takes(width, into) {
      const mask = (1 << width) - 1;
      let bit = at;
      if (bit + width * into.length > end) outOfBits();
      for (let i = 0; i < into.length; i++, bit += width) {
        const byte = bit >>> 3;
        into[i] = ((room[byte] | (room[byte + 1] << 8) | (room[byte + 2] << 16) | (room[byte + 3] << 24)) >>> (bit & 7)) & mask;
      }
      at = bit;
    },
    rices(k, into) {
      const place = { bit: at };
      if (fast && ricesFast(room, place, k, into)) return void (at = place.bit);
      const mask = (1 << k) - 1;
      let bit = at;
      for (let i = 0; i < into.length; i++) {
        const byte = bit >>> 3;
        const window = (room[byte] | (room[byte + 1] << 8) | (room[byte + 2] << 16) | (room[byte + 3] << 24)) >>> (bit & 7);
        const zeros = ~window | STOP;
        const ones = 31 - Math.clz32(zeros & -zeros);
        if (ones + 1 + k <= 25 && ones < MOST_ONES) {
          into[i] = (ones << k) | ((window >>> (ones + 1)) & mask);
          bit += ones + 1 + k;
          if (bit > end) outOfBits();
          continue;
        }
        at = bit;
        into[i] = rice(k);
        bit = at;
      }
      at = bit;
    },
    pairs(k, numbers, twos) {
      const mask = (1 << k) - 1;
      let bit = at;
      for (let i = 0; i < numbers.length; i++) {
        const byte = bit >>> 3;
        const window = (room[byte] | (room[byte + 1] << 8) | (room[byte + 2] << 16) | (room[byte + 3] << 24)) >>> (bit & 7);
        const zeros = ~window | STOP;
        const ones = 31 - Math.clz32(zeros & -zeros);
        const length = ones + 1 + k;
        if (length <= 23 && ones < MOST_ONES) {
          numbers[i] = (ones << k) | ((window >>> (ones + 1)) & mask);
          twos[i] = (window >>> length) & 3;
          bit += length + 2;
          if (bit > end) outOfBits();
          continue;
        }
        at = bit;
        numbers[i] = rice(k);
        twos[i] = take(2);
        bit = at;
      }
      at = bit;
    },
  };
}

function outOfBits(): never {
  throw new RangeError('bits end too soon');
}

/** The k with which Rice's code of these numbers is nearly shortest: about the logarithm of their mean. */
export function riceFor(sum: number, n: number): number {
  const mean = n === 0 ? 0 : sum / n;
  let k = 0;
  while (k < 15 && (1 << (k + 1)) <= mean * 1.39 + 0.4) k++;
  return k;
}
