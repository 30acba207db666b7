/** What the panels show, in one store of a few slices. Truth is the host's; frames live outside (`frames/`). */
import { create } from 'zustand';
import type { Catalogue, Indicator } from '#contract/catalogue.ts';
import type { Clock, FeedState, HistoryProgress, Problem, RunInfo, Summary, TimelineMoment } from '#contract/contract.ts';
import type { HostFailure } from '#contract/hostFailure.ts';
import type { Trait } from '#layers/buildings/traits.ts';
import { FIRST_LOOK, type LookId } from '../globe/looks/registry.ts';
import type { CameraView, CityPart, DifferenceEnds, Language, LayerFailure, Pick, PlaceSet, Slot } from '../globe/types.ts';
import type { LinkState } from '../link.ts';
import type { Comparison } from './comparison.ts';
import { EMPTY_CONTEXT, type ContextSlice } from './context.ts';
import type { FormChoice } from './forms.ts';
import type { Ramps } from './ramps.ts';
import { NO_SHAPES, type ShapesSlice } from './shapes.ts';
import { FIRST_VIEW, type TimelineView } from './view.ts';
import { FIRST_RULE, type CoverageRule, type View } from './views.ts';

export interface HostSlice {
  link: LinkState;
  /** When the page last had the host, epoch ms. */
  linkedUntil: number | null;
  /** Why there is no host, where the shell knows it. */
  hostFailure: HostFailure | null;
  readOnly: boolean;
  domains: Catalogue['domains'];
  indicators: readonly Indicator[];
  feedNames: Readonly<Record<string, string>>;
  inactive: Readonly<Record<string, string>>;
  p3MinCount: number;
  runs: readonly RunInfo[];
  run: RunInfo | null;
}

export interface ClockSlice {
  clock: Clock | null;
  skew: number;
  /** Speed that play goes on with. */
  chosenRate: number;
  /** Where the hand holds the clock while it drags, epoch ms; null when it has let go. */
  hand: number | null;
}

export interface TimelineSlice {
  view: TimelineView;
  /** What would be looped, epoch ms. */
  marks: { from: number | null; to: number | null };
  /** A jump is being looked for, or there was none in this direction. */
  jump: 'looking' | 'back' | 'on' | null;
  /** When the screen left the newest for the past, epoch ms. */
  leftAt: number | null;
  /** What happened meanwhile; `moments` null: being found. */
  missed: { from: number; to: number; moments: readonly TimelineMoment[] | null; cut: boolean } | null;
}

export type TwinState = 'loading' | 'there' | 'lost' | 'failed';

export interface ViewSlice {
  language: Language;
  /** Of the twin; the panels have one look. */
  look: LookId;
  /** Data in its legend's own colours, without the twin's light. */
  unlit: boolean;
  /** What a person has set of colours. */
  ramps: Ramps;
  /** What buildings are coloured by while no indicator lies on them. */
  trait: Trait | null;
  /** Which cells count as at risk, and how near a sensor must be. */
  coverage: CoverageRule;
  /** How many cells that is, and how many of them have no sensor; null before it is known. */
  covered: { bare: number; atRisk: number } | null;
  search: string;
  cardOpen: boolean;
  chartRange: ChartRange;
  /** `lost`: the graphics card let go of the picture, and another is not there yet. */
  twin: TwinState;
  /** Parts of the city that could not be read, each with the first thing that was said of it. */
  cityFailures: Readonly<Partial<Record<CityPart, string>>>;
  camera: { view: CameraView; metresPerPixel: number } | null;
}

/** What charts are of: a day or a week up to the instant shown, or what the timeline shows. */
export const CHART_RANGES = ['day', 'week', 'timeline'] as const;
export type ChartRange = (typeof CHART_RANGES)[number];

export interface Chosen {
  indicator: Indicator;
  /** Null for what is one number for the whole city and lies nowhere. */
  choice: FormChoice | null;
  /** Not given: its values. */
  view?: View;
}

/** What the panels say about a slot's picture, told at most once a second. */
export interface DrawnFacts {
  places: string;
  time: number;
  sequence: number;
  measured: number;
  silent: number;
  never: number;
  suppressed: number;
  /** Of the measured: later than a period. */
  fading: number;
  /** Seconds since the median measured value, for `time`. */
  medianAge: number | null;
}

export interface SelectionSlice {
  /** False while slot a shows what the page chose by itself. */
  byPerson: boolean;
  slots: Record<Slot, Chosen | null>;
  /** Null while nothing is compared: then b lies over a. */
  comparison: Comparison | null;
  /** How far the scale of a drawn difference goes; null while none is drawn. */
  difference: DifferenceEnds | null;
  drawn: Record<Slot, DrawnFacts | null>;
  /** Where a slot's places are, once that is known. */
  laid: Record<Slot, PlaceSet | null>;
  /** Metres to either side that a slot's sites speak for where they are drawn on roads. */
  reach: Record<Slot, number | null>;
  /** Why a slot shows nothing. */
  failed: Record<Slot, { kind: 'layer'; failure: LayerFailure } | { kind: 'call'; problem: Problem } | null>;
  picked: Pick | null;
  hovered: { pick: Pick; x: number; y: number } | null;
}

export interface FeedSlice {
  network: 'connected' | 'cut';
  /** The switch was thrown and the host has not answered yet. */
  switching: boolean;
  feeds: readonly FeedState[];
  history: HistoryProgress;
}

/** The host tells ages at one instant; they go on by themselves, so the page keeps when the newest word was. */
export type SummaryShown = Omit<Summary, 'age'> & { measuredAt: number | null };

export interface SummarySlice {
  /** Instant the summaries are of; 0 before the first came. */
  summaryTime: number;
  summaries: Readonly<Record<string, SummaryShown>>;
}

export type Screen = HostSlice & ClockSlice & TimelineSlice & ViewSlice & SelectionSlice & FeedSlice & SummarySlice & ContextSlice & ShapesSlice;

export const EMPTY_SCREEN: Screen = {
  link: 'connecting', linkedUntil: null, hostFailure: null, readOnly: false,
  domains: [], indicators: [], feedNames: {}, inactive: {}, p3MinCount: 0, runs: [], run: null,
  clock: null, skew: 0, chosenRate: 1, hand: null,
  view: FIRST_VIEW, marks: { from: null, to: null }, jump: null, leftAt: null, missed: null,
  language: 'zh', look: FIRST_LOOK, unlit: false, trait: null, ramps: {}, coverage: FIRST_RULE, covered: null, search: '', cardOpen: true, chartRange: 'day', twin: 'loading', cityFailures: {}, camera: null,
  byPerson: false, slots: { a: null, b: null }, comparison: null, difference: null, drawn: { a: null, b: null }, laid: { a: null, b: null }, reach: { a: null, b: null }, failed: { a: null, b: null }, picked: null, hovered: null,
  network: 'connected', switching: false, feeds: [], history: { done: 0, total: 0, from: null },
  summaryTime: 0, summaries: {},
  ...EMPTY_CONTEXT, ...NO_SHAPES,
};

export const useScreen = create<Screen>()(() => EMPTY_SCREEN);
