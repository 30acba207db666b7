/** What a thread has not been told yet: it is told with the next question, so that a thread that nobody asks is left in peace. */
import type { Change } from '../frames/answers.ts';

export interface Stale {
  add(run: string, change: Change): void;
  /** Everything of the run since the last time, an indicator at most once. */
  take(run: string): Change[];
}

export function openStale(): Stale {
  const runs = new Map<string, Map<string, Change>>();
  return {
    add(run, { indicator, from, to, sites }) {
      const mine = runs.get(run) ?? new Map<string, Change>();
      runs.set(run, mine);
      const known = mine.get(indicator);
      mine.set(indicator, known ? { indicator, from: Math.min(known.from, from), to: Math.max(known.to, to), sites: known.sites || sites } : { indicator, from, to, sites });
    },
    take(run) {
      const changes = [...(runs.get(run)?.values() ?? [])];
      runs.delete(run);
      return changes;
    },
  };
}
