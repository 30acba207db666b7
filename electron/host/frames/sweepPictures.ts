/** Pictures at many instants, in slices so that nothing else waits. */
import type { RunStore, State } from '../store/store.ts';
import { pictureAt, type Picture } from './picture.ts';
import type { PlaceSet, Subjects } from './subjects.ts';
import { SLICE_MS, type Turns } from './turns.ts';

/** Visits rising `instants` (epoch ms). Stops early, with false, when `isWanted` says no. */
export async function sweepPictures(
  { store, subjects, turns }: { store: RunStore; subjects: Subjects; turns: Turns },
  { subject, unit }: Pick<PlaceSet, 'subject' | 'unit'>,
  instants: number[],
  { when, isWanted, visit }: { when: 'soon' | 'later'; isWanted: () => boolean; visit: (instant: number, picture: Picture) => void },
): Promise<boolean> {
  const { indicator } = subject;
  const silences: number[] = [];
  let sliceEnds = 0;
  for (const time of instants) {
    if (performance.now() >= sliceEnds) {
      await turns.take(when);
      if (!isWanted()) return false;
      sliceEnds = performance.now() + SLICE_MS;
    }
    silences.push(subjects.silentAfter(indicator, { live: false, time }));
  }
  const horizon = subjects.horizon(silences.reduce((longest, ms) => Math.max(longest, ms), 0));
  let sweep: Generator<State> | null = null;
  let begunAt = -1;
  let done = 0;
  while (done < instants.length) {
    await turns.take(when);
    if (!isWanted()) return false;
    sliceEnds = performance.now() + SLICE_MS;
    // What was stored meanwhile may have replaced what the sweep still has to read: it begins again where it stood.
    if (begunAt !== subjects.revision(indicator.code)) sweep = null;
    if (sweep === null) {
      begunAt = subjects.revision(indicator.code);
      sweep = store.sweep(indicator.code, instants.slice(done), horizon);
    }
    while (done < instants.length && performance.now() < sliceEnds) {
      const { value: state } = sweep.next();
      if (!state) return true;
      const time = instants[done];
      visit(time, pictureAt(subject, state as State, time, unit, silences[done]));
      done++;
    }
  }
  return true;
}
