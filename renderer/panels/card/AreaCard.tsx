import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { CallProblem } from '#contract/client.ts';
import type { Indicator } from '#contract/catalogue.ts';
import type { Pick } from '../../globe/types.ts';
import { call } from '../../host.ts';
import { areaIndex, placeSet } from '../../placeSets.ts';
import { areaPlaces } from '../../state/forms.ts';
import { useScreen } from '../../state/store.ts';
import { CardHead } from './CardHead.tsx';
import { PlaceBody } from './PlaceBody.tsx';

type AreaPick = Extract<Pick, { kind: 'area' }>;

/** A district or town that was clicked, with each indicator that lies on the twin. */
export function AreaCard({ picked }: { picked: AreaPick }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const indicators = useScreen(useShallow(({ slots }) => [slots.a, slots.b].filter((chosen) => chosen !== null).map(({ indicator }) => indicator)));
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <>
      <CardHead kicker={t(`unitOne.${picked.unit}`)} title={picked[language]} other={picked[other]} otherLanguage={other} code={picked.code} />
      {indicators.map((indicator) => <AreaReading key={indicator.code} picked={picked} indicator={indicator} isAlone={indicators.length === 1} />)}
      {indicators.length === 0 && <p className="quiet">{t('card.chooseFirst')}</p>}
    </>
  );
}

/** −1: the indicator has no value for such areas; null: not known yet. */
function useAreaIndex(places: string | null, picked: AreaPick): number | null {
  const run = useScreen((screen) => screen.run?.id);
  const [index, setIndex] = useState<number | null>(null);
  useEffect(() => {
    if (places === null || run === undefined) return;
    let wanted = true;
    placeSet(run, places, (asked) => call('places.get', { places: asked })).then(
      (set) => wanted && setIndex(areaIndex(set, picked.unit, picked.code)),
      (error: unknown) => {
        if (!(error instanceof CallProblem)) throw error;
        if (wanted) setIndex(-1);
      },
    );
    return () => {
      wanted = false;
    };
  }, [places, run, picked.unit, picked.code]);
  return places === null ? -1 : index;
}

function AreaReading({ picked, indicator, isAlone }: { picked: AreaPick; indicator: Indicator; isAlone: boolean }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const places = areaPlaces(indicator, picked.unit);
  const index = useAreaIndex(places, picked);
  return (
    <section className="card-block">
      <h3 className="card-indicator">{indicator[language]} <span className="quiet">{indicator.code}</span></h3>
      {index === -1 && <p className="quiet">{t('card.notByArea', { unit: t(`unitOne.${picked.unit}`).toLowerCase() })}</p>}
      {index !== null && index >= 0 && places !== null && <PlaceBody indicator={indicator} places={places} index={index} withFacts={isAlone} />}
    </section>
  );
}
