/** Every form in which an indicator can lie on the twin. A new form is a folder beside this file and a line here. */
import { bandwidth, createKernel, fieldGrid, kernelArea, sumsAt } from './heat/kernel.ts';
import type { Ground } from './ramps.ts';
import { densityScaleOf, FIRST_RAMP, isUnbounded, scaleOf, scaleUpTo, type Ramp, type Scale, type ScaleSource } from './scale.ts';

/** `ground`: painted onto ground and buildings by the last pass; `scene`: part of the picture itself; `overlay`: stands on top of the picture. */
export const FORMS = {
  heat: { surface: 'ground' },
  choropleth: { surface: 'ground' },
  roads: { surface: 'scene' },
  buildings: { surface: 'scene' },
  columns: { surface: 'scene' },
  points: { surface: 'overlay' },
} as const;
export type Form = keyof typeof FORMS;

/** Where the places of a layer are; a `PlaceSet` fits. */
export interface Whereabouts { lon: Float64Array; lat: Float64Array }

/** How a layer is drawn, besides its places: what legend and drawing must agree on. */
export interface LayerLook {
  scale: Scale;
  /** `density`: values are summed and divided by area; `mean`: values are averaged. */
  kind: 'value' | 'mean' | 'density';
  /** σ of the kernel in metres; 0 where no kernel is used. */
  sigma: number;
}

/** Of an indicator's places in a form, what does not hang on colours: σ, how densely they stand, and how high the first values were. */
interface Facts { sigma: number; crowding: number; top: number | null; looks: Map<string, LayerLook> }
const facts = new WeakMap<Whereabouts, Map<string, Facts>>();

/** What a person and the city's look say of a layer's colours. */
export interface Colours { ramp?: Ramp | undefined; ground?: Ground | undefined }

/**
 * The look of an indicator in a form at these places; kept, so that asking again is free. Where the catalogue does not bound
 * the values (sums over areas), the first `values` above 0 set the scale's upper end, and it stays. Throws where the ramp's ends do not rise.
 */
export function layerLookOf(source: ScaleSource, form: Form, places: Whereabouts, values?: Float32Array, { ramp = FIRST_RAMP, ground = 'dark' }: Colours = {}): LayerLook {
  const known = factsOf(source, form, places);
  if (isUnbounded(source)) known.top ??= highOf(values);
  const key = `${known.top} ${ground} ${JSON.stringify(ramp)}`;
  const look = known.looks.get(key) ?? makeLook(source, form, known, ramp, ground);
  known.looks.set(key, look);
  return look;
}

function factsOf(source: ScaleSource, form: Form, places: Whereabouts): Facts {
  const kept = facts.get(places) ?? new Map<string, Facts>();
  facts.set(places, kept);
  const known = kept.get(`${source.code} ${form}`);
  if (known) return known;
  const made: Facts = { sigma: 0, crowding: 1, top: isUnbounded(source) ? null : typicalCount(source), looks: new Map() };
  if (form === 'heat') {
    const { x, y } = flatMetres(places);
    made.sigma = bandwidth(x, y);
    if (source.value_type === 'count') made.crowding = crowding(x, y, made.sigma);
  }
  kept.set(`${source.code} ${form}`, made);
  return made;
}

function makeLook(source: ScaleSource, form: Form, { sigma, crowding: crowd, top }: Facts, ramp: Ramp, ground: Ground): LayerLook {
  if (form === 'heat' && source.value_type === 'count') return { scale: densityScaleOf(source, crowd * (top ?? 1), ramp, ground), kind: 'density', sigma };
  const scale = isUnbounded(source) ? scaleUpTo(source, top ?? 1, ramp, ground) : scaleOf(source, ramp, ground);
  return { scale, kind: form === 'heat' ? 'mean' : 'value', sigma };
}

/** What all but the highest twentieth of the values stay below; null where there is none above 0. */
function highOf(values: Float32Array = new Float32Array()): number | null {
  const known = values.filter((value) => value > 0).toSorted();
  return known.length > 0 ? known[Math.floor((known.length - 1) * 0.95)]! : null;
}

/** Sites per km² as the kernel sees it where they stand densest (95th percentile of the sites). */
function crowding(x: Float32Array, y: Float32Array, sigma: number): number {
  const count = x.length;
  const field = createKernel(x, y, fieldGrid(x, y, sigma), sigma).sums({ values: new Float32Array(count).fill(1), freshness: new Float32Array(count), silent: new Uint8Array(count) });
  const at = Float32Array.from({ length: count }, (_, i) => sumsAt(field, x[i]!, y[i]!)[0]).toSorted();
  return (at[Math.floor(count * 0.95)] ?? 1) / kernelArea(sigma);
}

/** The count at a site from which its indicator is no longer normal. */
function typicalCount({ normal, thresholds }: ScaleSource): number {
  return Math.max(normal.max ?? 0, thresholds.blue ?? 0, 1e-6);
}

/** Metres east and north of the first place; good to 1 % over a city, enough for spacing. */
function flatMetres({ lon, lat }: Whereabouts): { x: Float32Array; y: Float32Array } {
  const east = 111_320 * Math.cos(((lat[0] ?? 0) * Math.PI) / 180);
  return {
    x: Float32Array.from(lon, (degrees) => (degrees - lon[0]!) * east),
    y: Float32Array.from(lat, (degrees) => (degrees - lat[0]!) * 110_870),
  };
}
