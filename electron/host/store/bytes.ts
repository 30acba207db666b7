/** Growing and shrinking byte strings: the little that packing needs of Buffer, with whole numbers of any size up to 2^53. */
export interface ByteWriter {
  number(value: number): void;
  double(value: number): void;
  bytes(bytes: Uint8Array): void;
  done(): Buffer;
}

export function byteWriter(): ByteWriter {
  const parts: Uint8Array[] = [];
  let head: number[] = [];
  const flush = (): void => {
    if (head.length > 0) parts.push(Uint8Array.from(head));
    head = [];
  };
  return {
    /** Seven bits a byte, lowest first. */
    number(value) {
      let rest = value;
      while (rest >= 0x80) {
        head.push((rest % 0x80) | 0x80);
        rest = Math.floor(rest / 0x80);
      }
      head.push(rest);
    },
    double(value) {
      flush();
      const out = Buffer.allocUnsafe(8);
      out.writeDoubleLE(value);
      parts.push(out);
    },
    bytes(bytes) {
      flush();
      parts.push(bytes);
    },
    done() {
      flush();
      return Buffer.concat(parts);
    },
  };
}

export interface ByteReader {
  number(): number;
  double(): number;
  /** A view of the next `length` bytes. */
  bytes(length: number): Buffer;
}

export function byteReader(source: Buffer): ByteReader {
  let at = 0;
  return {
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
    double() {
      at += 8;
      return source.readDoubleLE(at - 8);
    },
    bytes(length) {
      at += length;
      return source.subarray(at - length, at);
    },
  };
}
