/**
 * A pack is a 3D Tiles archive (.3tz, version 1.3): a zip whose last entry, `@3dtilesIndex1@`, lists the MD5 of every other entry's path with
 * the place of its local header. Entries are stored, never compressed, so that each is a plain range of the file.
 * docs/decisions/0008-city-pack.md.
 */
import { createHash } from 'node:crypto';

/** A city's pack in its folder: tileset.json and its tiles. */
export const CITY_PACK = 'tiles.3tz';

export const INDEX_NAME = '@3dtilesIndex1@';
/** MD5 of the path, then the local header's offset as u64. */
export const INDEX_ENTRY = 24;

export const LOCAL_HEADER = 0x04034b50;
export const CENTRAL_HEADER = 0x02014b50;
export const END_OF_DIRECTORY = 0x06054b50;
export const LOCAL_SIZE = 30;
export const CENTRAL_SIZE = 46;
export const END_SIZE = 22;

export const hashOf = (name: string): Buffer => createHash('md5').update(name).digest();

/** The index's order: the hash as two u64, little-endian, the first counting most. */
export function compareHashes(a: Buffer, b: Buffer, aAt = 0, bAt = 0): number {
  for (const half of [0, 8]) {
    const [x, y] = [a.readBigUInt64LE(aAt + half), b.readBigUInt64LE(bAt + half)];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
