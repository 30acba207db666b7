import { useTranslation } from 'react-i18next';
import { formatTime } from '../../format/time.ts';
import { goLive, setNetwork } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { useInstant } from '../../widgets/useInstant.ts';
import { useBadge, useSince } from '../bar/Badge.tsx';

/** Over the middle of the map: that it is not live, that parts of the city are missing. */
export function MapNotices() {
  return (
    <div className="map-notices">
      <TimeNotice />
      <CityNotice />
    </div>
  );
}

/** What of the city could not be read: whoever looks must not take its absence for a fact. */
function CityNotice() {
  const { t } = useTranslation();
  const failures = useScreen((screen) => screen.cityFailures);
  const parts = Object.keys(failures) as (keyof typeof failures)[];
  if (parts.length === 0) return null;
  return (
    <div className="map-notice map-notice-city" role="status" data-notice="city">
      <Icon name="warning" size={14} />
      <ul className="plain-list">
        {parts.map((part) => <li key={part} data-part={part}>{t(`cityFailure.${part}`)} <code>{failures[part]}</code></li>)}
      </ul>
    </div>
  );
}

/** Whenever the picture is not live, so that nobody who looks at the map alone can take it for now. */
function TimeNotice() {
  const { t } = useTranslation();
  const badge = useBadge();
  const since = useSince(badge);
  const isOwn = useScreen((screen) => screen.run?.clock === 'data');
  const readOnly = useScreen((screen) => screen.readOnly);
  const network = useScreen((screen) => screen.network);
  // Of the feed that the badge speaks of; what else it said stands in the panel of feeds.
  const reason = useScreen((screen) => (badge.kind === 'stopped' ? screen.feeds.find(({ state }) => state === badge.why)?.reason : null));
  const hostFailure = useScreen((screen) => screen.hostFailure);
  const isNothing = useScreen(({ drawn: { a } }) => a !== null && a.measured + a.silent + a.suppressed === 0);
  if (badge.kind === 'replay') {
    return (
      <div className="map-notice map-notice-replay" data-notice="replay">
        <strong>{t('badge.replay')}</strong>
        <ReplayTime />
        <span>{t(badge.asKnown ? 'known.then' : 'known.now')}</span>
        {badge.asKnown && isNothing && <span>{t('known.nothing')}</span>}
        <button type="button" className="text-button" onClick={() => void goLive()}>{t(isOwn ? 'transport.newest' : 'transport.live')}</button>
      </div>
    );
  }
  if (badge.kind !== 'stopped' || badge.why === 'connecting') return null;
  return (
    <div className="map-notice map-notice-stopped" role="status" data-notice="stopped">
      <strong>{since === null ? t('badge.notLive') : t('badge.notLiveSince', { since })}</strong>
      <span>{t(`whyLong.${badge.why}`)}</span>
      {reason && <span>{t(`feedReason.${reason.code}`, { about: reason.about })}</span>}
      {badge.why === 'host' && hostFailure && (
        <>
          <span>{t(`hostFailure.${hostFailure.code}`, { file: hostFailure.file })}</span>
          <code>{hostFailure.message}</code>
        </>
      )}
      {network === 'cut' && !readOnly && badge.why === 'cut' && (
        <button type="button" className="text-button" onClick={() => void setNetwork(true)}>{t('feeds.restore')}</button>
      )}
    </div>
  );
}

function ReplayTime() {
  const language = useScreen((screen) => screen.language);
  const instant = useInstant();
  return <time>{instant === null ? '' : formatTime(instant, 'stamp', language)}</time>;
}
