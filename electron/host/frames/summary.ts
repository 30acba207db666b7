/** Every indicator in one number for the whole city, as the rail shows it. */
import { finestPlaces, indicatorAt, levelOf, type Catalogue, type Level } from '#contract/catalogue.ts';
import type { Summary } from '#contract/contract.ts';
import { STATUS } from '#layers/frame.ts';
import { ageAt } from './buildFrame.ts';
import { hasLevelsBySite, highestLevel } from './levels.ts';
import { pictureAt, type Picture, type Subject } from './picture.ts';
import type { Unit } from './privacy.ts';
import { fitting, type Moment, type Subjects } from './subjects.ts';
import type { Turns } from './turns.ts';

export interface Summaries {
  /** Of the run's newest. Only what has changed since the last time is computed again; gives up with null as `at` does. */
  live(now: number, isWanted: () => boolean): Promise<Summary[] | null>;
  /** Of a past moment; gives up with null as soon as `isWanted` says no. */
  at(moment: Moment, isWanted: () => boolean): Promise<Summary[] | null>;
  forget(indicators: ReadonlySet<string>): void;
}

const STATES = { [STATUS.measured]: 'measured', [STATUS.silent]: 'silent', [STATUS.never]: 'never', [STATUS.suppressed]: 'suppressed' } as const;

export function openSummaries(catalogue: Catalogue, subjects: Subjects, turns: Turns): Summaries {
  const newest = new Map<string, CityPicture>();

  const pictureOf = (subject: Subject, moment: Moment): CityPicture => {
    const { indicator } = subject;
    const state = subjects.stateAt(indicator.code, moment);
    const of = (unit: Unit): Picture => pictureAt(fitting(subjects, subject, state), state, moment.time, unit, subjects.silentAfter(indicator, moment));
    const city = of('city');
    return { ...city, level: hasLevelsBySite(subject) ? highestLevel(subject, of(finestPlaces(indicator))) : levelOf(city.values[0], indicatorAt(indicator, 'city').thresholds) };
  };

  return {
    async live(now, isWanted) {
      const summaries: Summary[] = [];
      // Mostly little has changed: that is told at once.
      const { goOn } = turns.slices('soon', isWanted, { isEager: true });
      for (const { code } of catalogue.indicators) {
        if (!(await goOn())) return null;
        const subject = subjects.of(code);
        let picture = newest.get(code);
        if (!picture || now >= picture.validUntil || now < picture.validFrom) {
          picture = pictureOf(subject, { live: true, time: now });
          newest.set(code, picture);
        }
        summaries.push(summarise(subject, picture, now));
      }
      return summaries;
    },
    async at(moment, isWanted) {
      const { time } = moment;
      const summaries: Summary[] = [];
      const { goOn } = turns.slices('soon', isWanted);
      for (const indicator of catalogue.indicators) {
        for (const _ of subjects.prepare(indicator, time, time)) if (!(await goOn())) return null;
        if (!(await goOn())) return null;
        const subject = subjects.of(indicator.code);
        summaries.push(summarise(subject, pictureOf(subject, moment), time));
      }
      return summaries;
    },
    forget(indicators) {
      for (const code of indicators) newest.delete(code);
    },
  };
}

/** The city's picture, with the level that it, or its worst place, has reached. */
type CityPicture = Picture & { level: Level | null };

/** The whole city's entry of `picture`, which is by city. */
function summarise({ indicator }: Subject, picture: CityPicture, instant: number): Summary {
  const value = picture.values[0];
  // How many report is a pulse too.
  const counts = { reporting: picture.status[0] === STATUS.suppressed ? null : picture.reporting, sites: picture.total };
  if (indicator.active !== 'always') return { indicator: indicator.code, state: 'inactive', value: null, level: null, age: null, ...counts };
  const isApart = indicator.aggregation === 'none' && picture.total > 1;
  return {
    indicator: indicator.code,
    state: isApart ? 'none' : STATES[picture.status[0] as keyof typeof STATES],
    value: Number.isFinite(value) ? value : null,
    level: picture.level,
    age: ageAt(picture.newest[0], instant),
    ...counts,
  };
}
