/** How the parts of a tile are made smaller; which way was taken is written beside each. */

/** 0: as they are. 1: zstd. 2: deflate without a header, for a runtime whose Node has no zstd. */
export type Codec = 0 | 1 | 2;

export interface Squeezer {
  squeeze(bytes: Uint8Array): { codec: Codec; bytes: Uint8Array };
}

/** Gives back the `length` bytes that were squeezed. Throws where they are not what they were, or the codec cannot be had here. */
export type Unsqueeze = (codec: Codec, bytes: Uint8Array, length: number) => Uint8Array;
