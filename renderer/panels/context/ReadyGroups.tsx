import { useTranslation } from 'react-i18next';
import { showReadyGroup } from '../../contextLayers.ts';
import { isGroupOn, READY_GROUPS, type ContextLayer, type ReadyGroup } from '../../state/context.ts';
import { useScreen } from '../../state/store.ts';

/** One press for the layers of one task, in place of what was on. */
export function ReadyGroups({ layers }: { layers: readonly ContextLayer[] }) {
  const { t } = useTranslation();
  const choice = useScreen((screen) => screen.contextChoice);
  const groups = (Object.keys(READY_GROUPS) as ReadyGroup[]).filter((group) => READY_GROUPS[group].some((id) => layers.some((layer) => layer.id === id)));
  return (
    <div className="context-ready" role="group" aria-label={t('context.ready')}>
      {groups.map((group) => (
        <button key={group} type="button" aria-pressed={isGroupOn(choice, group, layers)} data-ready={group} onClick={() => showReadyGroup(group)}>{t(`context.readyGroup.${group}`)}</button>
      ))}
    </div>
  );
}
