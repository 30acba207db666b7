import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Indicator } from '#contract/catalogue.ts';
import { formatAge } from '../../format/age.ts';
import { feedIn, ownerIn } from '../../i18n/terms.ts';
import { useScreen } from '../../state/store.ts';

/** Who measures, who answers for it, how often, and who may see it; `children` are the place's own facts. */
export function IndicatorFacts({ indicator, children }: { indicator: Indicator; children?: ReactNode }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const feedNames = useScreen((screen) => screen.feedNames);
  const run = useScreen((screen) => screen.run);
  return (
    <section className="card-section">
      <h3>{t('card.lineage')}</h3>
      <dl className="facts">
        {children}
        <dt>{t('facts.source')}</dt>
        <dd>{feedIn(indicator.feed, feedNames, language)}</dd>
        <dt>{t('facts.owner')}</dt>
        <dd>{ownerIn(indicator.owner_zh, language)}</dd>
        <dt>{t('facts.period')}</dt>
        <dd>{formatAge(indicator.update_period_s, language)}</dd>
        <dt>{t('facts.combined')}</dt>
        <dd>{t(`aggregation.${indicator.aggregation}`)}</dd>
        <dt>{t('facts.privacy')}</dt>
        <dd>{t(`privacy.${indicator.privacy}`)}</dd>
        {run && <dt>{t('facts.provenance')}</dt>}
        {run && <dd>{t(`provenance.${run.provenance}`)}{run.note[language] && <span className="quiet"> {run.note[language]}</span>}</dd>}
      </dl>
    </section>
  );
}
