import { useTranslation } from 'react-i18next';
import { Badge } from './Badge.tsx';
import { BarClock } from './BarClock.tsx';
import { FeedButton } from './FeedButton.tsx';
import { KnownSwitch } from './KnownSwitch.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { RunChooser } from './RunChooser.tsx';

/** What never leaves the screen: which city and run, whether it is live, what time it is there, how the feeds are. */
export function TopBar() {
  const { t } = useTranslation();
  return (
    <header className="bar" aria-label={t('bar.label')}>
      <h1 className="bar-brand">
        <span lang="zh-CN">城脉</span> <span lang="en">Chengmai</span>
      </h1>
      <RunChooser />
      <div className="bar-space" />
      <KnownSwitch />
      <Badge />
      <BarClock />
      <FeedButton />
      <LanguageSwitch />
    </header>
  );
}
