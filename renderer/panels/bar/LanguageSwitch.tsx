import { useTranslation } from 'react-i18next';
import { commandOf } from '../../commands/registry.ts';
import { useScreen } from '../../state/store.ts';

/** Both languages written in themselves, so that whoever reads only one can find it; one click changes to the other. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  return (
    <button type="button" className="language" data-testid="language" aria-label={t('bar.language')} title={t('bar.language')} onClick={commandOf('language').run}>
      <span lang="zh-CN" className={language === 'zh' ? 'language-on' : undefined}>中文</span>
      <span lang="en" className={language === 'en' ? 'language-on' : undefined}>EN</span>
    </button>
  );
}
