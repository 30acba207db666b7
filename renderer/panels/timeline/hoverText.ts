/** What the pointer on the timeline is told: the time, and what is there. */
import type { TFunction } from 'i18next';
import type { TimelineMoment } from '#contract/contract.ts';
import { formatAge } from '../../format/age.ts';
import { LEVEL_NUMERALS } from '../../format/levels.ts';
import { formatTime } from '../../format/time.ts';
import type { Language } from '../../globe/types.ts';
import { xOf, type Axis } from './axis.ts';
import type { Coverage } from './record.ts';

const NEAR = 7;
/** In a longer window the day counts, in a shorter one the second, ms. */
const LONG_MS = 26 * 3_600_000;
const SHORT_MS = 2 * 3_600_000;

interface Known { moments: readonly TimelineMoment[]; coverage: Coverage | null; language: Language; t: TFunction }

export function hoverText(time: number, axis: Axis, { moments, coverage, language, t }: Known): string {
  const near = moments.find((moment) => moment.kind === 'level' && Math.abs(xOf(axis, moment.time) - xOf(axis, time)) <= NEAR);
  const gap = moments.find((moment) => moment.kind === 'gap' && time >= moment.time && time < moment.to);
  const span = axis.to - axis.from;
  const written = (at: number): string => formatTime(at, span > LONG_MS ? 'dayMinute' : span < SHORT_MS ? 'clock' : 'minute', language);
  if (near?.kind === 'level') {
    const word = near.level === null ? t('level.normal') : `${LEVEL_NUMERALS[near.level]} ${t(`level.${near.level}`)}`;
    return `${written(near.time)}  ${word}`;
  }
  if (gap?.kind === 'gap') return `${written(time)}  ${t('timeline.gap')} ${written(gap.time)}–${written(gap.to)}`;
  const step = coverage ? coverage.step[Math.floor(((time - coverage.from) / (coverage.to - coverage.from)) * coverage.step.length)] : 0;
  return step ? `${written(time)}  ${t('timeline.step', { step: formatAge(step, language) })}` : written(time);
}
