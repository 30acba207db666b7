/** Small numbers as bits, lowest first: for what is rare or evenly spread, where a general squeezer finds little. */

/** So many ones in a row announce a number that is written whole. */
const MOST_ONES = 16;

export interface BitSink {
  /** The lowest `width` (≤ 24) bits. */
  put(value: number, width: number): void;
  /** Rice's code: `value >>> k` ones, a zero, the lowest k bits; whole numbers in [0, 2^32). */
  rice(value: number, k: number): void;
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
      const end = at;
      if (bits > 0) {
        const rest = held;
        const left = bits;
        put(0, 8 - bits);
        const all = room.slice(0, end + 1);
        [at, held, bits] = [end, rest, left];
        return all;
      }
      return room.slice(0, at);
    },
  };
}

export interface BitSource {
  take(width: number): number;
  rice(k: number): number;
}

/** Throws `RangeError` where more is read than there is. */
export function bitSource(room: Uint8Array): BitSource {
  let at = 0;
  const end = 8 * room.length;
  const window = (): number => {
    const byte = at >>> 3;
    return (room[byte] | (room[byte + 1] << 8) | (room[byte + 2] << 16) | (room[byte + 3] << 24)) >>> (at & 7);
  };
  const take = (width: number): number => {
    const value = window() & ((1 << width) - 1);
    at += width;
    if (at > end) throw new RangeError('bits end too soon');
    return value;
  };
  return {
    take,
    rice(k) {
      const zeros = ~window();
      const ones = 31 - Math.clz32(zeros & -zeros);
      if (ones >= MOST_ONES) {
        at += MOST_ONES;
        return take(16) + take(16) * 65_536;
      }
      at += ones + 1;
      return k === 0 ? ((at > end && outOfBits()) || ones) : (ones << k) + take(k);
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
