import { useTranslation } from 'react-i18next';
import { HistoryProgress } from './HistoryProgress.tsx';
import { TimelineHead } from './TimelineHead.tsx';
import { Track } from './Track.tsx';
import { Transport } from './Transport.tsx';

/** The record under the globe, and the controls that move through it. */
export function Timeline() {
  const { t } = useTranslation();
  return (
    <footer className="timeline" aria-label={t('timeline.label')}>
      <Transport />
      <div className="timeline-main">
        <TimelineHead />
        <div className="timeline-track">
          <Track />
          <HistoryProgress />
        </div>
      </div>
    </footer>
  );
}
