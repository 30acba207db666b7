import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { commandOf } from '../../commands/registry.ts';
import { openContext, retryContext } from '../../contextLayers.ts';
import { CONTEXT_GROUPS } from '../../state/context.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { ContextRow } from './ContextRow.tsx';
import { ReadyGroups } from './ReadyGroups.tsx';
import { TraitChoice } from './TraitChoice.tsx';

/** Every context layer of the city, by group: what it is, how many, what class, and whether it is on the map. */
export function ContextPanel() {
  const { t } = useTranslation();
  const context = useScreen((screen) => screen.context);
  const isAny = useScreen((screen) => screen.contextChoice.on.length > 0);
  const panel = useRef<HTMLElement>(null);
  // Who opened it with the keyboard goes on in it.
  useEffect(() => panel.current?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true }), []);
  const layers = context?.layers ?? [];
  return (
    <section ref={panel} className="context-panel" aria-label={t('context.title')} data-testid="context-panel" onKeyDown={(event) => keyed(event, panel.current)}>
      <header className="context-head">
        <h2>{t('context.title')}</h2>
        <button type="button" className="text-button" disabled={!isAny} data-command="clearContext" onClick={commandOf('clearContext').run}>{t('context.clear')}</button>
        <button type="button" className="icon-button" aria-label={t('context.close')} title={`${t('context.close')} (Esc)`} onClick={() => openContext(false)}>
          <Icon name="close" size={14} />
        </button>
      </header>
      {context?.state === 'failed' && (
        <p className="notice notice-failed" role="alert">
          <span>{t('context.failed')} <button type="button" className="text-button" onClick={retryContext}>{t('context.retry')}</button></span>
        </p>
      )}
      {layers.length > 0 && <ReadyGroups layers={layers} />}
      <TraitChoice />
      <div className="context-list">
        {CONTEXT_GROUPS.map((group) => {
          const members = layers.filter((layer) => layer.group === group);
          return members.length > 0 && (
            <section key={group} className="context-group">
              <h3>{t(`context.group.${group}`)}</h3>
              <ul className="plain-list">{members.map((layer) => <ContextRow key={layer.id} layer={layer} />)}</ul>
            </section>
          );
        })}
      </div>
    </section>
  );
}

/** Arrow keys walk through the rows, as in the rail; Escape closes and gives the focus back. */
function keyed(event: KeyboardEvent, panel: HTMLElement | null): void {
  if (event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    openContext(false);
    document.querySelector<HTMLElement>('[data-command="context"]')?.focus();
    return;
  }
  if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || !panel) return;
  const rows = [...panel.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[event.key === 'ArrowDown' ? at + 1 : Math.max(0, at - 1)];
  event.preventDefault();
  next?.focus();
}
