/** From the id of a place set to what is needed to show it: the indicator, its areas, its present or past state. */
import { AREA_UNITS, minCountOf, type AreaUnit, type Catalogue, type Indicator } from '#contract/catalogue.ts';
import { Refusal } from '#contract/server.ts';
import type { Run } from '../run.ts';
import type { State } from '../store/store.ts';
import type { CityAreas } from './areas.ts';
import { openHeard, type Heard } from './heard.ts';
import type { Past } from './past.ts';
import { silentAfterMs, type Subject } from './picture.ts';
import { isFiner, lookedAt, refuseFinerThanAllowed, takenAgainBy, type Unit } from './privacy.ts';

/** An instant, epoch ms; `live`: the run's newest, held in memory. */
export interface Moment {
  live: boolean;
  time: number;
  /** What was known here at that instant, to a second; else what is known now. */
  asKnown?: boolean;
}

export interface PlaceSet {
  id: string;
  subject: Subject;
  unit: Unit;
}

export interface Subjects {
  /** Throws `Refusal`: not-found where there is no such place set, refused where it is finer than may leave. Empty in a city without outlines. */
  resolve(places: string): PlaceSet;
  of(indicator: string): Subject;
  /** Of `lookedAt` the moment. Live, people's is the newest of once in a step, for every screen the same. */
  stateAt(indicator: string, moment: Moment): State;
  /** Ms after which a site is silent at this moment; in history stored in coarse steps longer than live. */
  silentAfter(indicator: Indicator, moment: Moment): number;
  /** Reads what `silentAfter` needs for past moments in [from, to]; yields every few milliseconds. */
  prepare(indicator: Indicator, from: number, to: number): Generator<void, void>;
  /** How far back a state at `silentAfter` has to look, ms. */
  horizon(silentAfter: number): number;
  readonly heard: Heard;
  /** Rises whenever something of the indicator is stored. */
  revision(indicator: string): number;
  /** What was stored anew. */
  forget(indicators: ReadonlySet<string>, from: number, to: number): void;
  forgetSites(indicators: ReadonlySet<string>): void;
}

const STATES_KEPT = 3;
/** When something became known is told to a second: the same picture in between. */
export const KNOWN_STEP_MS = 1000;
const LEAST_HORIZON_MS = 6 * 3_600_000;
/** Indicators this slow are never filled in coarser steps than their own. */
const SLOW_PERIOD_S = 3600;

/** `now`: wall clock, epoch ms. */
export function openSubjects(run: Pick<Past, 'store' | 'sites'> & Pick<Run, 'head'>, catalogue: Catalogue, areas: CityAreas, now: () => number): Subjects {
  const indicators = new Map(catalogue.indicators.map((indicator) => [indicator.code, indicator]));
  const subjects = new Map<string, Subject>();
  /** Newest first; each holds for every instant in its validity. */
  const kept = new Map<string, State[]>();
  /** The newest of people, kept for a step of the wall clock: who asks often would see when it changes. */
  const people = new Map<string, { takenAt: number; state: State }>();
  const heard = openHeard(run.store, (code) => run.sites(code).sites.length);

  const revisions = new Map<string, number>();
  const revise = (code: string): void => void revisions.set(code, (revisions.get(code) ?? 0) + 1);

  const of = (code: string): Subject => {
    const { sites } = run.sites(code);
    let subject = subjects.get(code);
    if (!subject || subject.membership.town.length !== sites.length) {
      const indicator = indicators.get(code);
      if (!indicator) throw new Refusal('not-found', `There is no indicator ${code}.`);
      const minCount = minCountOf(indicator, catalogue.meta.p3_default_min_count);
      subject = { indicator, minCount, areas, membership: areas.membershipOf(sites, indicator.spatial_unit) };
      subjects.set(code, subject);
    }
    return subject;
  };

  const silentAfter = (indicator: Indicator, { live, asKnown = false, time }: Moment): number =>
    silentAfterMs(indicator, live || asKnown || indicator.update_period_s >= SLOW_PERIOD_S ? 0 : heard.cadenceAt(indicator.code, time));

  const newestOf = (code: string): State => {
    const head = run.head(code);
    if (of(code).minCount === null) return head;
    const last = people.get(code);
    if (last && now() < takenAgainBy(last.takenAt) && last.state.values.length === head.values.length) return last.state;
    const { values, times, quality, counts, ...rest } = head;
    const state = { values: values.slice(), times: times.slice(), quality: quality.slice(), counts: counts.slice(), ...rest };
    people.set(code, { takenAt: now(), state });
    return state;
  };

  return {
    of,
    silentAfter,
    *prepare({ code, update_period_s }, from, to) {
      if (update_period_s < SLOW_PERIOD_S) yield* heard.prepare(code, from, to);
    },
    horizon: horizonOf,
    heard,
    resolve(places) {
      const [code, area] = places.split('/') as [string, AreaUnit | undefined];
      const subject = of(code);
      const unit = area ?? 'sites';
      refuseFinerThanAllowed(subject.indicator, unit);
      if (unit !== 'sites') requireRollUp(subject.indicator, unit);
      return { id: places, subject, unit };
    },
    stateAt(code, moment) {
      if (moment.live) return newestOf(code);
      const time = lookedAt(of(code), moment.time);
      if (moment.asKnown) return run.store.stateAt(code, time, horizonOf(silentAfter(of(code).indicator, moment)), knownBy(of(code), moment.time));
      const states = kept.get(code) ?? [];
      const at = states.findIndex(({ validFrom, validUntil }) => time >= validFrom && time < validUntil);
      const state = at < 0 ? run.store.stateAt(code, time, horizonOf(silentAfter(of(code).indicator, moment))) : states.splice(at, 1)[0];
      kept.set(code, [state, ...states].slice(0, STATES_KEPT));
      return state;
    },
    revision: (code) => revisions.get(code) ?? 0,
    forget(codes, from, to) {
      for (const code of codes) revise(code);
      heard.forget(codes, from, to);
      for (const code of codes) {
        const states = kept.get(code);
        if (states) kept.set(code, states.filter(({ validUntil }) => validUntil <= from));
      }
    },
    forgetSites(codes) {
      for (const code of codes) {
        revise(code);
        subjects.delete(code);
        kept.delete(code);
        heard.forget(new Set([code]), -Infinity, Infinity);
      }
    },
  };
}

/** The subject as it fits the state: sites may have been added since it was resolved. */
export function fitting(subjects: Pick<Subjects, 'of'>, subject: Subject, state: State): Subject {
  return state.values.length > subject.membership.town.length ? subjects.of(subject.indicator.code) : subject;
}

/** Until when what arrived was known at an instant: to a second, of people to their step. */
function knownBy(subject: Subject, time: number): number {
  return Math.floor(lookedAt(subject, time) / KNOWN_STEP_MS) * KNOWN_STEP_MS;
}

function horizonOf(silentAfter: number): number {
  return Math.max(2 * silentAfter, LEAST_HORIZON_MS);
}

function requireRollUp(indicator: Indicator, unit: AreaUnit): void {
  const own = indicator.spatial_unit;
  const isOwn = own === unit;
  const ownArea = AREA_UNITS.find((area) => area === own);
  const isTooFine = ownArea !== undefined && isFiner(unit, ownArea) && !indicator.rollup.includes(unit);
  if (isTooFine || (!isOwn && indicator.aggregation === 'none')) {
    throw new Refusal('not-found', `${indicator.code} is not known by ${unit}.`, `It is reported by ${own}.`);
  }
}
