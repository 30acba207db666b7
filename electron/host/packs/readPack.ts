/** Finds entries in a pack without unpacking it. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { CENTRAL_HEADER, CENTRAL_SIZE, compareHashes, END_OF_DIRECTORY, END_SIZE, hashOf, INDEX_ENTRY, INDEX_NAME, LOCAL_HEADER, LOCAL_SIZE } from './pack.ts';

/** Bytes `start` … `start + size` of the pack's file. */
export interface PackEntry {
  start: number;
  size: number;
  /** CRC-32 of the content. */
  sum: number;
}

interface OpenPack {
  /** Which file this is: a rebuilt city has another. */
  stamp: string;
  index: Buffer;
}

const opened = new Map<string, OpenPack>();

/** Where `name` lies in the pack; null where there is no such pack, it is none of ours, or it holds nothing of that name. */
export function findInPack(file: string, name: string): PackEntry | null {
  let descriptor: number | null = null;
  try {
    const { ino, size, mtimeMs } = statSync(file);
    const stamp = `${ino} ${size} ${mtimeMs}`;
    let pack = opened.get(file);
    if (pack?.stamp !== stamp) {
      descriptor = openSync(file, 'r');
      pack = { stamp, index: readIndex(descriptor, size) };
      opened.set(file, pack);
    }
    const at = lookUp(pack.index, hashOf(name));
    if (at === null) return null;
    descriptor ??= openSync(file, 'r');
    return readEntry(descriptor, at, name);
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function read(descriptor: number, at: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let done = 0; done < size; ) {
    const more = readSync(descriptor, bytes, done, size - done, at + done);
    if (more === 0) throw new Error('the pack ends too early');
    done += more;
  }
  return bytes;
}

/** The index is the last entry: the directory's last record says where. Throws where the file is no pack. */
function readIndex(descriptor: number, size: number): Buffer {
  const end = read(descriptor, size - END_SIZE, END_SIZE);
  const recordSize = CENTRAL_SIZE + INDEX_NAME.length;
  const record = read(descriptor, size - END_SIZE - recordSize, recordSize);
  if (end.readUInt32LE(0) !== END_OF_DIRECTORY || record.readUInt32LE(0) !== CENTRAL_HEADER || record.toString('utf8', CENTRAL_SIZE) !== INDEX_NAME) throw new Error('the pack has no index');
  const entry = readEntry(descriptor, record.readUInt32LE(42), INDEX_NAME);
  if (entry === null) throw new Error('the pack has no index');
  return read(descriptor, entry.start, entry.size);
}

/** Null where another name stands there: two paths may have one hash. */
function readEntry(descriptor: number, at: number, name: string): PackEntry | null {
  const expected = Buffer.from(name);
  const header = read(descriptor, at, LOCAL_SIZE + expected.length);
  const isOurs = header.readUInt32LE(0) === LOCAL_HEADER && header.readUInt16LE(8) === 0 && header.readUInt16LE(26) === expected.length && header.subarray(LOCAL_SIZE).equals(expected);
  if (!isOurs) return null;
  return { start: at + LOCAL_SIZE + expected.length + header.readUInt16LE(28), size: header.readUInt32LE(22), sum: header.readUInt32LE(14) };
}

function lookUp(index: Buffer, hash: Buffer): number | null {
  let [low, high] = [0, index.length / INDEX_ENTRY - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareHashes(hash, index, 0, middle * INDEX_ENTRY);
    if (order === 0) return Number(index.readBigUInt64LE(middle * INDEX_ENTRY + 16));
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return null;
}
