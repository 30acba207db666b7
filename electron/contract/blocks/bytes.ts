/** Numbers as bytes, written and read one after the other. */

export interface ByteSink {
  /** A whole number in [0, 2^53), seven bits a byte, lowest first. */
  number(value: number): void;
  byte(value: number): void;
  float64(value: number): void;
  bytes(source: Uint8Array): void;
  /** What was written: a view that the next write may make stale. */
  done(): Uint8Array;
}

export function byteSink(capacity = 1024): ByteSink {
  let room = new Uint8Array(capacity);
  let view = new DataView(room.buffer);
  let at = 0;
  const grow = (by: number): void => {
    const wider = new Uint8Array(Math.max(2 * room.length, at + by));
    wider.set(room);
    room = wider;
    view = new DataView(room.buffer);
  };
  return {
    number(value) {
      if (at + 8 > room.length) grow(8);
      let rest = value;
      while (rest >= 0x80) {
        room[at++] = (rest % 0x80) | 0x80;
        rest = Math.floor(rest / 0x80);
      }
      room[at++] = rest;
    },
    byte(value) {
      if (at === room.length) grow(1);
      room[at++] = value;
    },
    float64(value) {
      if (at + 8 > room.length) grow(8);
      view.setFloat64(at, value, true);
      at += 8;
    },
    bytes(source) {
      if (at + source.length > room.length) grow(source.length);
      room.set(source, at);
      at += source.length;
    },
    done: () => room.subarray(0, at),
  };
}

export interface ByteSource {
  number(): number;
  byte(): number;
  float64(): number;
  bytes(length: number): Uint8Array;
  at(): number;
  /** Reads on from a place that `at` told. */
  rewind(to: number): void;
}

/** Of the last seven bits of a number. */
const LARGEST = 2 ** 49;

/** Throws `RangeError` where more is read than there is: damaged bytes must not become values. */
export function byteSource(room: Uint8Array, start = 0): ByteSource {
  const view = new DataView(room.buffer, room.byteOffset, room.byteLength);
  let at = start;
  return {
    at: () => at,
    rewind: (to) => void (at = to),
    number() {
      let value = 0;
      let scale = 1;
      for (;;) {
        if (at >= room.length) throw new RangeError('bytes end in a number');
        const byte = room[at++];
        if (scale > LARGEST) throw new RangeError('bytes that are no number');
        value += (byte & 0x7f) * scale;
        if (byte < 0x80) return value;
        scale *= 0x80;
      }
    },
    byte() {
      if (at >= room.length) throw new RangeError('bytes end too soon');
      return room[at++];
    },
    float64() {
      at += 8;
      return view.getFloat64(at - 8, true);
    },
    bytes(length) {
      if (at + length > room.length) throw new RangeError('bytes end too soon');
      at += length;
      return room.subarray(at - length, at);
    },
  };
}

export const zigzag = (value: number): number => ((value << 1) ^ (value >> 31)) >>> 0;
export const unzigzag = (value: number): number => (value >>> 1) ^ -(value & 1);

/** Whole numbers in [-2^31, 2^31) as byte planes, as many as the largest needs; none where all are 0. */
export function putIntegers(out: ByteSink, column: Int32Array): void {
  const n = column.length;
  let all = 0;
  for (let i = 0; i < n; i++) all |= (column[i] << 1) ^ (column[i] >> 31);
  const width = all === 0 ? 0 : Math.ceil((32 - Math.clz32(all)) / 8);
  out.byte(width);
  for (let p = 0; p < width; p++) {
    const plane = new Uint8Array(n);
    for (let i = 0; i < n; i++) plane[i] = ((column[i] << 1) ^ (column[i] >> 31)) >>> (8 * p);
    out.bytes(plane);
  }
}

export function takeIntegers(input: ByteSource, n: number): Int32Array {
  const column = new Int32Array(n);
  const width = input.byte();
  if (width === 0) return column;
  if (width > 4) throw new RangeError('bytes that are no numbers');
  for (let p = 0; p < width; p++) {
    const plane = input.bytes(n);
    const bits = 8 * p;
    for (let i = 0; i < n; i++) column[i] |= plane[i] << bits;
  }
  for (let i = 0; i < n; i++) column[i] = (column[i] >>> 1) ^ -(column[i] & 1);
  return column;
}
