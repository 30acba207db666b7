/** zstd where this Node has it, deflate otherwise; what either wrote is read wherever it can be. */
import zlib from 'node:zlib';
import { unsqueezeFast } from '#contract/blocks/kernel/literals.ts';
import type { Squeezer, Unsqueeze } from '#contract/blocks/squeeze.ts';

const { constants } = zlib;
/** Smaller parts gain nothing. */
const WORTH_TRYING = 512;
const WORTH_KEEPING = 0.97;
/** Longer matches only: the same size, a fifth faster to read. */
const params = typeof zlib.zstdCompressSync === 'function' ? { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_minMatch]: 7 } : {};

export const squeezer: Squeezer = {
  squeeze(bytes) {
    if (bytes.length < WORTH_TRYING) return { codec: 0, bytes };
    const hasZstd = typeof zlib.zstdCompressSync === 'function';
    const small = hasZstd ? zlib.zstdCompressSync(bytes, { params }) : zlib.deflateRawSync(bytes, { level: 1 });
    return small.length < WORTH_KEEPING * bytes.length ? { codec: hasZstd ? 1 : 2, bytes: small } : { codec: 0, bytes };
  },
};

export const unsqueeze: Unsqueeze = (codec, bytes, length) => {
  if (codec === 0) return bytes;
  const literals = codec === 1 ? unsqueezeFast(bytes, length) : null;
  if (literals !== null) return literals;
  // The size is known: one piece of it, and damaged bytes cannot fill the memory.
  const options = { chunkSize: Math.max(64, length), maxOutputLength: Math.max(64, length) };
  const plain = codec === 1 ? zlib.zstdDecompressSync(bytes, options) : zlib.inflateRawSync(bytes, options);
  if (plain.length !== length) throw new RangeError('a part is not as long as it was');
  return plain;
};
