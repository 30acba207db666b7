/** What a file is, by how it begins, and what is in it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { ImportProblem } from '../findings.ts';
import { isCityJson, readCityJson, type CityJson } from './cityjson.ts';
import { flatgeobufLayer } from './flatgeobuf.ts';
import { geojsonLayer } from './geojson.ts';
import { geopackageLayers } from './geopackage.ts';
import type { Layer } from './layer.ts';
import { parseJson, readText, sizeOf } from './text.ts';

export type Opened = { kind: 'layers'; layers: Layer[] } | { kind: 'cityjson'; city: CityJson; remarks: string[] };

/** Throws `ImportProblem` where it is none of GeoJSON, GeoPackage, FlatGeobuf and CityJSON, or cannot be read. */
export function openFile(file: string): Opened {
  const size = sizeOf(file);
  if (size === 0) throw new ImportProblem(file, 'it is empty');
  const head = headOf(file);
  if (head.toString('latin1', 0, 15) === 'SQLite format 3') return { kind: 'layers', layers: geopackageLayers(file) };
  if (head.toString('latin1', 0, 3) === 'fgb') return { kind: 'layers', layers: [flatgeobufLayer(file)] };
  if (head.toString('latin1', 0, 4) === 'PK\u0003\u0004') throw new ImportProblem(file, 'it is a zip archive: unpack it and name the file inside');
  if (head.readInt32BE(0) === 9994) throw new ImportProblem(file, 'it is a shapefile: convert it to GeoPackage first (ogr2ogr out.gpkg in.shp)');
  if (head[0] === 0x3c) throw new ImportProblem(file, 'it is XML: of city models CityJSON is read (citygml-tools to-cityjson)');
  const { text, encoding } = readText(file);
  const remarks = encoding === 'utf-8' ? [] : [`read as ${encoding === 'gb18030' ? 'GB 18030 (GBK), as it is not UTF-8' : encoding.toUpperCase()}`];
  const json = parseJson(file, text);
  if (isCityJson(json)) return { kind: 'cityjson', city: readCityJson(file, json), remarks };
  return { kind: 'layers', layers: [geojsonLayer(file, json, remarks)] };
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(16);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, head, 0, head.length, 0);
    return head;
  } finally {
    closeSync(descriptor);
  }
}
