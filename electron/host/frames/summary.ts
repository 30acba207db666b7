/** Every indicator in one number for the whole city, as the rail shows it. */
import { levelOf, type Catalogue } from '#contract/catalogue.ts';
import type { Summary } from '#contract/contract.ts';
import { STATUS } from '#layers/frame.ts';
import { ageAt } from './buildFrame.ts';
import { pictureAt, type Picture, type Subject } from './picture.ts';
import type { Moment, Subjects } from './subjects.ts';
import { SLICE_MS, type Turns } from './turns.ts';

export interface Summaries {
  /** Of the run's newest. Only what has changed since the last time is computed again. */
  live(now: number): Summary[];
  /** Of a past instant; gives up with null as soon as `isWanted` says no. */
  at(time: number, isWanted: () => boolean): Promise<Summary[] | null>;
  forget(indicators: ReadonlySet<string>): void;
}

const STATES = { [STATUS.measured]: 'measured', [STATUS.silent]: 'silent', [STATUS.never]: 'never', [STATUS.suppressed]: 'suppressed' } as const;

export function openSummaries(catalogue: Catalogue, subjects: Subjects, turns: Turns): Summaries {
  const newest = new Map<string, Picture>();

  const pictureOf = (subject: Subject, moment: Moment): Picture => {
    const { indicator } = subject;
    return pictureAt(subject, subjects.stateAt(indicator.code, moment), moment.time, 'city', subjects.silentAfter(indicator, moment));
  };

  return {
    live(now) {
      return catalogue.indicators.map(({ code }) => {
        const subject = subjects.of(code);
        let picture = newest.get(code);
        if (!picture || now >= picture.validUntil || now < picture.validFrom) {
          picture = pictureOf(subject, { live: true, time: now });
          newest.set(code, picture);
        }
        return summarise(subject, picture, now);
      });
    },
    async at(time, isWanted) {
      const summaries: Summary[] = [];
      let sliceEnds = 0;
      for (const { code } of catalogue.indicators) {
        if (performance.now() >= sliceEnds) {
          await turns.take('soon');
          if (!isWanted()) return null;
          sliceEnds = performance.now() + SLICE_MS;
        }
        const subject = subjects.of(code);
        summaries.push(summarise(subject, pictureOf(subject, { live: false, time }), time));
      }
      return summaries;
    },
    forget(indicators) {
      for (const code of indicators) newest.delete(code);
    },
  };
}

/** The whole city's entry of `picture`, which is by city. */
function summarise({ indicator }: Subject, picture: Picture, instant: number): Summary {
  const value = picture.values[0];
  const counts = { reporting: picture.reporting, sites: picture.total };
  if (indicator.active !== 'always') return { indicator: indicator.code, state: 'inactive', value: null, level: null, age: null, ...counts };
  const isApart = indicator.aggregation === 'none' && picture.total > 1;
  return {
    indicator: indicator.code,
    state: isApart ? 'none' : STATES[picture.status[0] as keyof typeof STATES],
    value: Number.isFinite(value) ? value : null,
    level: levelOf(value, indicator.thresholds),
    age: ageAt(picture.newest[0], instant),
    ...counts,
  };
}
