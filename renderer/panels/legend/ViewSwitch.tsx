import { useTranslation } from 'react-i18next';
import type { Slot } from '../../globe/types.ts';
import { setView } from '../../legendIntents.ts';
import { viewsOf } from '../../state/views.ts';
import { useScreen, type Chosen } from '../../state/store.ts';

/** What of the indicator is on the twin: its values, its silence, or where nobody measures. */
export function ViewSwitch({ slot, chosen }: { slot: Slot; chosen: Chosen }) {
  const { t } = useTranslation();
  // What could be at risk is what the city's context layers hold.
  const hasRisks = useScreen((screen) => screen.context?.layers.some(({ form }) => form === 'point') ?? false);
  const views = viewsOf(chosen.indicator).filter((view) => view !== 'coverage' || hasRisks);
  return (
    <div className="segments segments-small view-switch" role="group" aria-label={t('view.label')}>
      {views.map((view) => (
        <button key={view} type="button" data-view={view} aria-pressed={(chosen.view ?? 'values') === view} title={t(`view.hint.${view}`)} onClick={() => setView(slot, view)}>
          {t(`view.${view}`)}
        </button>
      ))}
    </div>
  );
}
