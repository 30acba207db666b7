/** What a card says of a shape as a file: CSV or GeoJSON, with source, instant, coordinate system and privacy class in it. Pure. */
import type { Indicator } from '#contract/catalogue.ts';
import { STATUS, type IndicatorFrame } from '#layers/frame.ts';
import type { Language } from '../globe/types.ts';
import type { SightFound } from '../state/shapes.ts';
import type { Aggregate } from './aggregate.ts';
import { airDistance, direction, groundDistance, measureRings } from './geodesy.ts';
import type { Places } from './inside.ts';
import { crossesItself, groundOf, isRegion, type Shape } from './shape.ts';
import type { Share } from './share.ts';

export interface NearRow { layer: { id: string; zh: string; en: string; privacy: string; provenance: string }; name: Record<Language, string>; lon: number; lat: number; metres: number }

interface ReadingTold {
  indicator: Indicator;
  feed: string;
  owner: string;
  set: Places;
  members: ArrayLike<number>;
  shares: readonly Share[] | null;
  areas: readonly { code: number; zh: string; en: string }[];
  frame: Pick<IndicatorFrame, 'values' | 'status' | 'places'>;
  /** Epoch ms. */
  time: number;
  aggregate: Aggregate;
}

export interface Told {
  shape: Shape;
  name: string;
  language: Language;
  run: { id: string; title: string; provenance: string } | null;
  /** Live, replay …: as the badge says it. */
  badge: string;
  asKnown: boolean;
  /** When the file is made, epoch ms. */
  made: number;
  readings: readonly ReadingTold[];
  near: readonly NearRow[];
  sight: SightFound | null;
  /** What was left out, and why. */
  withheld: readonly { code: string; why: string }[];
}

const CRS = 'WGS84 (EPSG:4326), lon/lat in degrees, heights in metres above the ellipsoid';
const STATE = Object.fromEntries(Object.entries(STATUS).map(([name, number]) => [number, name]));
const iso = (time: number): string => new Date(time).toISOString();
const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** Facts of the file as a whole. */
function about({ shape, name, run, badge, asKnown, made, readings, withheld }: Told): Record<string, unknown> {
  return {
    name, kind: shape.kind, crs: CRS, made: iso(made), state: badge, ...(asKnown && { known: 'as known then' }),
    ...(run && { run: run.id, run_title: run.title, provenance: run.provenance }),
    privacy: readings.reduce((most, { indicator }) => (indicator.privacy > most ? indicator.privacy : most), 'P0'),
    ...(withheld.length > 0 && { withheld: withheld.map(({ code, why }) => `${code}: ${why}`).join('; ') }),
    ...measures(shape),
  };
}

function measures(shape: Shape): Record<string, unknown> {
  const { points, metres } = shape;
  if (isRegion(shape)) {
    const { area, border } = measureRings(groundOf(shape));
    return { ...(crossesItself(shape) ? { crosses_itself: true } : { area_m2: round(area, 1) }), border_m: round(border, 1), ...(metres !== undefined && { metres: round(metres, 1) }) };
  }
  if (shape.kind !== 'distance') return {};
  const total = points.slice(1).reduce((sum, to, at) => sum + groundDistance(points[at], to), 0);
  return { length_m: round(total, 2), rise_m: round(points.at(-1)!.height - points[0].height, 1) };
}

function figuresOf({ indicator, feed, owner, time, aggregate: { figures, reached, ...counts } }: ReadingTold): Record<string, unknown> {
  return {
    indicator: indicator.code, zh: indicator.zh, en: indicator.en, unit: indicator.unit, privacy: indicator.privacy, source: feed, owner, time: iso(time), ...counts,
    ...(figures && Object.fromEntries(Object.entries(figures).map(([figure, value]) => [figure, round(value, 6)]))),
    reached: reached.map(({ level, cutoff, count }) => ({ level, threshold: cutoff, count })),
  };
}

/** A cell as RFC 4180 writes it; what a spreadsheet would take for a formula is text. */
export function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const lines = (rows: readonly (readonly unknown[])[]): string => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/** Facts of the file and of each indicator first, a row each; then a table of what lies inside. */
export function asCsv(told: Told): string {
  const { shape, readings, near, language } = told;
  const facts = Object.entries(about(told)).map(([key, value]) => ['#', key, value]);
  const figures = readings.flatMap((one) => Object.entries(figuresOf(one)).map(([key, value]) => ['#', `${one.indicator.code} ${key}`, value]));
  const inside = readings.flatMap(({ indicator, set, members, shares, areas, frame, time }) => Array.from(members, (at) => [
    indicator.code, areas[at]?.code ?? at, areas[at]?.[language] ?? '', round(set.lon[at], 6), round(set.lat[at], 6), shares ? round(shares.find(({ index }) => index === at)?.share ?? 0, 4) : 1,
    STATE[frame.status[at]] ?? 'never', Number.isFinite(frame.values[at]) ? round(frame.values[at], 6) : '', indicator.unit, iso(time),
  ]));
  const tables: (readonly unknown[])[] = [];
  if (readings.length > 0) tables.push(['indicator', 'place', 'name', 'lon', 'lat', 'share_inside', 'state', 'value', 'unit', 'time'], ...inside);
  if (near.length > 0) tables.push(['layer', 'name', 'lon', 'lat', 'metres', 'privacy', 'provenance'], ...near.map(({ layer, name, lon, lat, metres }) => [layer.id, name[language], round(lon, 6), round(lat, 6), round(metres, 1), layer.privacy, layer.provenance]));
  if (shape.kind === 'distance') {
    tables.push(['from_lon', 'from_lat', 'from_height_m', 'to_lon', 'to_lat', 'to_height_m', 'ground_m', 'air_m', 'azimuth_deg'], ...shape.points.slice(1).map((to, at) => {
      const from = shape.points[at];
      return [round(from.lon, 7), round(from.lat, 7), round(from.height, 1), round(to.lon, 7), round(to.lat, 7), round(to.height, 1), round(groundDistance(from, to), 2), round(airDistance(from, to), 2), round(direction(from, to), 2)];
    }));
  }
  if (tables.length === 0) tables.push(['lon', 'lat', 'height_m'], ...shape.points.map(({ lon, lat, height }) => [round(lon, 7), round(lat, 7), round(height, 1)]));
  const bom = '\uFEFF';
  return bom + lines([...facts, ...figures, ...sightFacts(told), ...tables]);
}

function sightFacts({ sight, shape }: Told): unknown[][] {
  if (shape.kind !== 'sight' || !sight) return [];
  const met = sight.state === 'blocked' ? sight.met : null;
  return [['#', 'sight', sight.state], ...(met ? [['#', 'blocked_by', met.building.id ?? ''], ['#', 'blocked_at', `${round(met.at.lon, 7)} ${round(met.at.lat, 7)} ${round(met.at.height, 1)}`]] : [])];
}

const point = ({ lon, lat, height }: Shape['points'][number]): number[] => (height === 0 ? [round(lon, 8), round(lat, 8)] : [round(lon, 8), round(lat, 8), round(height, 2)]);

/** A feature collection: the shape with all its facts, then each place inside as a point. */
export function asGeoJson(told: Told): string {
  const { shape, readings, near, language } = told;
  const ground = groundOf(shape);
  const geometry = ground.length > 0
    ? { type: 'MultiPolygon', coordinates: ground.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [round(lon, 8), round(lat, 8)]))) }
    : shape.points.length > 1 ? { type: 'LineString', coordinates: shape.points.map(point) } : { type: 'Point', coordinates: point(shape.points[0]) };
  const places = readings.flatMap(({ indicator, set, members, areas, shares, frame, time }) => Array.from(members, (at) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [round(set.lon[at], 6), round(set.lat[at], 6)] },
    properties: {
      indicator: indicator.code, place: areas[at]?.code ?? at, ...(areas[at] && { name: areas[at][language], share_inside: round(shares?.find(({ index }) => index === at)?.share ?? 0, 4) }),
      state: STATE[frame.status[at]] ?? 'never', value: Number.isFinite(frame.values[at]) ? round(frame.values[at], 6) : null, unit: indicator.unit, time: iso(time), privacy: indicator.privacy,
    },
  })));
  const resources = near.map(({ layer, name, lon, lat, metres }) => ({
    type: 'Feature', geometry: { type: 'Point', coordinates: [round(lon, 6), round(lat, 6)] },
    properties: { layer: layer.id, name: name[language], metres: round(metres, 1), privacy: layer.privacy, provenance: layer.provenance },
  }));
  const facts = { ...about(told), ...Object.fromEntries(sightFacts(told).map(([, key, value]) => [key, value])), ...(readings.length > 0 && { indicators: readings.map(figuresOf) }) };
  return JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry, properties: facts }, ...places, ...resources] }, null, 1);
}
