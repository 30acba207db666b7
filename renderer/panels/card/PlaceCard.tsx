import { useTranslation } from 'react-i18next';
import type { Pick } from '../../globe/types.ts';
import { useCityFacts } from '../../cityFacts.ts';
import { formatPosition } from '../../format/position.ts';
import { sourceIn } from '../../i18n/source.ts';
import { useScreen } from '../../state/store.ts';
import { CardHead } from './CardHead.tsx';
import { PlaceBody } from './PlaceBody.tsx';
import { usePlace } from './usePlace.ts';

/** A site that was clicked. */
export function PlaceCard({ picked }: { picked: Extract<Pick, { kind: 'place' }> }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const code = picked.places.split('/')[0]!;
  const indicator = useScreen((screen) => screen.indicators.find((one) => one.code === code));
  const place = usePlace(picked.places, picked.index);
  const city = useCityFacts(useScreen((screen) => screen.run?.city));
  if (!indicator) return null;
  const described = place.state === 'there' ? place.value : null;
  const other = language === 'zh' ? 'en' : 'zh';
  const areas = described ? [described.district, described.town].filter((area) => area > 0).map((area) => city?.names.get(area)?.[language] ?? String(area)) : [];
  return (
    <>
      <CardHead
        kicker={indicator[language]}
        title={described?.name[language] || (described?.id ?? '…')}
        {...(described ? { other: described.name[other], otherLanguage: other, code: described.id } : {})}
      />
      {place.state === 'failed' && <p className="notice notice-failed" role="alert">{t(`problem.${place.problem.code}`)}</p>}
      <PlaceBody indicator={indicator} places={picked.places} index={picked.index}>
        {areas.length > 0 && <dt>{t('facts.area')}</dt>}
        {areas.length > 0 && <dd>{areas.join(' · ')}</dd>}
        <dt>{t('facts.position')}</dt>
        <dd>{formatPosition(picked.lon, picked.lat, language)}</dd>
        {described && <dt>{t('facts.sites')}</dt>}
        {described && <dd>{sourceIn(described.source, language)}</dd>}
      </PlaceBody>
    </>
  );
}
