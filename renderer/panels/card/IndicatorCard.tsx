import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { indicatorAt, type Indicator } from '#contract/catalogue.ts';
import { formatCount } from '../../format/numbers.ts';
import { useScreen } from '../../state/store.ts';
import { listenToStrip, stripOf, wantStrip } from '../../strips.ts';
import { useInstant } from '../../widgets/useInstant.ts';
import { CardHead } from './CardHead.tsx';
import { Chart } from './Chart.tsx';
import { IndicatorFacts } from './IndicatorFacts.tsx';
import { Reading } from './Reading.tsx';
import { Thresholds } from './Thresholds.tsx';

/** One indicator for the whole city. */
export function IndicatorCard({ indicator: reported }: { indicator: Indicator }) {
  const { t } = useTranslation();
  const indicator = indicatorAt(reported, 'city');
  const language = useScreen((screen) => screen.language);
  const summary = useScreen((screen) => screen.summaries[indicator.code]);
  useEffect(() => wantStrip(indicator.code, true), [indicator.code]);
  const strip = useSyncExternalStore((listener) => listenToStrip(indicator.code, listener), () => stripOf(indicator.code));
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
      <Chart indicator={indicator} series={strip} from={strip?.from} to={strip?.to} at={isReplay ? instant : null} />
      <Thresholds indicator={indicator} value={summary?.value ?? null} />
      <IndicatorFacts indicator={indicator} />
    </>
  );
}
