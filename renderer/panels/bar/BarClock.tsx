import { useTranslation } from 'react-i18next';
import { formatTime } from '../../format/time.ts';
import { useScreen } from '../../state/store.ts';
import { useInstant } from '../../widgets/useInstant.ts';

/** The instant that the whole screen stands for, in the city's own time. */
export function BarClock() {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const instant = useInstant();
  return (
    <div className="bar-clock" role="timer" aria-label={t('bar.clock')} title={t('bar.zone')}>
      <span className="bar-date">{instant === null ? '' : formatTime(instant, 'date', language)}</span>
      <time className="bar-time" dateTime={instant === null ? undefined : new Date(instant).toISOString()}>
        {instant === null ? '––:––:––' : formatTime(instant, 'clock', language)}
      </time>
    </div>
  );
}
