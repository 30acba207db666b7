import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { indicatorAt, type Indicator } from '#contract/catalogue.ts';
import { exceedanceOf } from '#contract/exceedance.ts';
import { formatCount } from '../../format/numbers.ts';
import { useScreen } from '../../state/store.ts';
import { useInstant } from '../../widgets/useInstant.ts';
import { CardHead } from './CardHead.tsx';
import { Chart } from './Chart.tsx';
import { IndicatorFacts } from './IndicatorFacts.tsx';
import { Reading } from './Reading.tsx';
import { Thresholds } from './Thresholds.tsx';
import { useAsked } from './useAsked.ts';
import { cityPoints, useBaseline } from './useChartLines.ts';
import { useChartWindow } from './useChartWindow.ts';

/** One indicator for the whole city. */
export function IndicatorCard({ indicator: reported }: { indicator: Indicator }) {
  const { t } = useTranslation();
  const indicator = indicatorAt(reported, 'city');
  const language = useScreen((screen) => screen.language);
  const summary = useScreen((screen) => screen.summaries[indicator.code]);
  const window = useChartWindow();
  const { code } = indicator;
  const { from, to } = window;
  const asked = useAsked(useCallback(() => cityPoints(code, { from, to }), [code, from, to]), code);
  const points = asked.state === 'there' ? asked.value : null;
  const exceedance = useMemo(() => points && exceedanceOf(points, indicator, { from, to }), [points, indicator, from, to]);
  const lines = useMemo(() => points && [{ name: t('card.wholeCity'), points }], [points, t]);
  const baseline = useBaseline(`${code}/city`, 0, window);
  const isReplay = useScreen((screen) => screen.clock?.mode === 'replay');
  const instant = useInstant(60_000);
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <>
      <CardHead kicker={t('card.wholeCity')} title={indicator[language]} other={indicator[other]} otherLanguage={other} code={indicator.code} />
      <Reading
        indicator={indicator}
        value={summary?.value ?? null}
        level={summary?.level ?? null}
        state={summary?.state ?? 'loading'}
        measuredAt={summary?.measuredAt ?? null}
      />
      {summary && summary.sites > 0 && summary.reporting !== null && (
        <p className="quiet">{t('card.reporting', { reporting: formatCount(summary.reporting, language), sites: formatCount(summary.sites, language) })}</p>
      )}
      <Chart indicator={indicator} lines={lines} baseline={baseline} exceedance={exceedance} {...window} at={isReplay ? instant : null} />
      <Thresholds indicator={indicator} value={summary?.value ?? null} />
      <IndicatorFacts indicator={indicator} />
    </>
  );
}
