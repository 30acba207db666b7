/** Where the places of a set lie and what they are called. */
import type { Columns } from '#contract/columns.ts';
import type { Place } from '#contract/contract.ts';
import { Refusal } from '#contract/server.ts';
import type { SiteList } from '../store/store.ts';
import type { Area } from './areas.ts';
import type { PlaceSet } from './subjects.ts';

/** Columns of `places.get`, in dense order. */
export function placeColumns(set: PlaceSet, { sites }: SiteList): Columns {
  if (set.unit === 'sites') {
    return {
      lon: Float64Array.from(sites, (site) => site.lon),
      lat: Float64Array.from(sites, (site) => site.lat),
      district: Uint32Array.from(sites, (site, i) => districtOf(set, i) ?? site.district),
      town: Uint32Array.from(sites, (site, i) => townOf(set, i) ?? site.town),
      halfSizeM: Float32Array.from(sites, (site) => site.halfSizeM),
    };
  }
  const areas = set.subject.areas.list(set.unit);
  return {
    lon: Float64Array.from(areas, (area) => area.lon),
    lat: Float64Array.from(areas, (area) => area.lat),
    district: Uint32Array.from(areas, (area) => area.district),
    town: Uint32Array.from(areas, (area) => (set.unit === 'town' ? area.code : 0)),
    halfSizeM: new Float32Array(areas.length),
  };
}

/** Throws `Refusal('not-found')` where the set has no such index. */
export function describePlace(set: PlaceSet, list: SiteList, index: number): Place {
  requireIndex(set, list, index);
  const common = { places: set.id, index, source: list.source };
  if (set.unit === 'sites') {
    const { zh, en, ...site } = list.sites[index];
    return { ...common, ...site, name: { zh, en }, district: districtOf(set, index) ?? site.district, town: townOf(set, index) ?? site.town };
  }
  const { code, zh, en, lon, lat, district } = set.subject.areas.list(set.unit)[index];
  return { ...common, id: String(code), name: { zh, en }, lon, lat, district, town: set.unit === 'town' ? code : 0, halfSizeM: 0 };
}

export function requireIndex(set: PlaceSet, { sites }: SiteList, index: number): void {
  const count = set.unit === 'sites' ? sites.length : set.subject.areas.list(set.unit).length;
  if (index >= count) throw new Refusal('not-found', `${set.id} has ${count} places.`);
}

function districtOf({ subject: { areas, membership } }: PlaceSet, site: number): number | undefined {
  return codeAt(areas.list('district'), membership.district[site]);
}

function townOf({ subject: { areas, membership } }: PlaceSet, site: number): number | undefined {
  return codeAt(areas.list('town'), membership.town[site]);
}

function codeAt(areas: readonly Area[], index: number | undefined): number | undefined {
  return index === undefined ? undefined : areas[index]?.code;
}
