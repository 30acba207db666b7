import { useTranslation } from 'react-i18next';
import { TRAITS } from '#layers/buildings/traits.ts';
import { setTrait } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';

/** What the buildings are coloured by while no indicator lies on them. */
export function TraitChoice() {
  const { t } = useTranslation();
  const chosen = useScreen((screen) => screen.trait);
  return (
    <div className="context-ready" role="group" aria-label={t('building.traits')}>
      <span className="context-label">{t('building.traits')}</span>
      {[null, ...TRAITS].map((trait) => (
        <button key={trait ?? 'none'} type="button" data-trait={trait ?? 'none'} aria-pressed={chosen === trait} onClick={() => setTrait(trait)}>
          {trait === null ? t('building.none') : t(`building.trait.${trait}`)}
        </button>
      ))}
    </div>
  );
}
