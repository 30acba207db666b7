import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { indicatorAt, type Indicator } from '#contract/catalogue.ts';
import type { Slot } from '../../globe/types.ts';
import { formatValue } from '../../format/numbers.ts';
import { isRated } from '../../format/levels.ts';
import { unitIn } from '../../i18n/terms.ts';
import { choose, clearSlot } from '../../intents.ts';
import { useScreen, type SummaryShown } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { LevelMark } from '../../widgets/LevelMark.tsx';
import { RowAge } from './RowAge.tsx';
import { Spark } from './Spark.tsx';

/** One vital sign: how it stands for the whole city, how old that is, and its last day. */
export const IndicatorRow = memo(function IndicatorRow({ indicator }: { indicator: Indicator }) {
  const { t } = useTranslation();
  const { code } = indicator;
  const language = useScreen((screen) => screen.language);
  const summary: SummaryShown | undefined = useScreen((screen) => screen.summaries[code]);
  const isInactive = useScreen((screen) => code in screen.inactive);
  const slot = useScreen((screen): Slot | null => (screen.slots.a?.indicator.code === code ? 'a' : screen.slots.b?.indicator.code === code ? 'b' : null));
  const hasA = useScreen((screen) => screen.slots.a !== null);
  const other = language === 'zh' ? 'en' : 'zh';
  const atCity = indicatorAt(indicator, 'city');
  const isMeasured = summary?.state === 'measured';
  const classes = ['row', slot && `row-${slot}`, isInactive && 'row-inactive'].filter(Boolean).join(' ');

  const chosen = (event: MouseEvent): void => {
    if (slot) clearSlot(slot);
    else choose(indicator, event.shiftKey && hasA ? 'b' : 'a');
  };
  return (
    <li className={classes} data-indicator={code}>
      <button
        type="button"
        className="row-main"
        data-row
        data-testid={`indicator-${code}`}
        aria-pressed={slot !== null}
        disabled={isInactive}
        title={isInactive ? undefined : t('rail.rowHint', { name: indicator[language] })}
        onClick={chosen}
      >
        <span className="row-mark">{!isInactive && <LevelMark level={summary?.level ?? null} known={isMeasured} rated={isRated(atCity)} />}</span>
        <span className="row-line">
          <span className="row-name">
            {slot && <span className="slot-chip">{slot.toUpperCase()}</span>}
            <span>{indicator[language]}</span>
            {indicator.privacy === 'P3' && <abbr className="p3" title={t('privacy.P3')}>P3</abbr>}
        </span>
        <span className="row-value">
          {isInactive || !summary ? null : isMeasured ? (
            <>
              {formatValue(summary.value, language, indicator.value_type)}
              <small>{unitIn(atCity.unit, language)}</small>
            </>
          ) : (
            <span className="row-state">{t(`state.${summary.state}`)}</span>
          )}
        </span>
        </span>
        <span className="row-line">
          <span className="row-other" lang={other === 'zh' ? 'zh-CN' : 'en'}>{indicator[other]}</span>
          {isInactive ? (
            <span className="row-reason">{t(indicator.active === 'public_health_emergency_only' ? 'inactive.publicHealth' : 'inactive.emergency')}</span>
          ) : (
            <span className="row-trend">
              <Spark code={code} />
              <RowAge measuredAt={summary?.measuredAt ?? null} state={summary?.state} />
            </span>
          )}
        </span>
      </button>
      {!isInactive && slot === null && hasA && (
        <button type="button" className="row-add" aria-label={t('rail.addSecond', { name: indicator[language] })} title={t('rail.second')} onClick={() => choose(indicator, 'b')}>
          <Icon name="plus" size={14} />
        </button>
      )}
    </li>
  );
});
