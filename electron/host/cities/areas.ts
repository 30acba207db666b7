/** Outlines that a person brought beside the buildings: districts, towns, water, green. */
import type { Crs, LonLat } from './crs.ts';
import type { Findings } from './findings.ts';
import { intoFrame, type LocalFrame, type Point } from './geometry.ts';
import { recognised } from './heights.ts';
import { polygonsOf } from './polygons.ts';
import type { Layer } from './read/layer.ts';
import { degreesPerMetre } from './tiles/bodyMesh.ts';

export const AREA_KINDS = ['districts', 'towns', 'water', 'green'] as const;
export type AreaKind = (typeof AREA_KINDS)[number];

export interface AreaFeature { type: 'Feature'; properties: Record<string, unknown>; geometry: { type: 'MultiPolygon'; coordinates: LonLat[][][] } }

const CODE_FIELDS = ['adcode', 'code', 'xzqdm', 'town_code', 'district_code', 'cpeas_code', '行政区划代码', '区划代码', '代码'];
const PARENT_FIELDS = ['district', 'parent', 'pr_adcode', 'district_code'];
const ENGLISH_FIELDS = ['en', 'name_en', 'name:en', 'english'];
const LEAST_AREA = 100;
const THIN = { beyond: 5000, metres: 2 };

/** Features in the form of the city's folder; of districts and towns by rising code. */
export async function areasOf(layer: Layer, kind: AreaKind, crs: Crs, findings: Findings): Promise<AreaFeature[]> {
  const found: AreaFeature[] = [];
  for await (const { label, geometry, properties } of layer.features()) {
    const tell = (outcome: 'leftOut' | 'mended', reason: string): void => findings.note(layer.file, outcome, reason, label);
    const known = new Map(Object.keys(properties).map((field) => [field.toLowerCase(), properties[field]]));
    const first = (fields: string[]): unknown => fields.map((field) => known.get(field)).find((value) => value !== undefined && value !== null);
    const isCoded = kind === 'districts' || kind === 'towns';
    const code = codeIn(first(CODE_FIELDS), kind);
    if (isCoded && code === null) {
      tell('leftOut', `it has no code of ${kind === 'districts' ? 'six' : 'nine'} digits`);
      continue;
    }
    const polygons = polygonsOf(geometry, { crs, leastArea: LEAST_AREA, thin: THIN }, tell);
    if (polygons.length === 0) continue;
    const { name } = recognised(Object.keys(properties));
    const zh = name === null ? '' : String(properties[name] ?? '');
    const en = String(first(ENGLISH_FIELDS) ?? zh);
    const parent = kind === 'towns' ? { district: codeIn(first(PARENT_FIELDS), 'districts') ?? Math.floor(code! / 1000) } : {};
    found.push({
      type: 'Feature', properties: { ...(isCoded ? { code } : {}), zh, en, ...parent },
      geometry: { type: 'MultiPolygon', coordinates: polygons.map(({ anchor, frame, rings }) => rings.map((ring) => closed(ring.map((point) => degreesOf(frame, anchor, point))))) },
    });
  }
  return found.toSorted((a, b) => Number(a.properties.code ?? 0) - Number(b.properties.code ?? 0));
}

/** China's public alerts write a district's six digits with six zeros behind. */
function codeIn(value: unknown, kind: AreaKind): number | null {
  const digits = /^\d{6,12}$/.exec(String(value ?? ''))?.[0];
  if (digits === undefined) return null;
  return Number(digits.slice(0, kind === 'towns' ? 9 : 6));
}

const closed = (ring: LonLat[]): LonLat[] => [...ring, ring[0]];

/** Degrees of a place on the ellipsoid whose east and north metres are known: found by nearing it, to millimetres over a province. */
function degreesOf(frame: LocalFrame, [lon, lat]: LonLat, [x, y]: Point): LonLat {
  const [perLon, perLat] = degreesPerMetre(lat);
  let at: LonLat = [lon + x * perLon, lat + y * perLat];
  for (let round = 0; round < 6; round++) {
    const [east, north] = intoFrame(frame, at[0], at[1], 0);
    at = [at[0] + (x - east) * perLon, at[1] + (y - north) * perLat];
  }
  return [Math.round(at[0] * 1e7) / 1e7, Math.round(at[1] * 1e7) / 1e7];
}
