/** Writes a pack entry by entry. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { CENTRAL_HEADER, CENTRAL_SIZE, compareHashes, END_OF_DIRECTORY, END_SIZE, hashOf, INDEX_ENTRY, INDEX_NAME, LOCAL_HEADER, LOCAL_SIZE } from './pack.ts';

export interface PackWriter {
  /** `name` is a path with slashes and no leading one; each once. */
  add(name: string, content: Uint8Array): void;
  /** Writes the index and the directory, and waits until all of it is on the disk; returns the bytes written. */
  finish(): number;
}

const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980: a pack says nothing about when it was made, so equal contents are equal bytes. */
const DATE = 0x0021;
const MOST_ENTRIES = 0xfffe;
const MOST_BYTES = 0xffff_fffe;

interface Written {
  name: Buffer;
  sum: number;
  size: number;
  at: number;
}

/** A pack at `file`, which is made anew. Throws RangeError beyond what a plain zip can hold: 65,534 entries, 4 GiB. */
export function createPack(file: string): PackWriter {
  const descriptor = openSync(file, 'w');
  const entries: Written[] = [];
  const names = new Set<string>();
  let length = 0;

  const write = (bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    length += bytes.length;
    if (length > MOST_BYTES) throw new RangeError('a pack holds less than 4 GiB');
  };
  const add = (name: string, content: Uint8Array): void => {
    if (names.has(name)) throw new Error(`the pack already holds ${name}`);
    if (entries.length === MOST_ENTRIES) throw new RangeError('a pack holds at most 65,534 entries');
    names.add(name);
    const entry: Written = { name: Buffer.from(name), sum: crc32(content), size: content.length, at: length };
    const header = Buffer.alloc(LOCAL_SIZE);
    header.writeUInt32LE(LOCAL_HEADER, 0);
    writeCommon(header, 4, entry);
    write(header);
    write(entry.name);
    write(content);
    entries.push(entry);
  };

  return {
    add,
    finish() {
      add(INDEX_NAME, indexOf(entries));
      const start = length;
      for (const entry of entries) {
        const header = Buffer.alloc(CENTRAL_SIZE);
        header.writeUInt32LE(CENTRAL_HEADER, 0);
        header.writeUInt16LE(VERSION, 4);
        writeCommon(header, 6, entry);
        header.writeUInt32LE(entry.at, 42);
        write(header);
        write(entry.name);
      }
      const end = Buffer.alloc(END_SIZE);
      end.writeUInt32LE(END_OF_DIRECTORY, 0);
      end.writeUInt16LE(entries.length, 8);
      end.writeUInt16LE(entries.length, 10);
      end.writeUInt32LE(length - start, 12);
      end.writeUInt32LE(start, 16);
      write(end);
      fsyncSync(descriptor);
      closeSync(descriptor);
      return length;
    },
  };
}

/** What local and central headers have in common: version, flags, method 0, date, sum, sizes, length of the name. */
function writeCommon(header: Buffer, at: number, { name, sum, size }: Written): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(FLAGS, at + 2);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(sum, at + 10);
  header.writeUInt32LE(size, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

function indexOf(entries: Written[]): Buffer {
  const hashed = entries.map(({ name, at }) => ({ hash: hashOf(name.toString()), at })).toSorted((a, b) => compareHashes(a.hash, b.hash));
  const index = Buffer.alloc(INDEX_ENTRY * hashed.length);
  hashed.forEach(({ hash, at }, i) => {
    hash.copy(index, INDEX_ENTRY * i);
    index.writeBigUInt64LE(BigInt(at), INDEX_ENTRY * i + 16);
  });
  return index;
}
