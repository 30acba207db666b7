/** Context layers as a built city's folder holds them: `context.json`, and each layer's places when it is first wanted. */
import { readCity } from './globe/cityFolder.ts';
import type { ContextDrawn } from './globe/contextTypes.ts';
import { readJson } from './readJson.ts';
import type { ContextChoice, ContextLayer } from './state/context.ts';

export interface ContextProperties { id: string; zh: string; en: string; district: number; town: number; [field: string]: unknown }

export interface ContextPlaces {
  properties: readonly ContextProperties[];
  zh: readonly string[];
  en: readonly string[];
  lon: Float64Array;
  lat: Float64Array;
  town: Uint32Array;
  /** An index of the layer's parts; 255 for none. */
  part: Uint8Array;
  courses: readonly Float64Array[] | null;
}

interface Feature { properties: ContextProperties; geometry: { type: 'Point'; coordinates: [number, number] } | { type: 'LineString'; coordinates: [number, number][] } }

export const NO_PART = 255;

/** The layers of the city at `url`; empty where it has none. Rejects with a sentence where its files cannot be read. */
export async function readContextLayers(url: string): Promise<ContextLayer[]> {
  const { context } = await readCity(url);
  if (context === null || context === undefined) return [];
  const { layers } = (await readJson(`${url}/${context}`)) as { layers?: ContextLayer[] };
  if (!Array.isArray(layers)) throw new Error(`${url}/${context} lists no layers.`);
  return layers;
}

/** Rejects with a sentence where the file cannot be read or is no collection of points or lines. */
export async function readContextPlaces(url: string, layer: ContextLayer): Promise<ContextPlaces> {
  const { features } = (await readJson(`${url}/${layer.file}`)) as { features?: Feature[] };
  if (!Array.isArray(features)) throw new Error(`${url}/${layer.file} holds no places.`);
  return placesOf(layer, features);
}

export function placesOf(layer: ContextLayer, features: readonly Feature[]): ContextPlaces {
  const properties = features.map((feature) => feature.properties);
  const middles = features.map(({ geometry }) => (geometry.type === 'Point' ? geometry.coordinates : middleOf(geometry.coordinates)));
  const parts = Object.keys(layer.parts?.icons ?? {});
  const partIn = (one: ContextProperties): number => {
    const at = layer.parts ? parts.indexOf(String(one[layer.parts.field])) : -1;
    return at < 0 ? NO_PART : at;
  };
  return {
    properties,
    zh: properties.map(({ zh }) => zh), en: properties.map(({ en }) => en),
    lon: Float64Array.from(middles, ([lon]) => lon), lat: Float64Array.from(middles, ([, lat]) => lat),
    town: Uint32Array.from(properties, ({ town }) => town ?? 0),
    part: Uint8Array.from(properties, partIn),
    courses: layer.form === 'line' ? features.map(({ geometry }) => Float64Array.from(geometry.type === 'Point' ? geometry.coordinates : geometry.coordinates.flat())) : null,
  };
}

/** Half way along, not between the ends: where the line really is. */
function middleOf(line: readonly [number, number][]): [number, number] {
  const lengths = line.slice(1).map(([lon, lat], i) => Math.hypot((lon - line[i]![0]) * 0.856, lat - line[i]![1]));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [i, length] of lengths.entries()) {
    const [from, to] = [line[i]!, line[i + 1]!];
    if (left <= length && length > 0) return [from[0] + ((to[0] - from[0]) * left) / length, from[1] + ((to[1] - from[1]) * left) / length];
    left -= length;
  }
  return line[0]!;
}

/** What the globe draws of a layer: all its places but those of parts that were left out. */
export function drawnOf(layer: ContextLayer, places: ContextPlaces, { without }: ContextChoice): ContextDrawn {
  const { zh, en, lon, lat, town, part, courses } = places;
  const names = Object.keys(layer.parts?.icons ?? {});
  const isOut = names.map((name) => without.includes(`${layer.id}/${name}`));
  const shown: number[] = [];
  for (let i = 0; i < part.length; i++) if (!isOut[part[i]!]) shown.push(i);
  return {
    id: layer.id, form: layer.form, restricted: layer.privacy === 'P2' || layer.privacy === 'P3', icon: layer.icon, partIcons: Object.values(layer.parts?.icons ?? {}),
    part, places: shown, zh, en, lon, lat, town, courses,
  };
}
