import { useTranslation } from 'react-i18next';
import type { Slot } from '../../globe/types.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';

/** Why the twin shows nothing for this slot: loading, no places, refused, failed. */
export function SlotNotice({ slot }: { slot: Slot }) {
  const { t } = useTranslation();
  const chosen = useScreen((screen) => screen.slots[slot]);
  const failed = useScreen((screen) => screen.failed[slot]);
  const places = useScreen((screen) => screen.laid[slot]);
  const hasDrawn = useScreen((screen) => screen.drawn[slot] !== null);
  if (!chosen?.choice) return null;
  if (failed) {
    const [sentence, detail] = failed.kind === 'layer' ? [t(`layerFailure.${failed.failure.code}`), failed.failure.detail] : [t(`problem.${failed.problem.code}`), failed.problem.message];
    return (
      <p className="notice notice-failed" role="alert">
        <Icon name="warning" size={14} />
        <span>{sentence} {detail !== '' && <code>{detail}</code>}</span>
      </p>
    );
  }
  if (places?.lon.length === 0) return <p className="notice">{t('legend.noPlaces')}</p>;
  if (!hasDrawn) return <p className="notice" aria-busy="true">{t('legend.loading')}</p>;
  return null;
}
