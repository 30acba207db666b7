/** In which forms an indicator can lie on the twin, and on which of its place sets each of them is drawn. */
import { finestPlaces, placesId, type AreaUnit, type Indicator } from '#contract/catalogue.ts';
import type { Form } from '../globe/types.ts';

export interface FormChoice {
  form: Form;
  /** Place set id. */
  places: string;
  unit: 'sites' | 'town' | 'district';
}

const SPOTS: ReadonlySet<string> = new Set(['sensor', 'station', 'facility', 'place', 'segment']);

const BY_CELL = ['cell', 'grid'] as const;

type CatalogueForm = Indicator['default_map_form'];

/** Areas with outlines that this indicator may be shown by, finest first. */
export function areaUnits(indicator: Indicator): ('town' | 'district')[] {
  const finest = finestPlaces(indicator);
  const units = new Set<string>([indicator.spatial_unit, ...indicator.rollup, finest]);
  // What cannot be summed up is known where it is reported only.
  const known = (unit: string): boolean => units.has(unit) && (indicator.aggregation !== 'none' || indicator.spatial_unit === unit);
  const allowed = (['town', 'district'] as const).filter(known);
  return finest === 'district' || finest === 'city' ? allowed.filter((unit) => unit === 'district' && finest !== 'city') : allowed;
}

/** Every form that can be drawn, the best first; empty where the indicator is one number for the whole city. */
export function formChoices(indicator: Indicator): FormChoice[] {
  const areas = areaUnits(indicator);
  const sites = finestPlaces(indicator) === 'sites' && indicator.spatial_unit !== 'city';
  const wanted: CatalogueForm[] = [indicator.default_map_form, ...indicator.map_forms, ...(areas.length > 0 ? ['choropleth' as const] : [])];
  const choices: FormChoice[] = [];
  const add = (choice: FormChoice): void => {
    if (!choices.some((other) => other.form === choice.form && other.places === choice.places)) choices.push(choice);
  };
  // The places themselves can always be seen where they are single spots.
  if (sites && SPOTS.has(indicator.spatial_unit)) wanted.push('point');
  for (const form of wanted) for (const choice of drawnAs(form, indicator, sites, areas)) add(choice);
  // Buildings know their cell and their town: what is told by cell, or can be, and what is told by town, can lie on them.
  if (sites && BY_CELL.some((unit) => indicator.spatial_unit === unit || indicator.rollup.includes(unit))) add({ form: 'buildings', places: placesId(indicator.code, 'sites'), unit: 'sites' });
  else if (indicator.spatial_unit === 'town' && areas.includes('town')) add({ form: 'buildings', places: placesId(indicator.code, 'town'), unit: 'town' });
  return choices;
}

function drawnAs(form: CatalogueForm, indicator: Indicator, sites: boolean, areas: readonly ('town' | 'district')[]): FormChoice[] {
  const onSites = (drawn: Form): FormChoice[] => (sites ? [{ form: drawn, places: placesId(indicator.code, 'sites'), unit: 'sites' }] : []);
  const onAreas = (drawn: Form): FormChoice[] => areas.map((unit) => ({ form: drawn, places: placesId(indicator.code, unit), unit }));
  // An indicator whose sites are areas: a point in the middle of a district says less than the district.
  const areaLike = indicator.spatial_unit === 'town' || indicator.spatial_unit === 'district';
  switch (form) {
    case 'density':
      return sites && !areaLike ? onSites('heat') : onAreas('choropleth');
    case 'cell_choropleth':
      return sites && !areaLike ? onSites('choropleth') : onAreas('choropleth');
    case 'choropleth':
      return onAreas('choropleth');
    case 'column':
      return sites && !areaLike ? onSites('columns') : onAreas('columns').slice(0, 1);
    case 'line':
      if (sites && indicator.spatial_unit === 'segment') return onSites('roads');
      return drawnAs('point', indicator, sites, areas);
    case 'point':
      return sites && !areaLike ? onSites('points') : onAreas('choropleth');
    case 'kpi':
      return [];
  }
}

/** What the places of a place set are. */
export function unitOf(places: string): 'sites' | AreaUnit {
  return (places.split('/')[1] ?? 'sites') as 'sites' | AreaUnit;
}

export function sameChoice(one: FormChoice, other: FormChoice): boolean {
  return one.form === other.form && one.places === other.places;
}

/** The place set for what was clicked as an area, or null where the indicator has no value for such areas. */
export function areaPlaces(indicator: Indicator, unit: Extract<AreaUnit, 'town' | 'district'>): string | null {
  return areaUnits(indicator).includes(unit) ? placesId(indicator.code, unit) : null;
}
