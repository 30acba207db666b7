import { useTranslation } from 'react-i18next';
import { traitClasses, type Trait } from '#layers/buildings/traits.ts';
import { useCityFacts } from '../../cityFacts.ts';
import { buildingUse } from '../../i18n/buildingUse.ts';
import { setTrait } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';

/** What the colours of the buildings mean while they tell a property of their own. */
export function TraitLegend({ trait }: { trait: Trait }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const isCovered = useScreen(({ slots }) => [slots.a, slots.b].some((chosen) => chosen?.choice?.form === 'buildings'));
  const origin = useCityFacts(useScreen((screen) => screen.run?.city))?.provenance.get('buildings');
  const textOf = (from: number | string): string => {
    if (typeof from === 'string') return buildingUse(from, language);
    return trait === 'fireMain' ? (from === 0 ? t('building.noHydrants') : String(from)) : t('building.from', { from });
  };
  return (
    <section className="legend-slot" data-testid="legend-trait">
      <header className="legend-head">
        <h2>{t(`building.trait.${trait}`)}{trait !== 'use' && <small>{t(`building.unit.${trait}`)}</small>}</h2>
        <button type="button" className="icon-button" aria-label={t('legend.remove', { name: t(`building.trait.${trait}`) })} title={t('legend.removeShort')} onClick={() => setTrait(null)}>
          <Icon name="close" size={12} />
        </button>
      </header>
      <ul className="plain-list legend-classes">
        {traitClasses(trait).map(({ from, colour }) => <li key={from}><i style={{ background: `rgb(${colour.join(' ')})` }} />{textOf(from)}</li>)}
      </ul>
      <p className="legend-unit">
        {t(`building.about.${trait}`)}
        {origin && <> · <span className={`provenance provenance-${origin.provenance}`}>{t(`provenance.${origin.provenance}`)}</span></>}
      </p>
      {isCovered && <p className="legend-note">{t('building.covered')}</p>}
    </section>
  );
}
