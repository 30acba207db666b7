/** GeoJSON: a feature collection, a feature or a geometry. */
import { ImportProblem } from '../findings.ts';
import { isRecord, type Layer, type RawFeature } from './layer.ts';

const GEOMETRIES = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'];

/** Throws `ImportProblem` where it is no GeoJSON. */
export function geojsonLayer(file: string, json: unknown, remarks: string[]): Layer {
  const features = featuresOf(json);
  if (features === null) throw new ImportProblem(file, 'it is JSON, but neither GeoJSON nor CityJSON');
  return {
    file, name: '', crs: statedIn(file, json), remarks, count: features.length,
    *features() {
      for (const [index, feature] of features.entries()) yield rawOf(feature, index);
    },
  };
}

function featuresOf(json: unknown): unknown[] | null {
  // Some exports are a bare list of features.
  if (Array.isArray(json)) return json.every((one) => isRecord(one) && one.type === 'Feature') && json.length > 0 ? json : null;
  if (!isRecord(json)) return null;
  if (Array.isArray(json.features)) return json.features;
  if (json.type === 'Feature') return [json];
  return typeof json.type === 'string' && GEOMETRIES.includes(json.type) ? [{ type: 'Feature', geometry: json, properties: {} }] : null;
}

function rawOf(feature: unknown, index: number): RawFeature {
  const { id, geometry, properties } = isRecord(feature) ? feature : {};
  const isNamed = typeof id === 'string' ? id !== '' : typeof id === 'number';
  return { label: isNamed ? String(id) : `feature ${index}`, geometry: geometry ?? null, properties: isRecord(properties) ? properties : {} };
}

/** The member `crs` of GeoJSON 2008, which many programs still write. */
function statedIn(file: string, json: unknown): string | null {
  if (!isRecord(json) || json.crs === undefined) return null;
  if (json.crs === null) throw new ImportProblem(file, 'it says that its coordinate system is unknown (crs: null): state it with --crs');
  const properties = isRecord(json.crs) && isRecord(json.crs.properties) ? json.crs.properties : {};
  const stated = properties.name ?? properties.code ?? properties.href;
  if (typeof stated !== 'string' && typeof stated !== 'number') throw new ImportProblem(file, 'its member "crs" cannot be read: state the coordinate system with --crs');
  return String(stated);
}
