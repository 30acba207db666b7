/** Two pictures on one map: side A is slot a, side B slot b. Pure; epoch milliseconds. */
import { indicatorAt } from '#contract/catalogue.ts';
import type { When } from '#contract/contract.ts';
import type { Division, Slot } from '../globe/types.ts';
import { formChoices } from './forms.ts';
import type { Chosen, Screen } from './store.ts';

/** How the two share the map: a line to draw across, half a map each, or B − A. */
export const COMPARE_WAYS = ['swipe', 'sides', 'difference'] as const;
export type CompareWay = (typeof COMPARE_WAYS)[number];

export interface Comparison {
  way: CompareWay;
  /** Where the map is divided, share of its width from the left; halves divide it in the middle. */
  divider: number;
  /** When side A is, where both sides are one indicator; null: two indicators at the clock's instant. Side B always is the clock's. */
  when: When | null;
  /** What lay in slot b before it was needed for the second moment. */
  before: Chosen | null;
}

const HOUR_MS = 3_600_000;
export const YESTERDAY: When = { offset: -24 * HOUR_MS };
export const WEEK_AGO: When = { offset: -7 * 24 * HOUR_MS };
export const HOUR_AGO: When = { offset: -HOUR_MS };

export type Compared = Pick<Screen, 'slots' | 'comparison'>;

/** The own instant of what a slot shows; null: the clock's. */
export function whenOf({ comparison }: Pick<Screen, 'comparison'>, slot: Slot): When | null {
  return slot === 'a' ? (comparison?.when ?? null) : null;
}

export const divisionOf = (comparison: Comparison | null): Division | null => comparison && { way: comparison.way, at: comparison.divider };

/** Two indicators where there are two, else one at two moments; null where nothing lies on the map. */
export function begun({ slots }: Compared): Compared | null {
  if (slots.a === null) return null;
  const when = slots.b === null ? YESTERDAY : null;
  const a = comparable(slots.a);
  return { slots: { a, b: slots.b ? comparable(slots.b) : a }, comparison: { way: 'swipe', divider: 0.5, when, before: slots.b } };
}

export function ended({ slots, comparison }: Compared): Compared {
  return { slots: comparison?.when ? { ...slots, b: comparison.before } : slots, comparison: null };
}

/** One indicator at the clock's instant and at `when`; null: two indicators, the second the one that lay in b before. */
export function beside({ slots, comparison }: Compared, when: When | null): Compared {
  if (!comparison) return { slots, comparison };
  const before = comparison.when === null ? slots.b : comparison.before;
  const next = { slots: { ...slots, b: when === null ? before : slots.a }, comparison: { ...comparison, when, before } };
  return { ...next, comparison: { ...next.comparison, way: barred(next, next.comparison.way) === null ? next.comparison.way : 'swipe' } };
}

/** `chosen` in a slot; of one indicator at two moments in both, unless another is chosen for b: then there are two. */
export function put({ slots, comparison }: Compared, slot: Slot, wanted: Chosen | null): Compared {
  const chosen = wanted && (comparison ? comparable(wanted) : wanted);
  if (!comparison) return { slots: { ...slots, [slot]: chosen }, comparison };
  if (chosen === null) {
    const left = slot === 'a' ? { a: comparison.when ? null : slots.b, b: null } : { a: slots.a, b: null };
    return { slots: left, comparison: null };
  }
  const isOne = comparison.when !== null && (slot === 'a' || chosen.indicator.code === slots.b?.indicator.code);
  const next = isOne ? { slots: { a: chosen, b: chosen }, comparison } : { slots: { ...slots, [slot]: chosen }, comparison: { ...comparison, when: null } };
  return barred(next, comparison.way) !== null ? { ...next, comparison: { ...next.comparison, way: 'swipe' } } : next;
}

/** A building has one colour and stands on both sides: what is compared lies on the map in another form. */
function comparable(chosen: Chosen): Chosen {
  if (chosen.choice?.form !== 'buildings') return chosen;
  return { ...chosen, choice: formChoices(chosen.indicator).find(({ form }) => form !== 'buildings') ?? chosen.choice };
}

/** Why half a map each cannot be shown; null where it can. Roads and columns are drawn with the city, which both halves show. */
function obstacleToHalves({ slots: { a, b } }: Pick<Screen, 'slots'>): 'standing' | null {
  return [a, b].some((one) => one?.choice?.form === 'roads' || one?.choice?.form === 'columns') ? 'standing' : null;
}

const unit = ({ indicator, choice }: Chosen): string => indicatorAt(indicator, choice!.unit).unit;

/** Why B − A cannot be drawn; null where it can. `places`: nothing says which place of one is which of the other. */
export function obstacleTo({ slots: { a, b } }: Pick<Screen, 'slots'>): 'empty' | 'values' | 'unit' | 'places' | null {
  if (!a?.choice || !b?.choice) return 'empty';
  if ([a, b].some(({ view }) => (view ?? 'values') !== 'values')) return 'values';
  if (unit(a) !== unit(b)) return 'unit';
  const areField = a.choice.form === 'heat' && b.choice.form === 'heat' && (a.indicator.value_type === 'count') === (b.indicator.value_type === 'count');
  const areSamePlaces = a.choice.places === b.choice.places || (a.choice.unit !== 'sites' && a.choice.unit === b.choice.unit);
  return areField || (areSamePlaces && a.choice.form === b.choice.form) ? null : 'places';
}

/** Why two cannot share the map in a way; null where they can. */
export function barred(compared: Pick<Screen, 'slots'>, way: CompareWay): ReturnType<typeof obstacleTo> | 'standing' {
  return way === 'difference' ? obstacleTo(compared) : way === 'sides' ? obstacleToHalves(compared) : null;
}
