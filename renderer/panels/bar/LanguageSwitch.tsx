import { useTranslation } from 'react-i18next';
import { setLanguage } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';

/** Both languages written in themselves, so that whoever reads only one can find it. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  return (
    <div className="segments" role="group" aria-label={t('bar.language')}>
      <button type="button" lang="zh-CN" aria-pressed={language === 'zh'} data-language-choice="zh" onClick={() => setLanguage('zh')}>中文</button>
      <button type="button" lang="en" aria-pressed={language === 'en'} data-language-choice="en" onClick={() => setLanguage('en')}>EN</button>
    </div>
  );
}
