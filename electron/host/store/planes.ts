/**
 * Number columns as byte planes: all lowest bytes, then all second bytes, …; neighbours are alike, so that deflate (level 1;
 * Electron's older Node has no zstd) finds more. Planes that look like noise are kept as they are: deflating them costs
 * most of the time and gains nothing.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export interface PlaneWriter {
  /** A whole number in [0, 2^53). */
  number(value: number): void;
  plane(bytes: Uint8Array): void;
  done(): Buffer;
}

const SAMPLE = 1024;
const WORTH_TRYING = 64;
const WORTH_KEEPING = 0.95;
/** Bits a byte from which a plane counts as noise. */
const NOISE = 7.2;

export function planeWriter(): PlaneWriter {
  const head: number[] = [];
  const soft: Uint8Array[] = [];
  const hard: Uint8Array[] = [];
  return {
    number: (value) => putNumber(head, value),
    plane(bytes) {
      const noise = isNoise(bytes);
      head.push(noise ? 1 : 0);
      (noise ? hard : soft).push(bytes);
    },
    done() {
      const plain = Buffer.concat(soft);
      const small = plain.length < WORTH_TRYING ? plain : deflateRawSync(plain, { level: 1 });
      const kept = small.length < plain.length * WORTH_KEEPING;
      const sizes: number[] = [];
      for (const size of [head.length, plain.length, kept ? small.length : 0]) putNumber(sizes, size);
      return Buffer.concat([Uint8Array.from(sizes), Uint8Array.from(head), kept ? small : plain, ...hard]);
    },
  };
}

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

/** Seven bits a byte, lowest first. */
export function putNumber(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
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

function isNoise(bytes: Uint8Array): boolean {
  if (bytes.length < SAMPLE / 2) return false;
  const stride = Math.max(1, Math.floor(bytes.length / SAMPLE));
  const seen = new Uint16Array(256);
  let n = 0;
  for (let i = 0; i < bytes.length && n < SAMPLE; i += stride, n++) seen[bytes[i]]++;
  let bits = 0;
  for (const times of seen) if (times > 0) bits -= (times / n) * Math.log2(times / n);
  return bits > NOISE;
}
