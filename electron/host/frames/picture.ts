/**
 * One indicator at one instant on one place set: the only way from stored values to anything that leaves the host.
 * Frames, series, strips and summaries all look through `sightAt`; suppression happens here and nowhere else.
 */
import { finestPlaces, type Indicator } from '#contract/catalogue.ts';
import { SILENT_AFTER_PERIODS, STATUS } from '#layers/frame.ts';
import type { State } from '../store/store.ts';
import type { CityAreas, Membership } from './areas.ts';
import { isFiner, lookedAt, PEOPLE_STEP_MS, peopleBehind, refuseFinerThanAllowed, withheldOf, type Level, type Unit } from './privacy.ts';
import { rollUp, type Rolled } from './rollUp.ts';

/** What must be known of an indicator beside its state. */
export interface Subject {
  indicator: Indicator;
  /** People below which a value is withheld; null where it counts none. */
  minCount: number | null;
  areas: CityAreas;
  membership: Membership;
}

/** What may leave the host of an indicator at an instant. */
export interface Sight {
  /** Indicator's unit; NaN where `status` is not `measured`. */
  values: Float64Array;
  status: Uint8Array;
  /** Phenomenon time of the newest word; NaN where none came and where the value is withheld. */
  newest: Float64Array;
  /** Sites that report now / that exist, all over the city. */
  reporting: number;
  total: number;
}

export interface Picture extends Sight {
  /** The same picture for every instant in between, epoch ms; Infinity where nothing is known to end it. */
  validFrom: number;
  validUntil: number;
}

/** How long after its last word a site is silent, ms; `cadence` is the spacing (ms) at which its history was stored. */
export function silentAfterMs(indicator: Indicator, cadence = 0): number {
  return SILENT_AFTER_PERIODS * Math.max(indicator.update_period_s * 1000, cadence);
}

/** Throws `Refusal` where the privacy class forbids `unit`. `state` is of `lookedAt` the instant; `silentAfter` in ms, of `silentAfterMs`. */
export function pictureAt(subject: Subject, state: State, instant: number, unit: Unit, silentAfter: number): Picture {
  return { ...sightAt(subject, state, instant, unit, silentAfter), ...validity(subject, state, instant, silentAfter) };
}

/** The same without how long it holds, for who looks at many instants anyway. */
export function sightAt(subject: Subject, state: State, instant: number, unit: Unit, silentAfter: number): Sight {
  refuseFinerThanAllowed(subject.indicator, unit);
  const heardSince = lookedAt(subject, instant) - silentAfter;
  const sight = unit === 'sites' ? ofSites(state, heardSince) : ofAreas(rollUnit(subject, state, heardSince, unit));
  if (subject.minCount !== null) suppress(subject, state, heardSince, unit, sight);
  return sight;
}

function ofSites(state: State, heardSince: number): Sight {
  const n = state.values.length;
  const values = new Float64Array(n).fill(NaN);
  const status = new Uint8Array(n);
  let reporting = 0;
  for (let i = 0; i < n; i++) {
    const value = state.values[i];
    if (!Number.isFinite(value)) status[i] = STATUS.never;
    else if (state.times[i] < heardSince) status[i] = STATUS.silent;
    else {
      values[i] = value;
      reporting++;
    }
  }
  return { values, status, newest: state.times.slice(), reporting, total: n };
}

function ofAreas(rolled: Rolled): Sight {
  const status = Uint8Array.from(rolled.values, (value, i) => {
    if (rolled.reporting[i] > 0) return Number.isFinite(value) ? STATUS.measured : STATUS.never;
    return Number.isNaN(rolled.newest[i]) ? STATUS.never : STATUS.silent;
  });
  return { values: rolled.values, status, newest: rolled.newest, reporting: sum(rolled.reporting), total: sum(rolled.total) };
}

function sum(of: Uint32Array): number {
  return of.reduce((a, b) => a + b, 0);
}

function rollUnit({ indicator, areas, membership }: Subject, state: State, heardSince: number, unit: Exclude<Unit, 'sites'>): Rolled {
  return rollUp(indicator, state, heardSince, unit === 'city' ? null : membership[unit], areas.list(unit).length);
}

const TREE = ['city', 'district', 'town', 'sites'] as const;

/** Whatever is withheld loses its value and its age: neither its digits nor its pulse may betray it. */
function suppress(subject: Subject, state: State, heardSince: number, unit: Unit, picture: Sight): void {
  const { indicator, minCount } = subject;
  const finest = finestPlaces(indicator);
  const levels: Level[] = [];
  let above: Exclude<Unit, 'sites'> | null = null;
  for (const level of TREE) {
    if (isFiner(level, finest) || isFiner(level, unit)) break;
    // A city without outlines has no such level; its sites hang on the next one up.
    if (level !== 'sites' && subject.areas.list(level).length === 0) {
      if (level === unit) return;
      continue;
    }
    levels.push({ ...peopleAt(subject, state, heardSince, level), parent: parentsAt(subject, level, above, state.values.length) });
    if (level !== 'sites') above = level;
  }
  const isExtreme = indicator.aggregation === 'max' || indicator.aggregation === 'min';
  const withheld = withheldOf(levels, minCount!, !isExtreme).at(-1)!;
  for (let i = 0; i < withheld.length; i++) {
    if (withheld[i] !== 0) picture.status[i] = STATUS.suppressed;
    // Also of what has fallen silent: its last word may have been one person's.
    if (picture.status[i] === STATUS.measured) continue;
    picture.values[i] = NaN;
    picture.newest[i] = NaN;
  }
}

function peopleAt(subject: Subject, state: State, heardSince: number, level: Unit): Omit<Level, 'parent'> {
  if (level !== 'sites') return rollUnit(subject, state, heardSince, level);
  const n = state.values.length;
  const people = new Float64Array(n);
  const reporting = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(state.values[i]) || state.times[i] < heardSince) continue;
    people[i] = peopleBehind(subject.indicator, state.values[i], state.counts[i]);
    reporting[i] = 1;
  }
  return { people, reporting };
}

function parentsAt({ areas, membership }: Subject, level: Unit, above: Exclude<Unit, 'sites'> | null, sites: number): Int32Array | null {
  if (above === null) return null;
  if (above === 'city') return new Int32Array(level === 'sites' ? sites : areas.list(level).length);
  return level === 'sites' ? membership[above] : areas.districtOfTown;
}

function validity(subject: Subject, state: State, instant: number, silentAfter: number): { validFrom: number; validUntil: number } {
  // When a picture of people really changes would tell when somebody was reported.
  const step = lookedAt(subject, instant);
  if (subject.minCount !== null) return { validFrom: step, validUntil: step + PEOPLE_STEP_MS };
  let { validFrom, validUntil } = state;
  for (const time of state.times) {
    // The first instant at which this site is silent: one millisecond after its last good one.
    const silentFrom = time + silentAfter + 1;
    if (silentFrom > instant) {
      if (silentFrom < validUntil) validUntil = silentFrom;
    } else if (silentFrom > validFrom) validFrom = silentFrom;
  }
  return { validFrom, validUntil };
}
