import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { formatSince } from '../../format/time.ts';
import { goLive } from '../../intents.ts';
import { badgeOf, type Badge as BadgeFact } from '../../state/feedPicture.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { useNow } from '../../widgets/ticks.ts';

/** The badge's fact, drawn again only when it says something else. */
export function useBadge(): BadgeFact {
  return useScreen(useShallow((screen) => badgeOf(screen)));
}

/** How often it is looked whether "since" was yesterday by now, seconds. */
const DAY_TURNS_WITHIN = 60;

/** Since when the picture is not what it should be, as text; null where the badge does not know. */
export function useSince(badge: BadgeFact): string | null {
  const language = useScreen((screen) => screen.language);
  const now = useNow(DAY_TURNS_WITHIN);
  return 'since' in badge && badge.since !== null ? formatSince(badge.since, now, language) : null;
}

/** LIVE, REPLAY, own clock, or not live since when: each has its own word, shape and ground, also in black and white. */
export function Badge() {
  const { t } = useTranslation();
  const badge = useBadge();
  const since = useSince(badge);
  const common = { 'data-testid': 'badge', 'data-badge': badge.kind, role: 'status', 'aria-live': 'polite' } as const;
  switch (badge.kind) {
    case 'live':
      return <div className="badge badge-live" {...common}><i className="badge-dot" />{t('badge.live')}</div>;
    case 'partly':
      return (
        <div className="badge badge-partly" {...common}>
          <i className="badge-dot" />
          {t('badge.partly', { live: badge.live, feeds: badge.feeds })}
          {since && <span className="badge-more">{t('badge.restSince', { since })}</span>}
        </div>
      );
    case 'own':
      return <div className="badge badge-own" title={t('badge.ownHint')} {...common}>{t('badge.own')}</div>;
    case 'replay':
      return (
        <button type="button" className="badge badge-replay" title={t('command.live')} onClick={() => void goLive()} data-testid="badge" data-badge="replay">
          <Icon name="live" size={14} />
          {t('badge.replay')}
          <span className="badge-more">{badge.rate === 0 ? t('badge.held') : `${badge.rate}×`} · {t(badge.asKnown ? 'known.then' : 'known.now')}</span>
        </button>
      );
    case 'stopped':
      return (
        <div className="badge badge-stopped" {...common}>
          <Icon name="warning" size={14} />
          {since ? t('badge.notLiveSince', { since }) : badge.why === 'connecting' ? t('badge.connecting') : t('badge.notLive')}
          {(since || badge.why !== 'connecting') && <span className="badge-more">{t(`why.${badge.why}`)}</span>}
        </div>
      );
  }
}
