import { DAY_MS } from '../../state/clock.ts';
import { HistoryProgress } from './HistoryProgress.tsx';
import { Track } from './Track.tsx';
import { Transport } from './Transport.tsx';
import { useTranslation } from 'react-i18next';

/** The last day under the globe, and the controls that move through it. */
export function Timeline() {
  const { t } = useTranslation();
  return (
    <footer className="timeline" aria-label={t('timeline.label')}>
      <Transport />
      <div className="timeline-main">
        <Track span={DAY_MS} />
        <HistoryProgress />
      </div>
    </footer>
  );
}
