/** Everything that sessions may see of one run's values. The newest is shown at once, from memory; what is past is asked of the readers. */
import type { Catalogue } from '#contract/catalogue.ts';
import type { ColumnMessage } from '#contract/columns.ts';
import type { Place, Summary } from '#contract/contract.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { Shut, type RunReaders } from '../readers/readers.ts';
import type { Run } from '../run.ts';
import { openAnswers, type AnswerOf, type ArgsOf, type Asked, type Change, type Question } from './answers.ts';
import type { CityAreas } from './areas.ts';
import { buildFrame } from './buildFrame.ts';
import { unwanted } from './past.ts';
import { describePlace, placeColumns } from './places.ts';
import { withoutPeople } from './samples.ts';
import { openSubjects, type PlaceSet } from './subjects.ts';
import { openSummaries } from './summary.ts';
import type { Turns } from './turns.ts';

export interface RunFrames {
  /** Throws `Refusal`: not-found, or refused where the set is finer than may leave the host. */
  resolve(places: string): PlaceSet;
  /** Of the run's newest, at `time`: now, epoch ms. */
  newest(set: PlaceSet, time: number): IndicatorFrame;
  /** Answers with all that was stored before it was asked. Rejects with `Refusal`, also as soon as `signal` says that nobody waits any more. */
  ask<Q extends Question>(question: Q, args: ArgsOf<Q>, signal: AbortSignal): Promise<AnswerOf<Q>>;
  places(places: string): ColumnMessage;
  describe(places: string, index: number): Place;
  /** Null where `isWanted` says no before they are ready. */
  liveSummaries(isWanted: () => boolean): Promise<Summary[] | null>;
  rejects(): { reason: string; count: number; sample: string }[];
  close(): void;
}

export interface FramesOptions {
  catalogue: Catalogue;
  areas: CityAreas;
  turns: Turns;
  readers: RunReaders;
  /** Wall clock, epoch ms. */
  now(): number;
  /** The readers cannot open the run's file, and why: the host's own thread answers meanwhile, in slices. */
  shut(why: string): void;
}

export function openFrames(run: Run, { catalogue, areas, turns, readers, now, shut }: FramesOptions): RunFrames {
  const subjects = openSubjects(run, catalogue, areas, now);
  const summaries = openSummaries(catalogue, subjects, turns);
  const own = openAnswers(run, { catalogue, subjects, turns });
  const known = new Set(catalogue.indicators.map(({ code }) => code));

  const changed = (indicators: Iterable<string>, change: Omit<Change, 'indicator'>): void => {
    for (const indicator of indicators) {
      if (!known.has(indicator)) continue;
      own.forget([{ indicator, ...change }]);
      readers.changed({ indicator, ...change });
    }
  };
  const stopListening = run.listen({
    observations(indicators, range) {
      changed(indicators, { ...range, sites: false });
      summaries.forget(indicators);
    },
    thinned: (indicator, range) => changed([indicator], { ...range, sites: false }),
    sites(indicators) {
      changed(indicators, { from: Infinity, to: -Infinity, sites: true });
      summaries.forget(indicators);
    },
  });

  return {
    resolve: subjects.resolve,
    // Sites may have been added since the set was resolved.
    newest: (set, time) => buildFrame(subjects, run.config.id, { ...set, subject: subjects.of(set.subject.indicator.code) }, { live: true, time }),
    ask: <Q extends Question>(question: Q, args: ArgsOf<Q>, signal: AbortSignal) => readers.ask(question, args, run.now(), signal).catch((error: unknown) => {
      if (!(error instanceof Shut)) throw error;
      shut(error.message);
      if (signal.aborted) throw unwanted();
      const answer = own[question] as unknown as (asked: Asked, ...rest: unknown[]) => Promise<AnswerOf<Q>>;
      return answer({ now: run.now(), isWanted: () => !signal.aborted }, ...args);
    }),
    places(places) {
      const set = subjects.resolve(places);
      return { header: { places, unit: set.unit }, columns: placeColumns(set, run.sites(set.subject.indicator.code)) };
    },
    describe(places, index) {
      const set = subjects.resolve(places);
      return describePlace(set, run.sites(set.subject.indicator.code), index);
    },
    liveSummaries: (isWanted) => summaries.live(run.now(), isWanted),
    rejects: () => run.rejects().map(({ reason, count, sample }) => ({ reason, count, sample: withoutPeople(sample, catalogue) })),
    close: stopListening,
  };
}
