/** What every reader of flat features gives: GeoJSON-like features, one after the other, and what the file says of its coordinates. */
export interface RawFeature {
  /** As messages name it: its id, or its place in the file. */
  label: string;
  /** GeoJSON's form; anything may be in it. */
  geometry: unknown;
  properties: Record<string, unknown>;
}

export interface Layer {
  file: string;
  /** Of the layer in a file of several. */
  name: string;
  /** As the file states it; null where it states none. */
  crs: string | null;
  /** What a person should know of how it was read. */
  remarks: string[];
  /** How many there are, where the file says. */
  count: number | null;
  /** Throws `ImportProblem` where the file breaks off. */
  features(): Iterable<RawFeature> | AsyncIterable<RawFeature>;
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
