/** What the pointer on the timeline is told, and who reads the hand aloud: the time, and what is there. */
import type { TFunction } from 'i18next';
import type { TimelineMoment } from '#contract/contract.ts';
import { formatAge } from '../../format/age.ts';
import { LEVEL_NUMERALS } from '../../format/levels.ts';
import { formatTime } from '../../format/time.ts';
import type { Language } from '../../globe/types.ts';
import { xOf, type Axis } from './axis.ts';
import { coarseAt, type Coarse } from './coarse.ts';

const NEAR = 7;
/** In a longer window the day counts, in a shorter one the second, ms. */
const LONG_MS = 26 * 3_600_000;
const SHORT_MS = 2 * 3_600_000;

interface Known { moments: readonly TimelineMoment[]; coarse: readonly Coarse[]; language: Language; t: TFunction }

export function hoverText(time: number, axis: Axis, known: Known): string {
  const { moments, language, t } = known;
  const near = moments.find((moment) => moment.kind === 'level' && Math.abs(xOf(axis, moment.time) - xOf(axis, time)) <= NEAR);
  if (near?.kind === 'level') {
    const word = near.level === null ? t('level.normal') : `${LEVEL_NUMERALS[near.level]} ${t(`level.${near.level}`)}`;
    return `${written(near.time, axis, language)}  ${word}`;
  }
  const said = recordText(time, axis, known);
  return said === '' ? written(time, axis, language) : `${written(time, axis, language)}  ${said}`;
}

/** Of the record at that instant: a gap, from when to when; a coarse stretch, in which steps. Empty where it is whole and fine. */
export function recordText(time: number, window: Pick<Axis, 'from' | 'to'>, { moments, coarse, language, t }: Known): string {
  const gap = moments.find((moment) => moment.kind === 'gap' && time >= moment.time && time < moment.to);
  if (gap?.kind === 'gap') return `${t('timeline.gap')} ${written(gap.time, window, language)}–${written(gap.to, window, language)}`;
  const stretch = coarseAt(coarse, time);
  return stretch ? coarseText(stretch, language, t) : '';
}

/** In words: why the stretch is coarse, and in which steps. */
export function coarseText({ step, isThinned }: Coarse, language: Language, t: TFunction): string {
  return t(isThinned ? 'timeline.thinned' : 'timeline.step', { step: formatAge(step, language) });
}

function written(at: number, { from, to }: Pick<Axis, 'from' | 'to'>, language: Language): string {
  const span = to - from;
  return formatTime(at, span > LONG_MS ? 'dayMinute' : span < SHORT_MS ? 'clock' : 'minute', language);
}
