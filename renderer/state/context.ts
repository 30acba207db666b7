/** Context layers on the screen: what the city has, what a person has switched on, how far each is read. Pure. */
import type { Language } from '../globe/types.ts';

type Words = Record<Language, string>;
export const CONTEXT_GROUPS = ['health', 'rescue', 'water', 'works', 'order', 'people', 'network', 'region'] as const;

/** As the city's `context.json` states it: docs/architecture.md, "A city's folder". */
export interface ContextLayer {
  id: string;
  zh: string;
  en: string;
  group: (typeof CONTEXT_GROUPS)[number];
  form: 'point' | 'line' | 'area';
  privacy: 'P0' | 'P1' | 'P2' | 'P3';
  provenance: 'real' | 'schematic' | 'generated';
  owner: Words;
  source: string;
  note: Words;
  icon: string;
  parts?: { field: string; icons: Record<string, string> };
  file: string;
  count: number;
  fields: { key: string; zh: string; en: string; unit?: string; values?: Record<string, Words> }[];
}

export type Reading = 'loading' | 'there' | 'failed';

/** What a person has chosen; remembered for each run of each city. */
export interface ContextChoice {
  /** Ids of layers. */
  on: readonly string[];
  /** Parts left out of a layer: "pipes/gas". */
  without: readonly string[];
}

export interface ContextSlice {
  contextOpen: boolean;
  /** Null before it is known; without layers where the city has none, and then there is no button. */
  context: { state: Reading; city: string; layers: readonly ContextLayer[] } | null;
  contextChoice: ContextChoice;
  /** How far each layer that is on has been read. */
  contextRead: Readonly<Record<string, Reading>>;
}

export const NO_CHOICE: ContextChoice = { on: [], without: [] };
export const EMPTY_CONTEXT: ContextSlice = { contextOpen: false, context: null, contextChoice: NO_CHOICE, contextRead: {} };

/** Layers that belong together for one task; only those that the city has. */
export const READY_GROUPS = {
  functions: ['fourFunctions'],
  joint: ['patrols', 'duty', 'volunteers'],
  flood: ['underpasses', 'pumpStations', 'pumpTrucks', 'shelters'],
  health: ['hospitals', 'feverClinics'],
  supply: ['warehouses', 'fireStations', 'shelters'],
} as const;
export type ReadyGroup = keyof typeof READY_GROUPS;

const flipped = (list: readonly string[], item: string): string[] => (list.includes(item) ? list.filter((other) => other !== item) : [...list, item]);

export const toggled = ({ on, without }: ContextChoice, layer: string): ContextChoice => ({ on: flipped(on, layer), without });

/** The last part that is shown cannot be left out: who wants none switches the layer off. */
export function partToggled(choice: ContextChoice, layer: ContextLayer, part: string): ContextChoice {
  const without = flipped(choice.without, `${layer.id}/${part}`);
  return partsOf(layer).every((other) => without.includes(`${layer.id}/${other}`)) ? choice : { ...choice, without };
}

/** All layers of the group; where they are on already and nothing else is, none. */
export function groupToggled({ on, without }: ContextChoice, group: ReadyGroup, layers: readonly ContextLayer[]): ContextChoice {
  const wanted = READY_GROUPS[group].filter((id) => layers.some((layer) => layer.id === id));
  return { on: isGroupOn({ on, without }, group, layers) ? [] : wanted, without };
}

export function isGroupOn({ on }: ContextChoice, group: ReadyGroup, layers: readonly ContextLayer[]): boolean {
  const wanted = READY_GROUPS[group].filter((id) => layers.some((layer) => layer.id === id));
  return wanted.length > 0 && on.length === wanted.length && wanted.every((id) => on.includes(id));
}

export const partsOf = ({ parts }: ContextLayer): string[] => Object.keys(parts?.icons ?? {});

const texts = (list: unknown): string[] => (Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []);

/** What was remembered, less what this city does not have. */
export function restoredChoice(text: string | null, layers: readonly ContextLayer[]): ContextChoice {
  try {
    const { on, without } = JSON.parse(text ?? '') as ContextChoice;
    return {
      on: texts(on).filter((id) => layers.some((layer) => layer.id === id)),
      without: texts(without).filter((item) => layers.some((layer) => partsOf(layer).some((part) => item === `${layer.id}/${part}`))),
    };
  } catch {
    return NO_CHOICE;
  }
}

/** Layers that are on, in the city's own order. */
export const shownLayers = ({ on }: ContextChoice, layers: readonly ContextLayer[]): ContextLayer[] => layers.filter(({ id }) => on.includes(id));

/** What is looked for nearby where nobody has chosen: what helps. */
const RESOURCES = ['hospitals', 'fireStations', 'shelters', 'pumpStations', 'warehouses'];

/** Layers in which nearest places are looked for: those chosen, else those that are on, else the usual ones. */
export function layersToSearch(layers: readonly ContextLayer[], { on }: ContextChoice, chosen: readonly string[] | null): readonly string[] {
  if (chosen) return chosen;
  const shown = layers.filter(({ id }) => on.includes(id)).map(({ id }) => id);
  return shown.length > 0 ? shown : layers.filter(({ id }) => RESOURCES.includes(id)).map(({ id }) => id);
}
