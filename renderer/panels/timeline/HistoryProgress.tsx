import { ProgressBar } from '@blueprintjs/core';
import { useTranslation } from 'react-i18next';
import { useScreen } from '../../state/store.ts';

/** While the first day fills in behind the picture: how far it is. */
export function HistoryProgress() {
  const { t } = useTranslation();
  const percent = useScreen(({ history: { done, total } }) => (total > 0 && done < total ? Math.floor((done / total) * 100) : null));
  if (percent === null) return null;
  return (
    <div className="history" role="status">
      <span>{t('timeline.filling', { percent })}</span>
      <ProgressBar value={percent / 100} animate={false} stripes={false} />
    </div>
  );
}
