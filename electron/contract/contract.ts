/** Every call and event that crosses the wire. The host parses every argument; the page's types are inferred. */
import { z } from './zod.ts';
import { catalogueSchema } from './catalogue.ts';

const time = z.number().min(0).max(4_102_444_800_000);
const places = z.string().regex(/^[A-Z]{2}\d{2}(\/(town|district|city))?$/);
const code = z.string().regex(/^[A-Z]{2}\d{2}$/);
const runId = z.string().regex(/^[a-z0-9-]{1,40}$/);
const names = z.object({ zh: z.string(), en: z.string() });

/** Closed list. Each has one sentence for the operator in `message` and a `hint` where something can be done. */
export const problemSchema = z.object({
  code: z.enum(['bad-request', 'not-found', 'read-only', 'refused', 'unavailable', 'too-large', 'internal']),
  message: z.string(),
  hint: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/**
 * What the screen looks at. `live`: the run's newest, moving. `replay`: a past instant, playing at `rate` (0 = held).
 * `at` is the instant when the host's clock read `wall`; between changes the page computes the rest (`playing.ts`). A replay
 * that plays into the end of `loop` goes on at its beginning. `asKnown`: a past instant is shown as it was known here at
 * that instant, without what arrived later; the newest always is what is known.
 */
export const clockSchema = z.object({
  mode: z.enum(['live', 'replay']), at: time, wall: time, rate: z.number(), loop: z.object({ from: time, to: time }).nullable(), asKnown: z.boolean(),
});
export type Clock = z.infer<typeof clockSchema>;

/** Why a feed is not live. The page has a sentence for each code and shows `detail` beside it. */
export const feedReasonSchema = z.object({
  /**
   * Closed list. `no-answer`: connected, but silent. `closed`: by the other side. `no-feed`: what answers there is no such feed.
   * `place-lost`, `delivery-missed`: the broker's reading begins anew. `no-access`: a file of its settings.
   */
  code: z.enum([
    'refused', 'no-such-host', 'unreachable', 'timeout', 'no-answer', 'closed', 'unauthorized', 'no-feed', 'insecure', 'too-large',
    'not-stored', 'no-stream', 'place-lost', 'delivery-missed', 'no-access', 'unknown-kind', 'bad-setting', 'other',
  ]),
  /** What the sentence names: a setting, a kind of feed, a file; empty where it names nothing. */
  about: z.string(),
  /** What the other side, the operating system or the settings' check said, as it came; may be empty. */
  detail: z.string(),
});
export type FeedReason = z.infer<typeof feedReasonSchema>;

export const feedStateSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: names,
  /** `cut`: by the network switch. `lost`: by the other side, retrying. `filling`: connected, missed data still arriving. */
  state: z.enum(['connecting', 'live', 'filling', 'lost', 'cut', 'ended', 'failed']),
  /** When the feed was last up to date; null before it ever was. */
  liveUntil: time.nullable(),
  reason: feedReasonSchema.nullable(),
  received: z.number(),
  rejected: z.number(),
});
export type FeedState = z.infer<typeof feedStateSchema>;

export const runInfoSchema = z.object({
  id: runId,
  title: names,
  /** `wall`: now is now. `data`: the run's own clock stands at its newest observation; never shown as live. */
  clock: z.enum(['wall', 'data']),
  provenance: z.enum(['real', 'generated', 'mixed']),
  note: names,
  /** Folder of tiles and outlines under `city/`. */
  city: z.string(),
  /** First and last phenomenon time stored, outwards to whole minutes; null while empty. */
  from: time.nullable(),
  to: time.nullable(),
  /** Of a run that may take only so much of the disk: whole percent of it that are used. From 80 on it is to be told, at 95 the oldest is thinned early. */
  storage: z.object({ budgetMB: z.number(), percent: z.number() }).optional(),
});
export type RunInfo = z.infer<typeof runInfoSchema>;

/** An indicator as the rail shows it: the whole city in one number at the session's clock. */
export const summarySchema = z.object({
  indicator: code,
  state: z.enum(['measured', 'silent', 'never', 'suppressed', 'inactive', 'none']),
  value: z.number().nullable(),
  level: z.enum(['blue', 'yellow', 'orange', 'red']).nullable(),
  /** Seconds since the newest observation behind it. */
  age: z.number().nullable(),
  /** Places that report now, null where the value is withheld / that exist. */
  reporting: z.number().nullable(),
  sites: z.number(),
});
export type Summary = z.infer<typeof summarySchema>;

export const historyProgressSchema = z.object({ done: z.number(), total: z.number(), from: time.nullable() });
export type HistoryProgress = z.infer<typeof historyProgressSchema>;

export const rejectSchema = z.object({ reason: z.string(), count: z.number(), sample: z.string() });

export const helloSchema = z.object({
  version: z.string(),
  readOnly: z.boolean(),
  catalogue: catalogueSchema,
  /** Indicators that exist only while an emergency holds are inactive; the reason is the catalogue's `active`. */
  inactive: z.record(code, z.string()),
  runs: z.array(runInfoSchema),
  run: runId,
  clock: clockSchema,
  feeds: z.array(feedStateSchema),
  network: z.enum(['connected', 'cut']),
  history: historyProgressSchema,
});
export type Hello = z.infer<typeof helloSchema>;

export const placeSchema = z.object({
  places, index: z.number().int(), id: z.string(), name: names, lon: z.number(), lat: z.number(),
  district: z.number(), town: z.number(), halfSizeM: z.number(), source: z.string(),
});
export type Place = z.infer<typeof placeSchema>;

const range = { from: time, to: time };
const level = z.enum(['blue', 'yellow', 'orange', 'red']).nullable();

/** A moment that a person may want to go to. */
export const momentSchema = z.discriminatedUnion('kind', [
  /** The indicator's level for the whole city, or of its worst place, as the rail tells it. */
  z.object({ kind: z.literal('level'), indicator: code, time, before: level, level }),
  /** Most of what was due did not come, from `time` until `to`. */
  z.object({ kind: z.literal('gap'), time, to: time }),
]);
export type TimelineMoment = z.infer<typeof momentSchema>;
/** [from, until) in epoch ms, `step` in seconds. */
export const stretchSchema = z.object({ from: time, until: time, step: z.number() });
export type Stretch = z.infer<typeof stretchSchema>;
/** Most moments in one answer. */
export const MOST_MOMENTS = 500;
const slot = z.enum(['a', 'b']);

/** Farthest that a slot's own instant may lie from the clock's, ms. */
const FARTHEST_OFFSET_MS = 20 * 366 * 86_400_000;
/** Another instant than the clock's: a fixed one, or one that travels with it so far before (negative) or after it. */
export const whenSchema = z.union([z.strictObject({ at: time }), z.strictObject({ offset: z.number().int().min(-FARTHEST_OFFSET_MS).max(FARTHEST_OFFSET_MS) })]);
export type When = z.infer<typeof whenSchema>;

/** `reply: 'bytes'` = a column message whose header and columns are documented at the call. */
export const calls = {
  'session.open': { args: z.object({}), reply: helloSchema },
  'run.select': { args: z.object({ run: runId }), reply: helloSchema },

  'clock.seek': { args: z.object({ time }), reply: clockSchema },
  'clock.play': { args: z.object({ rate: z.number().min(0).max(600) }), reply: clockSchema },
  'clock.live': { args: z.object({}), reply: clockSchema },
  /** Null: no loop. A loop shorter than a second is refused. */
  'clock.loop': { args: z.object({ loop: z.object(range).nullable() }), reply: clockSchema },
  'clock.known': { args: z.object({ asKnown: z.boolean() }), reply: clockSchema },

  /** From now on frames of this place set arrive for this slot, one in flight, at the session's clock or, with `when`, beside it. */
  'layer.show': { args: z.object({ slot, places, when: whenSchema.optional() }), reply: z.object({}) },
  'layer.hide': { args: z.object({ slot }), reply: z.object({}) },
  /** The frame was drawn (or dropped): the next may come. */
  'frame.drawn': { args: z.object({ slot, sequence: z.number() }), reply: z.object({}) },

  /**
   * The stretch of history that `time` lies in, for a screen that scrubs in its own memory. Header: from, until (epoch ms, [from,
   * until)), complete (later than this may still change), silentAfter (ms), form. `observed`: pieces [t0, t1, bytes][], columns
   * bytes u8 (tiles one after the other, `blocks/tile.ts`, not squeezed), beforeValues f32, beforeTimes i32 (whole seconds after
   * `from`, rounded up; -2^31 = never). Those two, what leads into it, are left out where `led` says no: for who has the stretch before,
   * and then looks back no further than horizon (ms, in the header) from where the stretch begins. `pictured`: columns times f64 (beginning of each picture), values f32, newest i32 (as
   * beforeTimes), status u8, picture after picture.
   */
  'block.get': { args: z.object({ places, time, led: z.boolean().default(true) }), reply: 'bytes' },

  /** Columns: lon f64, lat f64, district u32, town u32, halfSizeM f32. Area sets are in the order of the city's outlines. */
  'places.get': { args: z.object({ places }), reply: 'bytes' },
  'place.describe': { args: z.object({ places, index: z.number().int().min(0) }), reply: placeSchema },

  /**
   * Columns: times f64, values f64 (NaN where status says silent or suppressed), status u8; in time order, ≤ 5,000 points. Where an entry
   * may stand for several words (thinned history, a long range) its value is the last of them, and there are low f64, mean f64, high
   * f64: of all of them. Header: exceedance (`exceedance.ts`), of all that is stored.
   */
  'series.get': { args: z.object({ places, index: z.number().int().min(0), ...range }), reply: 'bytes' },
  /** City-wide value at the multiples of `step` in [from, to] (≤ 5,000, none after now), for the rail's lines and the value strip. Columns: times f64, values f64. */
  'strip.get': { args: z.object({ indicator: code, ...range, step: z.number().int().min(10_000) }), reply: 'bytes' },
  /**
   * Share of the indicators expected in each bucket that were heard in it, 0…1 (`frames/coverage.ts`). Columns: times f64, share f32,
   * step f32: seconds between two stored values of `indicator`, where that is coarser than it reports live; else 0.
   */
  'coverage.get': { args: z.object({ ...range, buckets: z.number().int().min(1).max(2000), indicator: code.optional() }), reply: 'bytes' },
  /** Stretches in which the indicator's history was thinned to one value a step, with the lowest, mean and highest of the step; rising, apart. */
  'resolutions.get': { args: z.object({ indicator: code, ...range }), reply: z.object({ stretches: z.array(stretchSchema) }) },
  /**
   * In the calls from here to `missed.get` a newer question of the same kind takes the place of an older one, which is refused
   * as `unavailable`. Moments are in time order, at most `MOST_MOMENTS`; `cut`: there were more.
   */
  'events.get': { args: z.object({ indicator: code, ...range }), reply: z.object({ moments: z.array(momentSchema), cut: z.boolean() }) },
  /** The nearest moment before or after `at`; null where there is none. */
  'event.next': { args: z.object({ indicator: code, at: time, direction: z.enum(['back', 'on']) }), reply: z.object({ moment: momentSchema.nullable() }) },
  /** When the frame before or after that of `at` begins; null where there is none, or it would be beyond now. */
  'step.get': { args: z.object({ places, at: time, direction: z.enum(['back', 'on']) }), reply: z.object({ time: time.nullable() }) },
  /** What happened since: levels of all indicators, gaps. `from`: nothing was looked for before that. */
  'missed.get': { args: z.object({ since: time }), reply: z.object({ from: time, to: time, moments: z.array(momentSchema), cut: z.boolean() }) },
  /** What is usual at these hours of the week. Header: weeks (how many there is a value of). Columns: times f64 (whole hours), mean f64, low f64, high f64 (10th and 90th percentile). */
  'baseline.get': { args: z.object({ places, index: z.number().int().min(0), ...range }), reply: 'bytes' },
  'summary.get': { args: z.object({}), reply: z.object({ time, summaries: z.array(summarySchema) }) },
  'rejects.get': { args: z.object({}), reply: z.object({ rejects: z.array(rejectSchema) }) },

  'network.cut': { args: z.object({}), reply: z.object({}) },
  'network.restore': { args: z.object({}), reply: z.object({}) },
} as const;

export const events = {
  'clock.changed': clockSchema,
  'feed.changed': z.object({ network: z.enum(['connected', 'cut']), feeds: z.array(feedStateSchema) }),
  'run.changed': runInfoSchema,
  'history.progress': historyProgressSchema,
  'summary.changed': z.object({ time, summaries: z.array(summarySchema) }),
} as const;

export type CallName = keyof typeof calls;
export type CallArgs<N extends CallName> = z.input<(typeof calls)[N]['args']>;
type Reply<R> = R extends z.ZodType ? z.output<R> : import('./columns.ts').ColumnMessage;
export type CallReply<N extends CallName> = Reply<(typeof calls)[N]['reply']>;
export type EventName = keyof typeof events;
export type EventFact<N extends EventName> = z.output<(typeof events)[N]>;

/** Calls that change what others see or what is stored: refused on a read-only session. */
export const CHANGING: readonly CallName[] = ['network.cut', 'network.restore'];
/** Largest text that either side takes from the other, characters. */
export const MAX_TEXT = 4_000_000;
