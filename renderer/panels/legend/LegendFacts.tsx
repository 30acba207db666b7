import { useTranslation } from 'react-i18next';
import type { Indicator } from '#contract/catalogue.ts';
import type { Slot } from '../../globe/types.ts';
import { formatAge } from '../../format/age.ts';
import { formatCount, NO_VALUE } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { feedIn, ownerIn } from '../../i18n/terms.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { AgeKey } from './AgeKey.tsx';
import { CompareTimes } from './CompareTimes.tsx';

interface Props {
  slot: Slot;
  indicator: Indicator;
  /** Of the scale, as CSS writes it. */
  colour: string;
  /** Whether there is room for the key of ages. */
  isFull: boolean;
  isOpen: boolean;
  toggle(): void;
}

/** Time, age and completeness of the picture always; where it comes from and who answers for it on request. */
export function LegendFacts({ slot, indicator, colour, isFull, isOpen, toggle }: Props) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const drawn = useScreen((screen) => screen.drawn[slot]);
  const run = useScreen((screen) => screen.run);
  const feedNames = useScreen((screen) => screen.feedNames);
  const hasMoments = useScreen((screen) => screen.comparison?.when != null);
  const count = (n: number): string => formatCount(n, language);
  return (
    <>
      {drawn && drawn.measured + drawn.silent + drawn.suppressed + drawn.never > 0 && (
        <>
          {isFull && <AgeKey drawn={drawn} periodSeconds={indicator.update_period_s} colour={colour} />}
          {hasMoments && <CompareTimes />}
          <p className="legend-state">
            {!hasMoments && <time dateTime={new Date(drawn.time).toISOString()}>{formatTime(drawn.time, 'stamp', language)}</time>}
            <span>{t('legend.age', { age: drawn.medianAge === null ? NO_VALUE : formatAge(drawn.medianAge, language) })}</span>
            {!hasMoments && <span>{t('legend.measured', { n: count(drawn.measured) })}</span>}
          </p>
        </>
      )}
      <button type="button" className="text-button legend-more" aria-expanded={isOpen} onClick={toggle}>
        <span className="domain-chevron"><Icon name="chevron" size={10} /></span>
        {t('legend.lineage')}
        <span className="quiet">{t(`privacyShort.${indicator.privacy}`)}</span>
      </button>
      {isOpen && (
        <dl className="facts">
          <dt>{t('facts.source')}</dt>
          <dd>{feedIn(indicator.feed, feedNames, language)}{run && <> · {t(`provenance.${run.provenance}`)}</>}</dd>
          <dt>{t('facts.owner')}</dt>
          <dd>{ownerIn(indicator.owner_zh, language)}</dd>
          <dt>{t('facts.privacy')}</dt>
          <dd>{t(`privacy.${indicator.privacy}`)}</dd>
          <dt>{t('facts.period')}</dt>
          <dd>{formatAge(indicator.update_period_s, language)}</dd>
        </dl>
      )}
    </>
  );
}
