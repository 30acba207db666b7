import { useTranslation } from 'react-i18next';
import { useCityFacts } from '../../cityFacts.ts';
import { contextPlaces } from '../../contextLayers.ts';
import { formatExact } from '../../format/numbers.ts';
import { formatPosition } from '../../format/position.ts';
import { sourceIn } from '../../i18n/source.ts';
import { unitIn } from '../../i18n/terms.ts';
import type { Language, Pick } from '../../globe/types.ts';
import type { ContextLayer } from '../../state/context.ts';
import { useScreen } from '../../state/store.ts';
import { PrivacyChip } from '../../widgets/PrivacyChip.tsx';
import { CardHead } from './CardHead.tsx';

/** A place of a context layer: what it is called, what is known of it, whose it is, of what class, and that it is generated. */
export function ContextCard({ picked }: { picked: Extract<Pick, { kind: 'context' }> }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const layer = useScreen((screen) => screen.context?.layers.find(({ id }) => id === picked.layer));
  const city = useCityFacts(useScreen((screen) => screen.run?.city));
  const properties = contextPlaces(picked.layer)?.properties[picked.index];
  if (!layer || !properties) return null;
  const other = language === 'zh' ? 'en' : 'zh';
  const areas = [properties.district, properties.town].filter((area) => area > 0).map((area) => city?.names.get(area)?.[language] ?? String(area));
  return (
    <>
      <CardHead kicker={layer[language]} title={properties[language]} other={properties[other]} otherLanguage={other} code={properties.id} />
      <p className={`origin origin-${layer.provenance}`}>
        <span className={`provenance provenance-${layer.provenance}`}>{t(`provenance.${layer.provenance}`)}</span> {layer.note[language]}
      </p>
      <dl className="facts" data-testid="context-facts">
        {layer.fields.filter(({ key }) => key in properties).map((field) => (
          <ContextFact key={field.key} label={field[language]} value={textOf(field, properties[field.key], language)} unit={field.unit && unitIn(field.unit, language)} withheld={t('context.withheld')} />
        ))}
        <dt>{t('facts.owner')}</dt>
        <dd>{layer.owner[language]}</dd>
        <dt>{t('facts.privacy')}</dt>
        <dd><PrivacyChip privacy={layer.privacy} /> {t(`privacy.${layer.privacy}`).replace(/^P\d\s*/, '')}</dd>
        {areas.length > 0 && <><dt>{t('facts.area')}</dt><dd>{areas.join(' · ')}</dd></>}
        <dt>{t('facts.position')}</dt>
        <dd>{formatPosition(picked.lon, picked.lat, language)}</dd>
        <dt>{t('facts.sites')}</dt>
        <dd>{sourceIn(layer.provenance === 'generated' ? `generated, ${layer.source}` : layer.source, language)}</dd>
      </dl>
    </>
  );
}

function ContextFact({ label, value, unit, withheld }: { label: string; value: string | null; unit?: string | undefined; withheld: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value === null ? <span className="quiet">{withheld}</span> : <>{value}{unit && <small>{unit}</small>}</>}</dd>
    </>
  );
}

/** Null where it is withheld. A year is no count: it has no separators. */
function textOf({ key, values }: ContextLayer['fields'][number], value: unknown, language: Language): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return key === 'year' ? String(value) : formatExact(value, language);
  if (typeof value === 'string') return values?.[value]?.[language] ?? value;
  return (value as Record<Language, string>)[language] ?? '';
}
