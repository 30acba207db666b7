/** From one frame to the one before or after it. */
import { pictureAt } from './picture.ts';
import { lookedAt, PEOPLE_STEP_MS } from './privacy.ts';
import { fitting, type PlaceSet, type Subjects } from './subjects.ts';

/** Thousands of sites speak thousands of times a minute: a step goes to the next frame that a whole second shows. */
const SECOND_MS = 1000;
const secondFrom = (time: number): number => Math.ceil(time / SECOND_MS) * SECOND_MS;

/**
 * The first whole second (epoch ms) of the frame next to that of `at`; of people, whose frames are all equally long, the next of
 * those. Null where there is none, or only after `now`.
 */
export function frameBeside(subjects: Subjects, { subject, unit }: PlaceSet, at: number, direction: 'back' | 'on', now: number): number | null {
  const told = (time: number): number | null => (time > 0 && time < now ? time : null);
  if (subject.minCount !== null) return told(lookedAt(subject, at) + (direction === 'on' ? PEOPLE_STEP_MS : -PEOPLE_STEP_MS));
  const { indicator } = subject;
  const held = (time: number): { validFrom: number; validUntil: number } => {
    const moment = { live: false, time };
    const state = subjects.stateAt(indicator.code, moment);
    return pictureAt(fitting(subjects, subject, state), state, time, unit, subjects.silentAfter(indicator, moment));
  };
  const { validFrom, validUntil } = held(at);
  if (direction === 'on') return told(secondFrom(validUntil));
  // A frame that has lasted from the beginning of time has none before it.
  return validFrom <= 0 ? null : told(secondFrom(held(secondFrom(validFrom) - SECOND_MS).validFrom));
}
