/** From one frame to the one before or after it. */
import { pictureAt } from './picture.ts';
import { lookedAt, PEOPLE_STEP_MS } from './privacy.ts';
import type { PlaceSet, Subjects } from './subjects.ts';

/** The instant (epoch ms) at which the frame next to that of `at` begins; of people, whose frames are all equally long, the next of those. Null where there is none, or only after `now`. */
export function frameBeside(subjects: Subjects, { subject, unit }: PlaceSet, at: number, direction: 'back' | 'on', now: number): number | null {
  const told = (time: number): number | null => (time > 0 && time < now ? time : null);
  if (subject.minCount !== null) return told(lookedAt(subject, at) + (direction === 'on' ? PEOPLE_STEP_MS : -PEOPLE_STEP_MS));
  const { indicator } = subject;
  const held = (time: number): { validFrom: number; validUntil: number } => {
    const moment = { live: false, time };
    return pictureAt(subject, subjects.stateAt(indicator.code, moment), time, unit, subjects.silentAfter(indicator, moment));
  };
  const { validFrom, validUntil } = held(at);
  if (direction === 'on') return told(validUntil);
  // Of the frame before, its first instant; a frame that has lasted from the beginning of time has none.
  return validFrom <= 0 ? null : told(held(validFrom - 1).validFrom);
}
