/** Growing and shrinking byte strings: the little that packing needs of Buffer, with whole numbers of any size up to 2^53. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export interface ByteWriter {
  number(value: number): void;
  bytes(bytes: Uint8Array): void;
  /** Length first; deflated at level 1 where that pays (Electron's older Node has no zstd). */
  section(bytes: Buffer): void;
  done(): Buffer;
}

const WORTH_TRYING = 64;
const WORTH_KEEPING = 0.95;

export function byteWriter(): ByteWriter {
  const parts: Uint8Array[] = [];
  let head: number[] = [];
  /** Seven bits a byte, lowest first. */
  const number = (value: number): void => {
    let rest = value;
    while (rest >= 0x80) {
      head.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    head.push(rest);
  };
  const flush = (): void => {
    if (head.length > 0) parts.push(Uint8Array.from(head));
    head = [];
  };
  return {
    number,
    bytes(bytes) {
      flush();
      parts.push(bytes);
    },
    section(bytes) {
      const small = bytes.length < WORTH_TRYING ? bytes : deflateRawSync(bytes, { level: 1 });
      const kept = small.length < bytes.length * WORTH_KEEPING;
      number(bytes.length);
      number(kept ? small.length : 0);
      flush();
      parts.push(kept ? small : bytes);
    },
    done() {
      flush();
      return Buffer.concat(parts);
    },
  };
}

export interface ByteReader {
  number(): number;
  /** A view of the next `length` bytes. */
  bytes(length: number): Buffer;
  section(): ByteReader;
}

export function byteReader(source: Buffer): ByteReader {
  let at = 0;
  const number = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = source[at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  };
  const bytes = (length: number): Buffer => {
    at += length;
    return source.subarray(at - length, at);
  };
  return {
    number,
    bytes,
    section() {
      const length = number();
      const deflated = number();
      if (deflated === 0) return byteReader(bytes(length));
      return byteReader(inflateRawSync(bytes(deflated), { chunkSize: Math.max(64, length), maxOutputLength: length }));
    },
  };
}
