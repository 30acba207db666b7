import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { indicatorAt, type Indicator } from '#contract/catalogue.ts';
import { unitOf } from '../../state/forms.ts';
import { useScreen } from '../../state/store.ts';
import { ComparedPlace } from '../compare/Compared.tsx';
import { useInstant } from '../../widgets/useInstant.ts';
import { Chart } from './Chart.tsx';
import { IndicatorFacts } from './IndicatorFacts.tsx';
import { Reading } from './Reading.tsx';
import { Thresholds } from './Thresholds.tsx';
import { useBaseline, useCompanionLines } from './useChartLines.ts';
import { useChartWindow } from './useChartWindow.ts';
import { usePlaceSeries, useReading } from './usePlace.ts';

interface Props {
  indicator: Indicator;
  places: string;
  index: number;
  /** The place's own facts, above the indicator's. */
  children?: ReactNode;
  /** False where several readings stand below each other. */
  withFacts?: boolean;
}

/** One indicator at one place: value, day, thresholds, lineage. */
export function PlaceBody({ indicator: reported, places, index, children, withFacts = true }: Props) {
  const { t } = useTranslation();
  const indicator = indicatorAt(reported, unitOf(places));
  const window = useChartWindow();
  const asked = usePlaceSeries(places, index, window);
  const others = useCompanionLines(reported, places, index, window);
  const baseline = useBaseline(places, index, window);
  const isReplay = useScreen((screen) => screen.clock?.mode === 'replay');
  const instant = useInstant(60_000);
  const own = asked.state === 'there' ? asked.value : null;
  const lines = useMemo(() => own && [{ name: t('chart.here'), points: own }, ...others], [own, others, t]);
  const isComparing = useScreen((screen) => screen.comparison !== null);
  const reading = useReading(indicator, places, index, asked);
  return (
    <>
      <Reading
        indicator={indicator}
        value={reading?.value ?? null}
        level={reading?.level ?? null}
        state={reading?.state ?? 'loading'}
        measuredAt={reading?.measuredAt ?? null}
      />
      {isComparing && <ComparedPlace places={places} index={index} />}
      {asked.state === 'failed' ? (
        <p className="notice notice-failed" role="alert">{t(`problem.${asked.problem.code}`)}</p>
      ) : (
        <Chart indicator={indicator} lines={lines} baseline={baseline} exceedance={own?.exceedance ?? null} {...window} at={isReplay ? instant : null} />
      )}
      {withFacts && <Thresholds indicator={indicator} value={reading?.value ?? null} />}
      {withFacts && <IndicatorFacts indicator={indicator}>{children}</IndicatorFacts>}
    </>
  );
}
