import { useTranslation } from 'react-i18next';
import type { Pick, RoadStretch } from '../../globe/types.ts';
import { useCityFacts } from '../../cityFacts.ts';
import { formatLength } from '../../format/lengths.ts';
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
        {picked.stretch && <StretchFact stretch={picked.stretch} />}
        <dt>{t('facts.position')}</dt>
        <dd>{formatPosition(picked.lon, picked.lat, language)}</dd>
        {described && <dt>{t('facts.sites')}</dt>}
        {described && <dd>{sourceIn(described.source, language)}</dd>}
      </PlaceBody>
    </>
  );
}

/** Of which road, how long, and between which others: what the colour on the road stands for. */
function StretchFact({ stretch: { road, metres, ends } }: { stretch: RoadStretch }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const [from, to] = [ends[0]?.[language], ends[1]?.[language]];
  const between = from && to ? t('road.ends', { from, to }) : from ? t('road.from', { from }) : to ? t('road.to', { to }) : '';
  return (
    <>
      <dt>{t('road.stretch')}</dt>
      <dd>{t('road.length', { road: road[language], metres: formatLength(metres, language) })}{between && <><br />{between}</>}</dd>
    </>
  );
}
