import { PopoverNext } from '@blueprintjs/core';
import { useTranslation } from 'react-i18next';
import { useScreen } from '../../state/store.ts';
import { FeedMark, worstState } from './FeedMark.tsx';
import { FeedPanel } from './FeedPanel.tsx';

/** One mark for all feeds; what is behind it opens on a click. */
export function FeedButton() {
  const { t } = useTranslation();
  const state = useScreen((screen) => worstState(screen.feeds, screen.network, screen.link));
  const count = useScreen((screen) => screen.feeds.length);
  return (
    <PopoverNext content={<FeedPanel />} placement="bottom-end" arrow={false} animation="minimal" transitionDuration={0} middleware={{ offset: { mainAxis: 8 } }}>
      <button type="button" className="bar-button" aria-haspopup="dialog" data-testid="feeds" aria-label={`${t('feeds.title')}: ${t(`feedState.${state}`)}`}>
        <FeedMark state={state} />
        <span>{t('feeds.button', { count })}</span>
      </button>
    </PopoverNext>
  );
}
