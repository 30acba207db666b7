import { useTranslation } from 'react-i18next';
import { commandOf, keyOf } from '../../commands/registry.ts';
import { useScreen } from '../../state/store.ts';
import { SignIcon } from '../../widgets/SignIcon.tsx';
import { ContextPanel } from './ContextPanel.tsx';

/** The button in the map's corner and the panel that it opens; nothing where the city has no context layers. */
export function Context() {
  const { t } = useTranslation();
  const isOpen = useScreen((screen) => screen.contextOpen);
  const context = useScreen((screen) => screen.context);
  const on = useScreen((screen) => screen.contextChoice.on.length);
  if (context?.state !== 'failed' && !context?.layers.length) return null;
  return (
    <div className="context">
      <button
        type="button"
        className="context-button"
        data-command="context"
        data-testid="context-button"
        aria-expanded={isOpen}
        aria-label={on > 0 ? t('context.buttonOn', { count: on }) : t('context.title')}
        title={`${t('context.title')} (${keyOf('context')})`}
        onClick={commandOf('context').run}
      >
        <SignIcon name="layers" />
        <span aria-hidden="true">{t('context.title')}</span>
        {on > 0 && <span className="context-on" aria-hidden="true">{on}</span>}
      </button>
      {isOpen && <ContextPanel />}
    </div>
  );
}
