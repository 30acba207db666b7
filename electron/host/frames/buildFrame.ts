/** A place set at a moment, as the layers draw it. */
import { NEVER, type IndicatorFrame } from '#layers/frame.ts';
import { pictureAt } from './picture.ts';
import { fitting, KNOWN_STEP_MS, type Moment, type PlaceSet, type Subjects } from './subjects.ts';

/** Latest instant that crosses the wire, epoch ms: stands for "until something new is said". */
const END_OF_TIME = 4_102_444_800_000;

export function buildFrame(subjects: Subjects, run: string, { id, subject, unit }: PlaceSet, moment: Moment): IndicatorFrame {
  const { indicator } = subject;
  const state = subjects.stateAt(indicator.code, moment);
  const picture = pictureAt(fitting(subjects, subject, state), state, moment.time, unit, subjects.silentAfter(indicator, moment));
  const step = Math.floor(moment.time / KNOWN_STEP_MS) * KNOWN_STEP_MS;
  // As it was known then, the next second may have known more.
  const known = moment.asKnown ? { from: step, until: step + KNOWN_STEP_MS } : { from: 0, until: END_OF_TIME };
  return {
    run,
    indicator: indicator.code,
    places: id,
    time: moment.time,
    validFrom: Math.min(Math.max(known.from, picture.validFrom), moment.time),
    validUntil: Math.min(picture.validUntil, known.until),
    values: Float32Array.from(picture.values),
    ages: Uint32Array.from(picture.newest, (time) => ageAt(time, moment.time) ?? NEVER),
    status: picture.status,
  };
}

/** Whole seconds since `time` (epoch ms), 0 for a word from the future; null where none came. */
export function ageAt(time: number, instant: number): number | null {
  return Number.isNaN(time) ? null : Math.max(0, Math.floor((instant - time) / 1000));
}
