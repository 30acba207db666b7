/** What the page hands the globe of a context layer: places to draw a sign or a line for. Columns of equal length. */
export interface ContextDrawn {
  id: string;
  form: 'point' | 'line' | 'area';
  /** P2 and P3: marked in the picture. */
  restricted: boolean;
  /** Sign of the layer, and of each of its parts; see `#layers/signs/glyphs.ts`. */
  icon: string;
  partIcons: readonly string[];
  /** Part of each place, an index of `partIcons`; 255 for none. */
  part: Uint8Array;
  /** The places that are drawn, most important first. */
  places: readonly number[];
  zh: readonly string[];
  en: readonly string[];
  /** WGS84 degrees; of a line, about its middle. */
  lon: Float64Array;
  lat: Float64Array;
  /** Nine digits; 0 for none. */
  town: Uint32Array;
  /** Longitude and latitude alternating, a course for each place; null where the places are no lines. */
  courses: readonly Float64Array[] | null;
}

export type ContextPick =
  | { kind: 'context'; layer: string; index: number; zh: string; en: string; lon: number; lat: number }
  /** Several places under one sign; `metres`: about how far they reach. */
  | { kind: 'contextGroup'; layer: string; count: number; lon: number; lat: number; metres: number };

export interface ContextSelected { context: string; index: number }
