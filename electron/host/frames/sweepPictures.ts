/** Pictures at many instants, in slices so that nothing else waits. */
import type { RunHistory } from '../store/reading.ts';
import type { State } from '../store/store.ts';
import { sightAt, type Sight } from './picture.ts';
import { lookedAt } from './privacy.ts';
import { fitting, type PlaceSet, type Subjects } from './subjects.ts';
import type { Turns } from './turns.ts';

/** Visits rising `instants` (epoch ms). Stops early, with false, when `isWanted` says no. */
export async function sweepPictures(
  { store, subjects, turns }: { store: RunHistory; subjects: Subjects; turns: Turns },
  { subject, unit }: Pick<PlaceSet, 'subject' | 'unit'>,
  instants: number[],
  { when, isWanted, visit }: { when: 'soon' | 'later'; isWanted: () => boolean; visit: (instant: number, picture: Sight) => void },
): Promise<boolean> {
  const { indicator } = subject;
  const looked = instants.map((instant) => lookedAt(subject, instant));
  if (instants.length === 0) return true;
  const { goOn, lasts } = turns.slices(when, isWanted);
  for (const _ of subjects.prepare(indicator, instants[0], instants[instants.length - 1])) if (!(await goOn())) return false;
  const silences: number[] = [];
  for (const time of instants) {
    if (!(await goOn())) return false;
    silences.push(subjects.silentAfter(indicator, { live: false, time }));
  }
  const horizon = subjects.horizon(silences.reduce((longest, ms) => Math.max(longest, ms), 0));
  let sweep: Generator<State | null> | null = null;
  let begunAt = -1;
  let done = 0;
  while (done < instants.length) {
    if (!(await goOn())) return false;
    // What was stored meanwhile may have replaced what the sweep still has to read: it begins again where it stood.
    if (begunAt !== subjects.revision(indicator.code)) sweep = null;
    if (sweep === null) {
      begunAt = subjects.revision(indicator.code);
      sweep = store.sweep(indicator.code, looked.slice(done), horizon);
    }
    while (done < instants.length && lasts()) {
      const { done: isOver, value: state } = sweep.next();
      if (isOver) return true;
      if (state === null) continue;
      const time = instants[done];
      visit(time, sightAt(fitting(subjects, subject, state), state, time, unit, silences[done]));
      done++;
    }
  }
  return true;
}
