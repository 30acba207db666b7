/** Where the places of a set lie: static but growing, asked for once a run. */
import type { ColumnMessage } from '#contract/columns.ts';
import type { PlaceSet } from './globe/types.ts';
import { unitOf } from './state/forms.ts';

const sets = new Map<string, Promise<PlaceSet>>();

/** `ask` is called where the set is not known yet; a rejection is not remembered. */
export function placeSet(run: string, places: string, ask: (places: string) => Promise<ColumnMessage>): Promise<PlaceSet> {
  const key = `${run}|${places}`;
  const known = sets.get(key);
  if (known) return known;
  const asked = ask(places).then(({ columns }) => ({ id: places, unit: unitOf(places), ...columns }) as unknown as PlaceSet);
  sets.set(key, asked);
  asked.catch(() => sets.delete(key));
  return asked;
}

export function forgetPlaceSet(run: string, places: string): void {
  sets.delete(`${run}|${places}`);
}

/** Another host may know other places. */
export function forgetPlaceSets(): void {
  sets.clear();
}

/** Index of an area in its set by its code, or −1. */
export function areaIndex(set: PlaceSet, unit: 'district' | 'town', code: number): number {
  return set[unit].indexOf(code);
}
