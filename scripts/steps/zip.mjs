// A zip of a folder, without compression: Forge takes its Electron from a zip only.
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0, made on Unix, so that permissions and symbolic links count. */
const NEEDED = 20;
const MADE_BY = (3 << 8) | NEEDED;

/** Writes every file below `folder` (below 4 GB in all) to `zipFile`, with permissions. */
export function zipFolder(folder, zipFile) {
  const out = openSync(zipFile, 'w');
  const central = [];
  let at = 0;
  const write = (...parts) => {
    for (const part of parts) at += writeSync(out, part);
  };
  try {
    for (const entry of entriesOf(folder)) {
      const { mode, content } = entry;
      const name = Buffer.from(entry.name);
      const shared = Buffer.alloc(26);
      shared.writeUInt16LE(NEEDED, 0);
      shared.writeUInt16LE(0x0800, 2); // names are UTF-8
      shared.writeUInt16LE(0x21, 8); // 1 January 1980: the same zip for the same files
      shared.writeUInt32LE(crc32(content), 10);
      shared.writeUInt32LE(content.length, 14);
      shared.writeUInt32LE(content.length, 18);
      shared.writeUInt16LE(name.length, 22);
      const head = Buffer.alloc(46);
      head.writeUInt32LE(CENTRAL, 0);
      head.writeUInt16LE(MADE_BY, 4);
      shared.copy(head, 6);
      head.writeUInt32LE((mode << 16) >>> 0, 38);
      head.writeUInt32LE(at, 42);
      central.push(head, name);
      const signature = Buffer.alloc(4);
      signature.writeUInt32LE(LOCAL);
      write(signature, shared, name, content);
    }
    const start = at;
    write(...central);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(END, 0);
    end.writeUInt16LE(central.length / 2, 8);
    end.writeUInt16LE(central.length / 2, 10);
    end.writeUInt32LE(at - start, 12);
    end.writeUInt32LE(start, 16);
    write(end);
  } finally {
    closeSync(out);
  }
}

function* entriesOf(folder, prefix = '') {
  for (const name of readdirSync(path.join(folder, prefix)).toSorted()) {
    const inside = prefix ? `${prefix}/${name}` : name;
    const file = path.join(folder, inside);
    const facts = lstatSync(file);
    if (facts.isDirectory()) yield* entriesOf(folder, inside);
    else if (facts.isSymbolicLink()) yield { name: inside, mode: facts.mode, content: Buffer.from(readlinkSync(file)) };
    else yield { name: inside, mode: facts.mode, content: readFileSync(file) };
  }
}
