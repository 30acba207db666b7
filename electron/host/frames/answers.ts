/**
 * Everything that is asked of a run's past, and its answers: the same code on a thread with a reader of its own and, where
 * there is none, on the host's. Answers are made for who asked: nothing in them is kept here.
 */
import type { Catalogue } from '#contract/catalogue.ts';
import type { ColumnMessage } from '#contract/columns.ts';
import type { Stretch, Summary, TimelineMoment } from '#contract/contract.ts';
import { Refusal } from '#contract/server.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { baselineOf } from './baseline.ts';
import { blockFor } from './blocks.ts';
import { buildFrame } from './buildFrame.ts';
import { coverageOf } from './coverage.ts';
import { missedSince, momentsOf, nextMoment } from './moments.ts';
import { unwanted, type Past } from './past.ts';
import { requireIndex } from './places.ts';
import { thinnedStretches } from './resolutions.ts';
import { seriesOf } from './series.ts';
import { frameBeside } from './step.ts';
import { openStrips } from './strip.ts';
import type { Moment, Subjects } from './subjects.ts';
import { openSummaries } from './summary.ts';
import type { Turns } from './turns.ts';

type Range = { from: number; to: number };
type Direction = 'back' | 'on';

/** How a question is asked. */
export interface Asked {
  /** Where the run's clock stood, epoch ms. */
  now: number;
  /** Asked between two steps of the work; where it says no, the answer is a `Refusal`. */
  isWanted(): boolean;
}

export interface PastFrame {
  frame: IndicatorFrame;
  /** How far back its values may stem from, ms: data later than that before it can change the frame. */
  reach: number;
}

/** What was stored anew, phenomenon times from…to; `sites`: the list of places too. */
export interface Change { indicator: string; from: number; to: number; sites: boolean }

/** The calls of the contract of like names say what is asked. All of them throw `Refusal`. */
export interface Questions {
  /** Of a past moment. */
  frame(asked: Asked, places: string, moment: Moment): PastFrame;
  block(asked: Asked, places: string, time: number, led: boolean): Promise<ColumnMessage>;
  series(asked: Asked, places: string, index: number, range: Range): Promise<ColumnMessage>;
  strip(asked: Asked, indicator: string, range: Range & { step: number }): Promise<ColumnMessage>;
  coverage(asked: Asked, range: Range & { buckets: number; indicator?: string | undefined }): Promise<ColumnMessage>;
  thinned(asked: Asked, indicator: string, range: Range): Stretch[];
  moments(asked: Asked, indicator: string, range: Range): Promise<{ moments: TimelineMoment[]; cut: boolean }>;
  nextMoment(asked: Asked, indicator: string, at: number, direction: Direction): Promise<TimelineMoment | null>;
  beside(asked: Asked, places: string, at: number, direction: Direction): number | null;
  missed(asked: Asked, since: number): Promise<{ from: number; to: number; moments: TimelineMoment[]; cut: boolean }>;
  baseline(asked: Asked, places: string, index: number, range: Range): Promise<ColumnMessage>;
  summaries(asked: Asked, moment: Moment): Promise<Summary[]>;
}
export type Question = keyof Questions;
type Tail<F> = F extends (asked: Asked, ...rest: infer R) => unknown ? R : never;
export type ArgsOf<Q extends Question> = Tail<Questions[Q]>;
export type AnswerOf<Q extends Question> = Awaited<ReturnType<Questions[Q]>>;

export interface Answers extends Questions {
  /** To be told before the next question is asked. */
  forget(changes: readonly Change[]): void;
}

/** `subjects`: it hears of changes through these answers only. */
export function openAnswers(past: Past, { catalogue, subjects, turns }: { catalogue: Catalogue; subjects: Subjects; turns: Turns }): Answers {
  const { config, store, sites } = past;
  const strips = openStrips(store, subjects, turns);
  const summaries = openSummaries(catalogue, subjects, turns);
  const toolsAt = (now: number) => ({ run: { config, store, sites, now: () => now }, store, catalogue, subjects, turns });
  const placeOf = (places: string, index: number): ReturnType<Subjects['resolve']> => {
    const set = subjects.resolve(places);
    requireIndex(set, sites(set.subject.indicator.code), index);
    return set;
  };

  return {
    frame(_, places, moment) {
      const set = subjects.resolve(places);
      return { frame: buildFrame(subjects, config.id, set, moment), reach: subjects.horizon(subjects.silentAfter(set.subject.indicator, moment)) };
    },
    async block({ now, isWanted }, places, time, led) {
      await turns.take('soon');
      if (!isWanted()) throw unwanted();
      return blockFor(toolsAt(now), subjects.resolve(places), { time, led }, isWanted);
    },
    async series({ now, isWanted }, places, index, range) {
      const { exceedance, columns } = await seriesOf(toolsAt(now), placeOf(places, index), index, ordered(range), isWanted);
      return { header: { places, index, exceedance }, columns };
    },
    async strip({ now, isWanted }, indicator, range) {
      return { header: { indicator }, columns: await strips.get(indicator, { ...ordered(range), now }, isWanted) };
    },
    async coverage({ now, isWanted }, range) {
      const columns = await coverageOf(toolsAt(now), ordered(range), isWanted);
      if (!isWanted()) throw unwanted();
      return { header: {}, columns };
    },
    thinned: (_, indicator, range) => thinnedStretches(store, subjects.of(indicator), ordered(range)),
    moments: async ({ now, isWanted }, indicator, range) => momentsOf(toolsAt(now), indicator, ordered(range), isWanted),
    nextMoment: ({ now, isWanted }, indicator, at, direction) => nextMoment(toolsAt(now), indicator, at, direction, isWanted),
    beside: ({ now }, places, at, direction) => frameBeside(subjects, subjects.resolve(places), at, direction, now),
    missed: ({ now, isWanted }, since) => missedSince(toolsAt(now), since, isWanted),
    async baseline({ now, isWanted }, places, index, range) {
      const { weeks, columns } = await baselineOf(toolsAt(now), placeOf(places, index), index, ordered(range), isWanted);
      return { header: { places, index, weeks }, columns };
    },
    async summaries({ isWanted }, moment) {
      const told = await summaries.at(moment, isWanted);
      if (!told) throw unwanted();
      return told;
    },
    forget(changes) {
      for (const { indicator, from, to, sites: areNew } of changes) {
        const only = new Set([indicator]);
        if (areNew) {
          subjects.forgetSites(only);
          strips.forgetSites(only);
        }
        if (from > to) continue;
        subjects.forget(only, from, to);
        strips.forget(only, from, to);
      }
    },
  };
}

function ordered<R extends Range>(range: R): R {
  if (range.from > range.to) throw new Refusal('bad-request', 'A range ends before it begins.');
  return range;
}
