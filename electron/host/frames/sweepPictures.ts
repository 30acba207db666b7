/** Pictures at many instants, in slices so that nothing else waits. */
import type { RunStore } from '../store/store.ts';
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
  let done = 0;
  while (done < instants.length) {
    await turns.take(when);
    if (!isWanted()) return false;
    const sliceEnds = performance.now() + SLICE_MS;
    const rest = instants.slice(done);
    const silences = rest.map((time) => subjects.silentAfter(indicator, { live: false, time }));
    const horizon = subjects.horizon(silences.reduce((longest, ms) => Math.max(longest, ms), 0));
    let k = 0;
    // The sweep is left before the thread is: a store that is being read cannot be written.
    for (const state of store.sweep(indicator.code, rest, horizon)) {
      visit(rest[k], pictureAt(subject, state, rest[k], unit, silences[k]));
      k++;
      if (performance.now() >= sliceEnds) break;
    }
    if (k === 0) return true;
    done += k;
  }
  return true;
}
