import { useTranslation } from 'react-i18next';
import { indicatorAt } from '#contract/catalogue.ts';
import { differenceScale } from '#layers/difference/scale.ts';
import { lookOf } from '../../globe/looks/registry.ts';
import { unitAlone } from '../../i18n/terms.ts';
import { useScreen } from '../../state/store.ts';
import { ColourBar } from './ColourBar.tsx';
import { CompareTimes } from './CompareTimes.tsx';
import { FormSwitch } from './FormSwitch.tsx';
import { SlotNotice } from './SlotNotice.tsx';

/** What the colours of B − A mean: sign, unit, and what is left out. */
export function LegendDifference() {
  const { t } = useTranslation();
  const chosen = useScreen((screen) => screen.slots.b);
  const ends = useScreen((screen) => screen.difference);
  const language = useScreen((screen) => screen.language);
  const ground = useScreen((screen) => lookOf(screen.look).signs);
  if (!chosen) return null;
  const indicator = indicatorAt(chosen.indicator, chosen.choice?.unit ?? 'city');
  const unit = unitAlone(indicator.unit, language);
  const unitText = ends?.isDensity ? t('legend.perArea', { unit }) : unit;
  return (
    <section className="legend-slot" data-testid="legend-difference" data-high={ends?.high}>
      <header className="legend-head">
        <span className="difference-chip">B − A</span>
        <h2>{t('compare.difference')} · {indicator[language]}</h2>
      </header>
      <FormSwitch slot="b" chosen={chosen} />
      {ends && <ColourBar scale={differenceScale(ends.high, unitText, ground)} />}
      {ends && <p className="legend-signs"><span>− {t('compare.less')}</span><span>{unitText}</span><span>{t('compare.more')} +</span></p>}
      <CompareTimes />
      <SlotNotice slot="a" />
      <SlotNotice slot="b" />
      <p className="legend-note">{t('compare.held')}</p>
    </section>
  );
}
