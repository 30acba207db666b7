import { useTranslation } from 'react-i18next';
import type { Pick } from '../../globe/types.ts';
import { useCityFacts } from '../../cityFacts.ts';
import { formatLength } from '../../format/lengths.ts';
import { formatPosition } from '../../format/position.ts';
import { formatCount } from '../../format/numbers.ts';
import { buildingUse } from '../../i18n/buildingUse.ts';
import { landmarkName } from '../../i18n/landmarks.ts';
import { pick } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import { CardHead } from './CardHead.tsx';
import { PlaceBody } from './PlaceBody.tsx';

type BuildingPick = Extract<Pick, { kind: 'building' }>;

/** A building that was clicked: what its tiles say of it, whether that is real, and the nearest place that reports. */
export function BuildingCard({ picked }: { picked: BuildingPick }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const city = useCityFacts(useScreen((screen) => screen.run?.city));
  const { id, height, floors, use, district, fireMain } = picked.properties;
  const origin = city?.provenance.get('buildings');
  const name = landmarkName(id, language);
  const otherLanguage = language === 'zh' ? 'en' : 'zh';
  const other = landmarkName(id, otherLanguage);
  const districtName = district === undefined ? undefined : city?.names.get(Number(district))?.[language];
  return (
    <>
      <CardHead kicker={t('card.building')} title={name ?? (use === undefined ? t('card.building') : buildingUse(String(use), language))} code={id === undefined ? undefined : String(id)} {...(other === undefined ? {} : { other, otherLanguage })} />
      {origin && (
        <p className={`origin origin-${origin.provenance}`}>
          <span className={`provenance provenance-${origin.provenance}`}>{t(`provenance.${origin.provenance}`)}</span> {origin.note[language]}
        </p>
      )}
      <dl className="facts">
        {height !== undefined && <><dt>{t('facts.height')}</dt><dd>{formatLength(Number(height), language)}</dd></>}
        {floors !== undefined && Number(floors) > 0 && <><dt>{t('facts.floors')}</dt><dd>{formatCount(Number(floors), language)}</dd></>}
        {use !== undefined && <><dt>{t('facts.use')}</dt><dd>{buildingUse(String(use), language)}</dd></>}
        {Number(fireMain) > 0 && <><dt>{t('facts.fireMain')}</dt><dd>{String(fireMain)} kPa</dd></>}
        {district !== undefined && Number(district) > 0 && <><dt>{t('unitOne.district')}</dt><dd>{districtName ?? ''} <span className="quiet">{String(district)}</span></dd></>}
        <dt>{t('facts.position')}</dt>
        <dd>{formatPosition(picked.lon, picked.lat, language)}</dd>
      </dl>
      {picked.near && <NearReading near={picked.near} lon={picked.lon} lat={picked.lat} />}
    </>
  );
}

function NearReading({ near, lon, lat }: { near: NonNullable<BuildingPick['near']>; lon: number; lat: number }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const indicator = useScreen((screen) => screen.indicators.find(({ code }) => code === near.places.split('/')[0]));
  if (!indicator) return null;
  return (
    <section className="card-block">
      <h3 className="card-indicator">
        {t('card.nearest', { name: indicator[language] })}
        <button type="button" className="text-button" onClick={() => pick({ kind: 'place', ...near, lon, lat })}>{t('card.open')}</button>
      </h3>
      <PlaceBody key={`${near.places} ${near.index}`} indicator={indicator} places={near.places} index={near.index} withFacts={false} />
    </section>
  );
}
