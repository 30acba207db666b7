import { Switch } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { CallProblem } from '#contract/client.ts';
import type { CallReply, FeedState } from '#contract/contract.ts';
import { formatCount } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { call, retryNow } from '../../host.ts';
import { setNetwork } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import words from '../../i18n/zh.json';
import { FeedMark } from './FeedMark.tsx';
import { StorageLine } from './StorageLine.tsx';

const AGAIN_MS = 5_000;
type Rejects = CallReply<'rejects.get'>['rejects'];

function useRejects(): Rejects {
  const [rejects, setRejects] = useState<Rejects>([]);
  useEffect(() => {
    let wanted = true;
    const ask = (): void => {
      call('rejects.get', {}).then(
        (reply) => wanted && setRejects(reply.rejects),
        (error: unknown) => {
          if (!(error instanceof CallProblem)) throw error;
        },
      );
    };
    ask();
    const timer = setInterval(ask, AGAIN_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, []);
  return rejects;
}

/** Every feed with its state and counts, what was refused and why, and the switch that cuts the network for real. */
export function FeedPanel() {
  const { t } = useTranslation();
  const { link, network, switching, readOnly, feeds, language } = useScreen(
    useShallow((screen) => ({
      link: screen.link, network: screen.network, switching: screen.switching, readOnly: screen.readOnly, feeds: screen.feeds, language: screen.language,
    })),
  );
  const rejects = useRejects();
  return (
    <section className="feed-panel" aria-label={t('feeds.title')}>
      {link !== 'open' && (
        <p className="feed-link">
          {t('feeds.noHost')} <button type="button" className="text-button" onClick={retryNow}>{t('feeds.retry')}</button>
        </p>
      )}
      <div className="feed-switch">
        <div data-testid="network-switch">
          <Switch
            checked={network === 'connected'}
            disabled={readOnly || switching || link !== 'open'}
            label={t('feeds.network')}
            innerLabel={t('feeds.off')}
            innerLabelChecked={t('feeds.on')}
            alignIndicator="end"
            onChange={(event) => void setNetwork(event.currentTarget.checked)}
          />
        </div>
        <p className="quiet">{readOnly ? t('feeds.readOnly') : network === 'cut' ? t('feeds.networkCut') : t('feeds.networkHint')}</p>
      </div>
      <h3>{t('feeds.title')}</h3>
      {feeds.length === 0 && <p className="quiet">{t('feeds.none')}</p>}
      <ul className="plain-list">{feeds.map((feed) => <FeedRow key={feed.id} feed={feed} />)}</ul>
      <StorageLine />
      <h3>{t('rejects.title')}</h3>
      {rejects.length === 0 ? <p className="quiet">{t('rejects.none')}</p> : (
        <ul className="plain-list reject-list">
          {rejects.map(({ reason, count, sample }) => (
            <li key={reason}>
              <span className="reject-count">{formatCount(count, language)}</span>
              <span className="reject-reason">{isReason(reason) ? t(`reject.${reason}`) : reason}</span>
              <code className="reject-sample" title={sample}>{sample}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A reason that a newer host gives is shown as it came. */
function isReason(reason: string): reason is keyof typeof words.reject {
  return reason in words.reject;
}

function FeedRow({ feed }: { feed: FeedState }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  return (
    <li className="feed-row" data-feed-id={feed.id} data-feed-state={feed.state}>
      <FeedMark state={feed.state} />
      <div>
        <div className="feed-name">{feed.title[language]} <span className="quiet">{t(`feedState.${feed.state}`)}</span></div>
        <div className="quiet">
          {feed.liveUntil !== null && feed.state !== 'live' && <>{t('feeds.liveUntil', { time: formatTime(feed.liveUntil, 'stamp', language) })}<br /></>}
          {t('feeds.counts', { received: formatCount(feed.received, language), rejected: formatCount(feed.rejected, language) })}
        </div>
        {feed.reason !== null && (
          <div className="feed-reason">
            {t(`feedReason.${feed.reason.code}`, { about: feed.reason.about })}
            {feed.reason.detail !== '' && <code>{feed.reason.detail}</code>}
          </div>
        )}
      </div>
    </li>
  );
}
