import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { formatShare } from '../../format/hours.ts';
import { formatMegabytes } from '../../format/numbers.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';

const TIGHT_PERCENT = 80;

/** Whether the run is near the end of what it may have on disk. */
export function useStorageTight(): boolean {
  return useScreen((screen) => (screen.run?.storage?.percent ?? 0) >= TIGHT_PERCENT);
}

/** How much of what it may have on disk the run uses; nothing where it may have all. */
export function StorageLine() {
  const { t } = useTranslation();
  const { storage, language } = useScreen(useShallow((screen) => ({ storage: screen.run?.storage, language: screen.language })));
  const isTight = useStorageTight();
  if (!storage) return null;
  const said = { percent: formatShare(storage.percent / 100, language), budget: formatMegabytes(storage.budgetMB, language) };
  return isTight ? (
    <p className="notice notice-failed" data-testid="storage" role="status"><Icon name="warning" size={14} /><span>{t('feeds.storageTight', said)}</span></p>
  ) : (
    <p className="quiet storage" data-testid="storage">{t('feeds.storage', said)}</p>
  );
}
