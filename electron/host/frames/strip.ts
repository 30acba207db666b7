/** The whole city's value in equal steps, for the rail's lines and the value strip. Kept, and extended as time goes on. */
import type { Columns } from '#contract/columns.ts';
import { Refusal } from '#contract/server.ts';
import type { RunHistory } from '../store/reading.ts';
import { unwanted } from './past.ts';
import type { Subjects } from './subjects.ts';
import { sweepPictures } from './sweepPictures.ts';
import type { Turns } from './turns.ts';

const MOST_STEPS = 5000;
/** Kept per indicator and step; the oldest asked for go first. */
const MOST_KEPT = 2 * MOST_STEPS;
/** Lengths of step kept per indicator: the screens' own is one; those least lately asked for go first. */
const MOST_LENGTHS = 4;

export interface Strips {
  /** Values at the multiples of `step` (ms since the epoch) in [from, to], none later than `now`. NaN: none, silent or withheld. Throws `Refusal` where it is not wanted any more. */
  get(indicator: string, range: { from: number; to: number; step: number; now: number }, isWanted?: () => boolean): Promise<Columns>;
  /** What was stored anew: phenomenon times from…to. */
  forget(indicators: ReadonlySet<string>, from: number, to: number): void;
  forgetSites(indicators: ReadonlySet<string>): void;
}

export function openStrips(store: RunHistory, subjects: Subjects, turns: Turns): Strips {
  /** By indicator, then by step, the one last asked for last: value at each instant. */
  const kept = new Map<string, Map<number, Map<number, number>>>();
  /** What is being computed, and which of it was stored anew meanwhile: that is told once, not kept. */
  const underway = new Set<{ indicator: string; stale: { from: number; to: number }[] }>();

  const keptOf = (indicator: string, step: number): Map<number, number> => {
    let bySteps = kept.get(indicator);
    if (!bySteps) kept.set(indicator, (bySteps = new Map()));
    const values = bySteps.get(step) ?? new Map<number, number>();
    bySteps.delete(step);
    bySteps.set(step, values);
    for (const oldest of bySteps.keys()) {
      if (bySteps.size <= MOST_LENGTHS) break;
      bySteps.delete(oldest);
    }
    return values;
  };

  const spoil = (indicator: string, from: number, to: number): void => {
    for (const work of underway) if (work.indicator === indicator) work.stale.push({ from, to });
  };

  return {
    async get(indicator, { from, to, step, now }, isWanted = () => true) {
      const first = Math.ceil(from / step);
      const last = Math.floor(Math.min(to, now) / step);
      if (last - first >= MOST_STEPS) throw new Refusal('too-large', `More than ${MOST_STEPS} steps were asked for.`, 'Ask for longer steps.');
      const instants = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
      const subject = subjects.of(indicator);
      return turns.inOrder(async () => {
        if (!isWanted()) throw unwanted();
        const values = keptOf(indicator, step);
        const mine = { indicator, stale: [] as { from: number; to: number }[] };
        underway.add(mine);
        const fresh = new Map<number, number>();
        const missing = instants.filter((instant) => !values.has(instant));
        const visit = (instant: number, picture: { values: Float64Array }): void => void fresh.set(instant, picture.values[0]);
        const isDone = await sweepPictures({ store, subjects, turns }, { subject, unit: 'city' }, missing, { when: 'later', isWanted, visit }).finally(() => underway.delete(mine));
        if (!isDone) throw unwanted();
        const columns = {
          times: Float64Array.from(instants),
          values: Float64Array.from(instants, (instant) => fresh.get(instant) ?? values.get(instant) ?? NaN),
        };
        for (const [instant, value] of fresh) {
          if (!mine.stale.some((range) => instant >= range.from && instant <= range.to)) values.set(instant, value);
        }
        for (const instant of values.keys()) {
          if (values.size <= MOST_KEPT) break;
          values.delete(instant);
        }
        return columns;
      });
    },
    forget(indicators, from, to) {
      for (const indicator of indicators) {
        const until = to + subjects.horizon(subjects.silentAfter(subjects.of(indicator).indicator, { live: true, time: to }));
        spoil(indicator, from, until);
        for (const values of kept.get(indicator)?.values() ?? []) {
          for (const instant of values.keys()) if (instant >= from && instant <= until) values.delete(instant);
        }
      }
    },
    forgetSites(indicators) {
      for (const indicator of indicators) {
        spoil(indicator, -Infinity, Infinity);
        kept.delete(indicator);
      }
    },
  };
}
