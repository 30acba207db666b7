/**
 * FlatGeobuf, read feature by feature from the file's beginning to its end. The frames are read here, not by the library: it waits for ever on an
 * index of no features, and takes whatever length a broken file states.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { ByteBuffer } from 'flatbuffers';
import { Feature } from 'flatgeobuf/lib/mjs/flat-geobuf/feature.js';
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js';
import type { Geometry } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry.js';
import { parseProperties } from 'flatgeobuf/lib/mjs/generic/feature.js';
import { fromByteBuffer, type HeaderMeta } from 'flatgeobuf/lib/mjs/header-meta.js';
import { ImportProblem } from '../findings.ts';
import type { Layer, RawFeature } from './layer.ts';
import { sizeOf } from './text.ts';

const MAGIC = [0x66, 0x67, 0x62, 0x03];
const HEAD = 12;
/** Bytes of one node of the index. */
const INDEX_NODE = 40;
const MOST_HEADER = 16 * 1024 * 1024;
/** Of one feature: what says more than this is broken. */
const MOST_FEATURE = 256 * 1024 * 1024;

/** Throws `ImportProblem` where the file is none. */
export function flatgeobufLayer(file: string): Layer {
  const size = sizeOf(file);
  const { header, end } = headerOf(file, size);
  const { crs } = header;
  return {
    file, name: header.title ?? '', crs: crs && crs.code > 0 ? `${crs.org || 'EPSG'}:${crs.code}` : null, remarks: [], count: header.featuresCount || null,
    features: () => featuresOf(file, size, end, header),
  };
}

function headerOf(file: string, size: number): { header: HeaderMeta; end: number } {
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(HEAD);
    if (readSync(descriptor, head, 0, HEAD, 0) < HEAD || MAGIC.some((byte, k) => head[k] !== byte)) throw new ImportProblem(file, 'it is no FlatGeobuf of version 3');
    const length = head.readUInt32LE(8);
    if (length > MOST_HEADER || length + HEAD > size) throw new ImportProblem(file, 'its header is cut off or broken');
    const bytes = new Uint8Array(length + 4);
    readSync(descriptor, bytes, 0, bytes.length, 8);
    const header = fromByteBuffer(new ByteBuffer(bytes));
    return { header, end: HEAD + length };
  } catch (error) {
    throw error instanceof ImportProblem ? error : new ImportProblem(file, `its header cannot be read: ${(error as Error).message}`);
  } finally {
    closeSync(descriptor);
  }
}

/** Where the features begin: behind the index, whose size follows from their number. */
function startOf({ featuresCount, indexNodeSize }: HeaderMeta, headerEnd: number): number {
  if (indexNodeSize === 0 || featuresCount === 0) return headerEnd;
  const fanOut = Math.min(Math.max(indexNodeSize, 2), 65_535);
  let nodes = featuresCount;
  for (let level = featuresCount; level > 1; ) nodes += level = Math.ceil(level / fanOut);
  if (featuresCount === 1) nodes++;
  return headerEnd + nodes * INDEX_NODE;
}

function* featuresOf(file: string, size: number, headerEnd: number, header: HeaderMeta): Generator<RawFeature> {
  const descriptor = openSync(file, 'r');
  try {
    let at = startOf(header, headerEnd);
    if (at > size) throw new ImportProblem(file, 'it ends within its index: it was cut off');
    for (let index = 0; at < size; index++) {
      const bytes = readAt(descriptor, at, 4);
      const length = bytes === null ? -1 : new DataView(bytes.buffer).getUint32(0, true);
      if (length < 8 || length > MOST_FEATURE || at + 4 + length > size) throw new ImportProblem(file, `it breaks off at feature ${index}: it was cut off or is broken there`);
      yield featureOf(readAt(descriptor, at, 4 + length)!, index, header);
      at += 4 + length;
    }
  } finally {
    closeSync(descriptor);
  }
}

function readAt(descriptor: number, at: number, size: number): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(size);
  return readSync(descriptor, bytes, 0, size, at) === size ? bytes : null;
}

/** What cannot be read is a geometry of a type that says so: the feature is left out with this reason. */
function featureOf(bytes: Uint8Array<ArrayBuffer>, index: number, { columns, geometryType }: HeaderMeta): RawFeature {
  const label = `feature ${index}`;
  try {
    const feature = Feature.getSizePrefixedRootAsFeature(new ByteBuffer(bytes));
    const geometry = feature.geometry();
    return { label, geometry: geometry === null ? null : geometryOf(geometry, geometryType, bytes.length), properties: parseProperties(feature, columns) };
  } catch (error) {
    return { label, geometry: { type: `broken: ${(error as Error).message.slice(0, 100)}` }, properties: {} };
  }
}

function geometryOf(geometry: Geometry, stated: GeometryType, bytes: number): { type: string; coordinates?: unknown } {
  const type = stated === GeometryType.Unknown ? geometry.type() : stated;
  if (type === GeometryType.Polygon) return { type: 'Polygon', coordinates: ringsOf(geometry, bytes) };
  if (type !== GeometryType.MultiPolygon) return { type: GeometryType[type] ?? `type ${type}` };
  const count = geometry.partsLength();
  if (count * 4 > bytes) throw new Error('it says that it holds more than its bytes can');
  return { type: 'MultiPolygon', coordinates: Array.from({ length: count }, (_, i) => ringsOf(geometry.parts(i)!, bytes)) };
}

function ringsOf(geometry: Geometry, bytes: number): number[][][] {
  if (geometry.xyLength() * 8 > bytes || geometry.endsLength() * 4 > bytes) throw new Error('it says that it holds more than its bytes can');
  const xy = geometry.xyArray() ?? new Float64Array();
  const ends = geometry.endsArray();
  let from = 0;
  return Array.from(ends?.length ? ends : [xy.length / 2], (end) => {
    const ring = Array.from({ length: Math.max(0, Math.min(end, xy.length / 2) - from) }, (_, i) => [xy[2 * (from + i)], xy[2 * (from + i) + 1]]);
    from = end;
    return ring;
  });
}
