/** Files as a person might bring them, and what becomes of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importCity, type ImportOptions, type ImportReport } from '../importCity.ts';

export interface Workplace {
  folder: string;
  /** Writes a file; returns its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Imports into `folder/out/<name>`, WGS84 unless said otherwise. */
  bring(files: string[], options?: Partial<ImportOptions>): Promise<ImportReport>;
  remove(): void;
}

export function createWorkplace(): Workplace {
  const folder = mkdtempSync(path.join(tmpdir(), 'import-'));
  return {
    folder,
    file(name, content) {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    bring: (files, options = {}) =>
      importCity({ files, areas: {}, out: path.join(folder, 'out'), name: 'brought', title: '', provenance: 'real', crs: 'EPSG:4326', height: null, floors: null, storey: 3, otherwise: null, lod: null, say: () => undefined, ...options }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export const square = (lon: number, lat: number, size = 0.0004): number[][] => [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]];
export const feature = (coordinates: unknown, properties: object = { height: 12 }, type = 'Polygon'): object => ({ type: 'Feature', geometry: { type, coordinates }, properties });
export const collection = (features: unknown[], more: object = {}): string => JSON.stringify({ type: 'FeatureCollection', features, ...more });
