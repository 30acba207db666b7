/** What of an indicator is laid on the twin: its values, its silence, or where nobody measures. Pure. */
import { finestPlaces, placesId, type Indicator } from '#contract/catalogue.ts';
import type { Form } from '../globe/types.ts';
import type { FormChoice } from './forms.ts';

/** Ends the id of a place set of cells that hold a risk and no sensor. */
export const BARE_CELLS = '/coverage';
export const VIEWS = ['values', 'silence', 'coverage'] as const;
export type View = (typeof VIEWS)[number];

/** What cells must hold to be at risk, a context layer's id, and how near a sensor must be, metres. */
export interface CoverageRule { risk: string; metres: number }
export const COVERAGE_METRES = [300, 500, 1000, 2000] as const;
export const FIRST_RULE: CoverageRule = { risk: 'underpasses', metres: 500 };

/** How a view is made of the host's frames. */
export interface Drawing {
  /** Place set whose frames are asked for. */
  frames: string;
  /** Place set that is drawn on; null: cells of the city that are worked out. */
  on: string | null;
  form: Form;
  /** Of a value that is drawn: `hours` since the last word, percent of an area's places, or how many risks. */
  shows: 'values' | 'hours' | 'share' | 'risks';
}

/** Views that an indicator may be seen in: where its places may not be known, there is nothing to say of where they are missing. */
export function viewsOf(indicator: Indicator): View[] {
  return hasSites(indicator) ? [...VIEWS] : ['values', 'silence'];
}

const hasSites = (indicator: Indicator): boolean => finestPlaces(indicator) === 'sites' && !['town', 'district', 'city'].includes(indicator.spatial_unit);

export function drawingOf(indicator: Indicator, choice: FormChoice, view: View): Drawing {
  const plain: Drawing = { frames: choice.places, on: choice.places, form: choice.form, shows: 'values' };
  if (view === 'values') return plain;
  const sites = placesId(indicator.code, 'sites');
  if (view === 'coverage' && hasSites(indicator)) return { frames: sites, on: null, form: 'choropleth', shows: 'risks' };
  if (choice.unit !== 'sites') return hasSites(indicator) ? { frames: sites, on: choice.places, form: 'choropleth', shows: 'share' } : { ...plain, shows: 'hours' };
  return { ...plain, form: choice.form === 'heat' || choice.form === 'buildings' ? 'points' : choice.form, shows: 'hours' };
}

const UNITS = { hours: 'h', share: '%', risks: '处' } as const;
const made = new WeakMap<Indicator, Map<string, Indicator>>();

/** The indicator as the view colours it: the same object each time. */
export function indicatorIn(indicator: Indicator, shows: Drawing['shows']): Indicator {
  if (shows === 'values') return indicator;
  const mine = made.get(indicator) ?? new Map<string, Indicator>();
  made.set(indicator, mine);
  const seen = mine.get(shows) ?? {
    ...indicator, code: `${indicator.code}.${shows}`, unit: UNITS[shows], value_type: shows === 'risks' ? 'count' as const : 'duration' as const, direction: 'high' as const,
    normal: { min: 0, max: shows === 'share' ? 100 : null, text: '' }, thresholds: { op: '>=' as const, blue: null, yellow: null, orange: null, red: null },
  };
  mine.set(shows, seen);
  return seen;
}
