import { useTranslation } from 'react-i18next';
import { useScreen } from '../../state/store.ts';
import { LegendDifference } from './LegendDifference.tsx';
import { LegendSlot } from './LegendSlot.tsx';
import { TraitLegend } from './TraitLegend.tsx';

/** What the colours on the twin mean: one block for each slot that is in use. */
export function Legend() {
  const { t } = useTranslation();
  const hasA = useScreen((screen) => screen.slots.a !== null);
  const hasB = useScreen((screen) => screen.slots.b !== null);
  const trait = useScreen((screen) => screen.trait);
  const hasCatalogue = useScreen((screen) => screen.indicators.length > 0);
  const way = useScreen((screen) => screen.comparison?.way ?? null);
  // Two moments of one indicator have one scale: it is said once.
  const isOne = useScreen((screen) => screen.comparison?.when != null);
  if (!hasCatalogue) return null;
  if (way === 'difference') return <aside className="legend" aria-label={t('legend.label')}><LegendDifference /></aside>;
  if (!hasA && !hasB && trait === null) return <aside className="legend legend-empty" aria-label={t('legend.label')}>{t('legend.empty')}</aside>;
  return (
    <aside className="legend" aria-label={t('legend.label')}>
      {hasA && !isOne && <LegendSlot slot="a" />}
      {hasB && <LegendSlot slot="b" />}
      {trait !== null && <TraitLegend trait={trait} />}
    </aside>
  );
}
