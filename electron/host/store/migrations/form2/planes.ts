/** Byte planes and columns as files of form 2 had them: read only, to bring those up to date. */
import { inflateRawSync } from 'node:zlib';

export interface PlaneReader {
  number(): number;
  plane(length: number): Buffer;
}

/** Reads what `done` gave, from `start` on; inflates only when the first plane that needs it is asked for. */
export function planeReader(source: Buffer, start = 0): PlaneReader {
  const head = numberReader(source, start);
  const headLength = head.number();
  const plainLength = head.number();
  const deflated = head.number();
  const softStart = head.at() + headLength;
  let hardAt = softStart + (deflated || plainLength);
  let plain: Buffer | null = deflated === 0 ? source.subarray(softStart, hardAt) : null;
  let plainAt = 0;
  return {
    number: head.number,
    plane(length) {
      if (head.number() === 1) {
        hardAt += length;
        return source.subarray(hardAt - length, hardAt);
      }
      plain ??= inflateRawSync(source.subarray(softStart, softStart + deflated), { chunkSize: Math.max(64, plainLength), maxOutputLength: plainLength });
      plainAt += length;
      return plain.subarray(plainAt - length, plainAt);
    },
  };
}

export function numberReader(source: Buffer, start: number): { number(): number; at(): number } {
  let at = start;
  return {
    at: () => at,
    number() {
      let value = 0;
      let scale = 1;
      for (;;) {
        const byte = source[at++];
        value += (byte & 0x7f) * scale;
        if (byte < 0x80) return value;
        scale *= 0x80;
      }
    },
  };
}

/** Of `n` written numbers, those from `from` to `to`. */
export function takeIntegers(input: PlaneReader, n: number, from = 0, to = n): Int32Array {
  const column = new Int32Array(to - from);
  const width = input.number();
  for (let p = 0; p < width; p++) {
    const plane = input.plane(n);
    const bits = 8 * p;
    for (let i = from; i < to; i++) column[i - from] |= plane[i] << bits;
  }
  for (let i = 0; i < column.length; i++) column[i] = (column[i] >>> 1) ^ -(column[i] & 1);
  return column;
}

/** Fills `column` with those from `from` on of `n` written numbers. */
export function takeRaw<T extends Float32Array | Float64Array>(input: PlaneReader, n: number, column: T, from = 0): T {
  const width = column.BYTES_PER_ELEMENT;
  const target = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let p = 0; p < width; p++) {
    const plane = input.plane(n);
    for (let i = 0; i < column.length; i++) target[i * width + p] = plane[from + i];
  }
  return column;
}
