import { PopoverNext } from '@blueprintjs/core';
import { useTranslation } from 'react-i18next';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { FeedMark, worstState } from './FeedMark.tsx';
import { FeedPanel } from './FeedPanel.tsx';
import { useStorageTight } from './StorageLine.tsx';

/** One mark for all feeds; what is behind it opens on a click. */
export function FeedButton() {
  const { t } = useTranslation();
  const state = useScreen((screen) => worstState(screen.feeds, screen.network, screen.link));
  const isTight = useStorageTight();
  const count = useScreen((screen) => screen.feeds.length);
  return (
    <PopoverNext content={<FeedPanel />} placement="bottom-end" arrow={false} animation="minimal" transitionDuration={0} middleware={{ offset: { mainAxis: 8 } }}>
      <button type="button" className="bar-button" aria-haspopup="dialog" data-testid="feeds" title={isTight ? t('feeds.tight') : undefined} aria-label={[`${t('feeds.title')}: ${t(`feedState.${state}`)}`, ...(isTight ? [t('feeds.tight')] : [])].join(', ')}>
        <FeedMark state={state} />
        <span>{t('feeds.button', { count })}</span>
        {isTight && <Icon name="warning" size={14} />}
      </button>
    </PopoverNext>
  );
}
