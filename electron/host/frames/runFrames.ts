/** Everything that sessions may see of one run's values: computed once for all of them, forgotten when data comes late. */
import type { Catalogue } from '#contract/catalogue.ts';
import type { ColumnMessage } from '#contract/columns.ts';
import type { Place, Stretch, Summary, TimelineMoment } from '#contract/contract.ts';
import { Refusal } from '#contract/server.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import type { Run } from '../run.ts';
import type { CityAreas } from './areas.ts';
import { baselineOf } from './baseline.ts';
import { buildFrame } from './buildFrame.ts';
import { blockFor } from './blocks.ts';
import { coverageOf } from './coverage.ts';
import { missedSince, momentsOf, nextMoment } from './moments.ts';
import { describePlace, placeColumns, requireIndex } from './places.ts';
import { thinnedStretches } from './resolutions.ts';
import { withoutPeople } from './samples.ts';
import { seriesOf } from './series.ts';
import { frameBeside } from './step.ts';
import { openStrips } from './strip.ts';
import { openSubjects, type Moment, type PlaceSet } from './subjects.ts';
import { openSummaries } from './summary.ts';
import type { Turns } from './turns.ts';

export interface RunFrames {
  /** Throws `Refusal`: not-found, or refused where the set is finer than may leave the host. */
  resolve(places: string): PlaceSet;
  frame(set: PlaceSet, moment: Moment): IndicatorFrame;
  /** How far back values at `moment` may stem from, ms: data later than that before it can change the frame. */
  reach(set: PlaceSet, moment: Moment): number;
  /** The stretch of history that `time` lies in, as `block.get` says. */
  block(places: string, time: number): Promise<ColumnMessage>;
  places(places: string): ColumnMessage;
  describe(places: string, index: number): Place;
  series(places: string, index: number, range: { from: number; to: number }): Promise<ColumnMessage>;
  strip(indicator: string, range: { from: number; to: number; step: number }): Promise<ColumnMessage>;
  coverage(range: { from: number; to: number; buckets: number; indicator?: string | undefined }, isWanted: () => boolean): Promise<ColumnMessage>;
  /** Where history was thinned. */
  thinned(indicator: string, range: { from: number; to: number }): Stretch[];
  /** The next five: see the calls of these names in the contract. They throw `Refusal` where `isWanted` says no before they are ready. */
  moments(indicator: string, range: { from: number; to: number }, isWanted: () => boolean): Promise<{ moments: TimelineMoment[]; cut: boolean }>;
  nextMoment(indicator: string, at: number, direction: 'back' | 'on', isWanted: () => boolean): Promise<TimelineMoment | null>;
  beside(places: string, at: number, direction: 'back' | 'on'): number | null;
  missed(since: number, isWanted: () => boolean): Promise<{ from: number; to: number; moments: TimelineMoment[]; cut: boolean }>;
  baseline(places: string, index: number, range: { from: number; to: number }, isWanted: () => boolean): Promise<ColumnMessage>;
  /** Null where `isWanted` says no before they are ready. */
  liveSummaries(isWanted: () => boolean): Promise<Summary[] | null>;
  summariesAt(moment: Moment, isWanted: () => boolean): Promise<Summary[] | null>;
  rejects(): { reason: string; count: number; sample: string }[];
  close(): void;
}

/** `now`: wall clock, epoch ms. */
export function openFrames(run: Run, catalogue: Catalogue, areas: CityAreas, turns: Turns, now: () => number): RunFrames {
  const subjects = openSubjects(run, catalogue, areas, now);
  const strips = openStrips(run.store, subjects, turns);
  const summaries = openSummaries(catalogue, subjects, turns);
  const known = new Set(catalogue.indicators.map(({ code }) => code));
  const only = (indicators: ReadonlySet<string>): ReadonlySet<string> => new Set([...indicators].filter((code) => known.has(code)));
  const tools = { run, store: run.store, catalogue, subjects, turns };

  const stopListening = run.listen({
    observations(indicators, { from, to }) {
      const mine = only(indicators);
      subjects.forget(mine, from, to);
      strips.forget(mine, from, to);
      summaries.forget(mine);
    },
    thinned(indicator, { from, to }) {
      const mine = only(new Set([indicator]));
      subjects.forget(mine, from, to);
      strips.forget(mine, from, to);
    },
    sites(indicators) {
      const mine = only(indicators);
      subjects.forgetSites(mine);
      strips.forgetSites(mine);
      summaries.forget(mine);
    },
  });

  return {
    resolve: subjects.resolve,
    // Sites may have been added since the set was resolved.
    frame: (set, moment) => buildFrame(subjects, run.config.id, { ...set, subject: subjects.of(set.subject.indicator.code) }, moment),
    reach: ({ subject: { indicator } }, moment) => subjects.horizon(subjects.silentAfter(indicator, moment)),
    block: (places, time) => turns.take('soon').then(() => blockFor(tools, subjects.resolve(places), time)),
    places(places) {
      const set = subjects.resolve(places);
      return { header: { places, unit: set.unit }, columns: placeColumns(set, run.sites(set.subject.indicator.code)) };
    },
    describe(places, index) {
      const set = subjects.resolve(places);
      return describePlace(set, run.sites(set.subject.indicator.code), index);
    },
    async series(places, index, range) {
      const set = subjects.resolve(places);
      requireIndex(set, run.sites(set.subject.indicator.code), index);
      const { exceedance, columns } = await seriesOf(tools, set, index, ordered(range));
      return { header: { places, index, exceedance }, columns };
    },
    async strip(indicator, range) {
      return { header: { indicator }, columns: await strips.get(indicator, { ...range, ...ordered(range), now: run.now() }) };
    },
    async coverage(range, isWanted) {
      const columns = await coverageOf(tools, { ...range, ...ordered(range) }, isWanted);
      if (!isWanted()) throw new Refusal('unavailable', 'Another question has taken the place of this one.');
      return { header: {}, columns };
    },
    thinned: (indicator, range) => thinnedStretches(run.store, subjects.of(indicator), ordered(range)),
    moments: (indicator, range, isWanted) => momentsOf(tools, indicator, ordered(range), isWanted),
    nextMoment: (indicator, at, direction, isWanted) => nextMoment(tools, indicator, at, direction, isWanted),
    beside: (places, at, direction) => frameBeside(subjects, subjects.resolve(places), at, direction, run.now()),
    missed: (since, isWanted) => missedSince(tools, since, isWanted),
    async baseline(places, index, range, isWanted) {
      const set = subjects.resolve(places);
      requireIndex(set, run.sites(set.subject.indicator.code), index);
      const { weeks, columns } = await baselineOf(tools, set, index, ordered(range), isWanted);
      return { header: { places, index, weeks }, columns };
    },
    liveSummaries: (isWanted) => summaries.live(run.now(), isWanted),
    summariesAt: summaries.at,
    rejects: () => run.rejects().map(({ reason, count, sample }) => ({ reason, count, sample: withoutPeople(sample, catalogue) })),
    close: stopListening,
  };
}

function ordered<R extends { from: number; to: number }>(range: R): R {
  if (range.from > range.to) throw new Refusal('bad-request', 'A range ends before it begins.');
  return range;
}
