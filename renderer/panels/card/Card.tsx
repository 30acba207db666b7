import { useTranslation } from 'react-i18next';
import { closeCard } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { AreaCard } from './AreaCard.tsx';
import { BuildingCard } from './BuildingCard.tsx';
import { ContextCard } from './ContextCard.tsx';
import { IndicatorCard } from './IndicatorCard.tsx';
import { PlaceCard } from './PlaceCard.tsx';
import { ShapeCard } from './shape/ShapeCard.tsx';

/** What was clicked; while nothing is, the indicator that lies on the twin, for the whole city. */
export function Card() {
  const { t } = useTranslation();
  const isOpen = useScreen((screen) => screen.cardOpen);
  const picked = useScreen((screen) => screen.picked);
  const chosen = useScreen((screen) => screen.slots.a);
  if (!isOpen || (!picked && !chosen)) return null;
  return (
    <aside className="card" aria-label={t('card.label')} data-testid="card" data-card={picked?.kind ?? 'indicator'}>
      <button type="button" className="icon-button card-close" aria-label={t('card.close')} title={`${t('card.close')} (Esc)`} onClick={closeCard}>
        <Icon name="close" size={14} />
      </button>
      {picked?.kind === 'place' && <PlaceCard key={`${picked.places} ${picked.index}`} picked={picked} />}
      {picked?.kind === 'building' && <BuildingCard picked={picked} />}
      {picked?.kind === 'context' && <ContextCard picked={picked} />}
      {picked?.kind === 'area' && <AreaCard key={picked.code} picked={picked} />}
      {picked?.kind === 'shape' && <ShapeCard key={picked.id} id={picked.id} />}
      {!picked && chosen && <IndicatorCard key={chosen.indicator.code} indicator={chosen.indicator} />}
      {picked?.kind === 'ground' && chosen && <IndicatorCard key={chosen.indicator.code} indicator={chosen.indicator} />}
    </aside>
  );
}
