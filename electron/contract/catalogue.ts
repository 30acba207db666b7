/** The indicator catalogue as data: `electron/host/catalogue/indicators.json` is parsed with these schemas. */
import { z } from './zod.ts';

export const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const;
export type Level = (typeof LEVELS)[number];

export const spatialUnitSchema = z.enum([
  'sensor', 'station', 'facility', 'place', 'segment', 'cell', 'grid', 'town', 'district', 'city',
]);
export const AREA_UNITS = ['town', 'district', 'city'] as const;
export type AreaUnit = (typeof AREA_UNITS)[number];

export const formSchema = z.enum(['density', 'cell_choropleth', 'choropleth', 'column', 'point', 'line', 'kpi']);

const cutoffs = z.object({ op: z.enum(['>=', '>', '<=', '<']), blue: z.number().nullable(), yellow: z.number().nullable(), orange: z.number().nullable(), red: z.number().nullable() });
const basis = z.enum(['S', 'D', 'R', 'A', '-']);

export const indicatorSchema = z.object({
  code: z.string().regex(/^[A-Z]{2}\d{2}$/),
  zh: z.string(),
  en: z.string(),
  domain: z.string(),
  unit: z.string(),
  value_type: z.enum(['ratio', 'gauge', 'count', 'duration', 'level']),
  direction: z.enum(['high', 'low']),
  normal: z.object({ min: z.number().nullable(), max: z.number().nullable(), text: z.string() }),
  thresholds: cutoffs,
  basis: z.object({ blue: basis, yellow: basis, orange: basis, red: basis }),
  sources: z.array(z.string()),
  basis_note: z.string().nullable(),
  spatial_unit: spatialUnitSchema,
  rollup: z.array(spatialUnitSchema),
  aggregation: z.enum(['max', 'min', 'mean', 'sum', 'ratio_of_sums', 'sum_then_ratio', 'length_weighted_mean', 'none']),
  /** Where values are summed: whether the thresholds are meant for one place or for the whole city, and the unit of a sum. */
  thresholds_at: z.enum(['site', 'city']).optional(),
  sum_unit: z.string().optional(),
  update_period_s: z.number().positive(),
  emergency_update_period_s: z.number().positive(),
  map_forms: z.array(formSchema),
  default_map_form: formSchema,
  feed: z.string(),
  owner_zh: z.string(),
  privacy: z.enum(['P0', 'P1', 'P2', 'P3']),
  min_count: z.number().int().positive().nullable(),
  active: z.enum(['always', 'emergency_only', 'public_health_emergency_only']),
  case_type_zh: z.string().nullable(),
  terms: z.array(z.string()),
  privacy_note: z.string().nullable(),
});
export type Indicator = z.infer<typeof indicatorSchema>;

export const domainSchema = z.object({ code: z.string(), zh: z.string(), en: z.string(), count: z.number() });

export const catalogueSchema = z.object({
  meta: z.looseObject({ version: z.string(), status: z.string(), p3_default_min_count: z.number().int().positive(), feeds: z.record(z.string(), z.string()) }),
  domains: z.array(domainSchema),
  indicators: z.array(indicatorSchema),
});
export type Catalogue = z.infer<typeof catalogueSchema>;

/** The highest level that `value` reaches, or null: an indicator's level is never an official warning signal. */
export function levelOf(value: number, thresholds: Indicator['thresholds']): Level | null {
  if (!Number.isFinite(value)) return null;
  let reached: Level | null = null;
  for (const level of LEVELS) {
    const cutoff = thresholds[level];
    if (cutoff !== null && passes(value, thresholds.op, cutoff)) reached = level;
  }
  return reached;
}

/** Whether `value` is at the threshold `cutoff` or beyond it. */
export function passes(value: number, op: Indicator['thresholds']['op'], cutoff: number): boolean {
  if (op === '>=') return value >= cutoff;
  if (op === '>') return value > cutoff;
  return op === '<=' ? value <= cutoff : value < cutoff;
}

const NO_CUTOFFS = { blue: null, yellow: null, orange: null, red: null } as const;

/**
 * The indicator as it is for places of a unit. A sum over an area is not measured against what is meant for one site, nor
 * one site against what is meant for the city: there it has no thresholds, no normal range, and the unit of a sum.
 */
export function indicatorAt(indicator: Indicator, unit: 'sites' | AreaUnit): Indicator {
  if (indicator.aggregation !== 'sum') return indicator;
  const made = sums.get(indicator) ?? new Map<string, Indicator>();
  sums.set(indicator, made);
  const at = made.get(unit) ?? sumAt(indicator, unit);
  made.set(unit, at);
  return at;
}

/** Made once: who compares by identity sees the same indicator each time. */
const sums = new WeakMap<Indicator, Map<string, Indicator>>();

function sumAt(indicator: Indicator, unit: 'sites' | AreaUnit): Indicator {
  const isSite = unit === 'sites' || unit === indicator.spatial_unit;
  const applies = indicator.thresholds_at === 'city' ? unit === 'city' || indicator.spatial_unit === 'city' : isSite;
  if (applies) return indicator;
  return {
    ...indicator,
    unit: isSite ? indicator.unit : (indicator.sum_unit ?? indicator.unit),
    thresholds: { ...indicator.thresholds, ...NO_CUTOFFS },
    normal: { min: 0, max: null, text: '' },
  };
}

/** People behind a value below which it is withheld; null where the indicator counts no people. */
export function minCountOf(indicator: Indicator, p3Default: number): number | null {
  return indicator.min_count ?? (indicator.privacy === 'P3' ? p3Default : null);
}

/**
 * The finest places that may leave the host. P3 is derived from personal information: it leaves as areas only,
 * whatever it was measured at; everything else leaves as its own sites.
 */
export function finestPlaces(indicator: Indicator): 'sites' | AreaUnit {
  if (indicator.privacy !== 'P3') return 'sites';
  const unit = indicator.spatial_unit;
  if (unit === 'town' || unit === 'district' || unit === 'city') return unit;
  return indicator.rollup.includes('town') ? 'town' : 'district';
}

/** Id of a place set: the indicator's own sites, or its roll-up to an area unit. */
export function placesId(code: string, unit: 'sites' | AreaUnit): string {
  return unit === 'sites' ? code : `${code}/${unit}`;
}
