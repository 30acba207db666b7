/** GeoPackage: feature tables of a SQLite file, read row by row; nothing is written to it. */
import { closeSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ImportProblem } from '../findings.ts';
import { sizeOf } from './text.ts';
import type { Layer, RawFeature } from './layer.ts';
import { readWkb, WkbProblem } from './wkb.ts';

interface Table { name: string; geometryColumn: string; organization: string | null; code: number | null; srsId: number }

const ENVELOPE_BYTES = [0, 32, 48, 48, 64];

/** One layer for each table of features. Throws `ImportProblem` where the file is none, or holds none. */
export function geopackageLayers(file: string): Layer[] {
  sizeOf(file);
  if (!isSqlite(file)) throw new ImportProblem(file, 'it is no GeoPackage: it does not begin as a SQLite file');
  const database = opened(file);
  try {
    const tables = database.prepare<[], Table>(
      `SELECT c.table_name AS name, g.column_name AS geometryColumn, s.organization AS organization, s.organization_coordsys_id AS code, g.srs_id AS srsId
       FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
       WHERE c.data_type = 'features' ORDER BY c.table_name`).all();
    if (tables.length === 0) throw new ImportProblem(file, 'it holds no table of features');
    return tables.map((table) => ({
      file, name: table.name, crs: statedBy(table), remarks: [], count: null, features: () => rowsOf(file, table),
    }));
  } catch (error) {
    throw told(file, error);
  } finally {
    database.close();
  }
}

/** 0 and -1 are "undefined" by the standard. */
const statedBy = ({ organization, code, srsId }: Table): string | null => (srsId <= 0 || organization === null || code === null || code <= 0 ? null : `${organization}:${code}`);

function* rowsOf(file: string, { name, geometryColumn }: Table): Generator<RawFeature> {
  const database = opened(file);
  try {
    const rows = database.prepare<[], Record<string, unknown>>(`SELECT * FROM ${quoted(name)}`).iterate();
    let row = 0;
    for (const { [geometryColumn]: blob, ...properties } of rows) {
      row++;
      // A layer may be a view, which has no row ids of its own.
      yield { label: String(properties.fid ?? properties.ogc_fid ?? properties.id ?? `row ${row}`), geometry: geometryOf(blob), properties };
    }
  } catch (error) {
    throw told(file, error);
  } finally {
    database.close();
  }
}

/** What cannot be read is a geometry of a type that says so: the feature is left out with this reason. */
function geometryOf(blob: unknown): unknown {
  if (blob === null) return null;
  if (!(blob instanceof Uint8Array) || blob.length < 8 || blob[0] !== 0x47 || blob[1] !== 0x50) return { type: 'no GeoPackage geometry' };
  const flags = blob[3];
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
  if (envelope === undefined || (flags & 0x20) !== 0) return { type: 'an extended GeoPackage geometry' };
  if ((flags & 0x10) !== 0) return null;
  try {
    return readWkb(blob.subarray(8 + envelope));
  } catch (error) {
    if (!(error instanceof WkbProblem)) throw error;
    return { type: `broken: ${error.message}` };
  }
}

function opened(file: string): Database.Database {
  try {
    return new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw told(file, error);
  }
}

function told(file: string, error: unknown): unknown {
  if (error instanceof Database.SqliteError || error instanceof TypeError || error instanceof RangeError) return new ImportProblem(file, `it is no whole GeoPackage: ${error.message}`);
  return error;
}

function isSqlite(file: string): boolean {
  const head = Buffer.alloc(16);
  const descriptor = openSync(file, 'r');
  try {
    return readSync(descriptor, head, 0, 16, 0) === 16 && head.toString('latin1', 0, 15) === 'SQLite format 3';
  } finally {
    closeSync(descriptor);
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
