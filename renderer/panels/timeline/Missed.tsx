import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineMoment } from '#contract/contract.ts';
import { formatAge } from '../../format/age.ts';
import { LEVEL_NUMERALS } from '../../format/levels.ts';
import { formatTime, isSameDay } from '../../format/time.ts';
import { goToMoment, putMissedAway } from '../../missed.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { LevelMark } from '../../widgets/LevelMark.tsx';
import { inOrderOfWeight } from './missedOrder.ts';

/** At first so many lines; the others on demand. */
const FEW = 6;

/** Back at the newest: what happened meanwhile, each line a way to its moment. */
export function Missed() {
  const { t } = useTranslation();
  const missed = useScreen((screen) => screen.missed);
  const language = useScreen((screen) => screen.language);
  const [isWhole, setWhole] = useState(false);
  if (!missed) return null;
  const written = (at: number): string => formatTime(at, isSameDay(missed.from, missed.to) ? 'minute' : 'dayMinute', language);
  const moments = missed.moments && inOrderOfWeight(missed.moments);
  const levels = moments?.filter(({ kind }) => kind === 'level').length ?? 0;
  const gaps = (moments?.length ?? 0) - levels;
  return (
    <aside className="missed" aria-label={t('missed.title')} data-testid="missed">
      <header>
        <h2>{t('missed.title')}</h2>
        <span className="quiet">{formatAge((missed.to - missed.from) / 1000, language)}</span>
        <button type="button" className="icon-button" aria-label={t('missed.close')} title={`${t('missed.close')} (Esc)`} onClick={putMissedAway}><Icon name="close" size={12} /></button>
      </header>
      <p className="missed-sum">{written(missed.from)} – {written(missed.to)}</p>
      <p className="missed-sum" role="status">
        {moments === null ? t('missed.loading') : moments.length === 0 ? t('missed.none') : t('missed.sum', { levels, gaps })}
        {missed.cut && ` ${t('missed.cut')}`}
      </p>
      {moments !== null && moments.length > 0 && (
        <ul className="plain-list">
          {moments.slice(0, isWhole ? undefined : FEW).map((moment) => (
            <li key={`${moment.kind} ${moment.kind === 'level' ? moment.indicator : ''} ${moment.time}`}>
              <button type="button" className="missed-line" onClick={() => goToMoment(moment)}><MissedLine moment={moment} written={written} /></button>
            </li>
          ))}
        </ul>
      )}
      {moments !== null && moments.length > FEW && (
        <button type="button" className="text-button missed-more" onClick={() => setWhole(!isWhole)}>{isWhole ? t('missed.fewer') : t('missed.more', { n: moments.length - FEW })}</button>
      )}
    </aside>
  );
}

function MissedLine({ moment, written }: { moment: TimelineMoment; written(at: number): string }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const indicator = useScreen((screen) => (moment.kind === 'level' ? screen.indicators.find(({ code }) => code === moment.indicator) : undefined));
  if (moment.kind === 'gap') {
    return (
      <>
        <i className="hatch" />
        <span className="missed-name">{t('timeline.gap')}</span>
        <span className="missed-level">{t('missed.until', { time: written(moment.to) })}</span>
        <time>{written(moment.time)}</time>
      </>
    );
  }
  return (
    <>
      <LevelMark level={moment.level} known />
      <span className="missed-name">{indicator?.[language] ?? moment.indicator}</span>
      <span className="missed-level">{moment.level === null ? t('level.normal') : `${t(`level.${moment.level}`)} ${LEVEL_NUMERALS[moment.level]}`}</span>
      <time>{written(moment.time)}</time>
    </>
  );
}
