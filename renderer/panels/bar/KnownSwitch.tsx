import { useTranslation } from 'react-i18next';
import { commandOf, keyOf } from '../../commands/registry.ts';
import { useScreen } from '../../state/store.ts';

/** Whether the past is shown as it was known then, or with what arrived later. Of no consequence at the newest. */
export function KnownSwitch() {
  const { t } = useTranslation();
  const asKnown = useScreen((screen) => screen.clock?.asKnown ?? false);
  const isPast = useScreen((screen) => screen.clock?.mode === 'replay' || screen.comparison?.when != null);
  return (
    <button
      type="button"
      role="switch"
      aria-checked={asKnown}
      className={isPast ? 'known' : 'known known-resting'}
      data-command="asKnown"
      title={`${t('known.hint')} (${keyOf('asKnown')})`}
      onClick={commandOf('asKnown').run}
    >
      <i className="known-knob" />
      <span>{t('known.then')}</span>
    </button>
  );
}
