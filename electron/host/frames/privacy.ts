/**
 * What may leave the host of values that stand for people. Everything that shows a value asks `withheldOf` first, through
 * `pictureAt`; there is no second way out.
 */
import { finestPlaces, placesId, type AreaUnit, type Indicator } from '#contract/catalogue.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { Refusal } from '#contract/server.ts';

export type Unit = 'sites' | AreaUnit;
const FINENESS: Record<Unit, number> = { sites: 0, town: 1, district: 2, city: 3 };
export const isFiner = (unit: Unit, than: Unit): boolean => FINENESS[unit] < FINENESS[than];

/**
 * People behind one value: as stated, one where nothing is, so that it is withheld. A count is itself a number of cases, however
 * many people were looked at: the smaller of both.
 */
export function peopleBehind(indicator: Indicator, value: number, count: number): number {
  if (indicator.value_type === 'count') return Math.min(Math.max(0, value), count);
  return count === NOT_STATED ? 1 : count;
}

/** So seldom, ms, the host looks at people: by a finer instant it could be found when somebody was reported. */
export const PEOPLE_STEP_MS = 10_000;

/** The instant that is looked at where `instant` (both epoch ms) is asked for: of people the beginning of its step, whoever asks. */
export function lookedAt({ minCount }: { minCount: number | null }, instant: number): number {
  return minCount === null ? instant : Math.floor(instant / PEOPLE_STEP_MS) * PEOPLE_STEP_MS;
}

/** When the step that `instant` lies in is over. */
export function nextStep(instant: number): number {
  return (Math.floor(instant / PEOPLE_STEP_MS) + 1) * PEOPLE_STEP_MS;
}

/**
 * When the newest of people, looked at at `taken` (wall clock, epoch ms), is looked at again: in the next step, but not just
 * before and just after it begins. What lies between two looks must not be a moment.
 */
export function takenAgainBy(taken: number): number {
  return nextStep(taken + PEOPLE_STEP_MS / 2);
}

/** Throws `Refusal('refused')` for places finer than the indicator's privacy class lets out. */
export function refuseFinerThanAllowed(indicator: Indicator, unit: Unit): void {
  const finest = finestPlaces(indicator);
  if (!isFiner(unit, finest)) return;
  throw new Refusal(
    'refused',
    `${indicator.code} is derived from personal information and leaves the host by ${finest} only.`,
    `Ask for ${placesId(indicator.code, finest)}.`,
  );
}

/** One level of an indicator's roll-up tree. */
export interface Level {
  /** People behind each entry; 0 where nothing reports. */
  people: Float64Array;
  /** Places that report now, under each entry. */
  reporting: Uint32Array;
  /** Each entry's index in the level above, -1 where it lies in none. Null at the top. */
  parent: Int32Array | null;
}

/**
 * For levels from the whole city downwards: 1 where a value must be withheld. First whatever has fewer than `minCount`
 * people behind it; then, where sums allow subtraction (`additive`), the smallest others, until neither a withheld entry
 * nor any remainder of fewer than `minCount` people follows from what is shown at these levels.
 */
export function withheldOf(levels: Level[], minCount: number, additive: boolean): Uint8Array[] {
  const withheld = levels.map(({ people, reporting }) => Uint8Array.from(people, (n, i) => (reporting[i] > 0 && n < minCount ? 1 : 0)));
  if (!additive) return withheld;
  for (let depth = 1; depth < levels.length; depth++) {
    hideRemainders(levels[depth - 1], withheld[depth - 1], levels[depth], withheld[depth], minCount);
  }
  return withheld;
}

function hideRemainders(above: Level, hiddenAbove: Uint8Array, level: Level, hidden: Uint8Array, minCount: number): void {
  const orphans = above.people.length;
  const children: number[][] = Array.from({ length: orphans + 1 }, () => []);
  for (let i = 0; i < level.people.length; i++) {
    if (level.reporting[i] === 0) continue;
    const parent = level.parent ? level.parent[i] : -1;
    children[parent < 0 ? orphans : parent].push(i);
  }
  for (let p = 0; p <= orphans; p++) {
    const mine = children[p];
    const sum = (of: ArrayLike<number>): number => mine.reduce((total, i) => total + of[i], 0);
    // Entries without a parent have a total all the same: what is left of the level above the parents.
    const parentShown = p === orphans || hiddenAbove[p] === 0;
    const restPeople = p === orphans ? 0 : Math.max(0, above.people[p] - sum(level.people));
    const rest = p === orphans ? 0 : Number(above.reporting[p] > sum(level.reporting));
    if (!parentShown && above.people[p] < minCount) continue;
    const shown = mine.filter((i) => hidden[i] === 0).toSorted((a, b) => level.people[a] - level.people[b] || a - b);
    let unknown = mine.length - shown.length;
    let unknownPeople = restPeople + mine.reduce((total, i) => total + (hidden[i] ? level.people[i] : 0), 0);
    for (const i of shown) {
      // All shown is safe below a total that is shown. Otherwise what is left of the total must be of enough people; as each
      // withheld entry is of fewer, it is then never one alone.
      if (unknown + rest === 0 ? parentShown : unknownPeople >= minCount) break;
      hidden[i] = 1;
      unknown++;
      unknownPeople += level.people[i];
    }
  }
}
