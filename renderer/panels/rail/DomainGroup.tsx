import { memo, useState } from 'react';
import type { Catalogue, Indicator } from '#contract/catalogue.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { IndicatorRow } from './IndicatorRow.tsx';
import { DomainLevels } from './DomainLevels.tsx';

interface Props {
  domain: Catalogue['domains'][number];
  indicators: readonly Indicator[];
  searching: boolean;
}

/** A domain and its indicators; folded together by a click, opened by a search. */
export const DomainGroup = memo(function DomainGroup({ domain, indicators, searching }: Props) {
  const language = useScreen((screen) => screen.language);
  const [wished, setWished] = useState<boolean | null>(null);
  // A run of one sensor network has nothing in most domains: those stay folded, and are there to be opened.
  const isEmpty = useScreen(({ summaries }) => indicators.every(({ code }) => summaries[code]?.sites === 0));
  const shown = searching || (wished ?? !isEmpty);
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <section className="domain">
      <h2>
        <button type="button" className="domain-head" aria-expanded={shown} onClick={() => setWished(!shown)}>
          <span className="domain-chevron"><Icon name="chevron" size={12} /></span>
          <span className="domain-name">{domain[language]}</span>
          <span className="domain-other" lang={other === 'zh' ? 'zh-CN' : 'en'}>{domain[other]}</span>
          <DomainLevels indicators={indicators} />
        </button>
      </h2>
      {shown && <ul className="plain-list">{indicators.map((indicator) => <IndicatorRow key={indicator.code} indicator={indicator} />)}</ul>}
    </section>
  );
}, sameGroup);

/** The rail makes new lists when it filters; a group is drawn again only where its members differ. */
function sameGroup(before: Props, after: Props): boolean {
  return (
    before.domain === after.domain &&
    before.searching === after.searching &&
    before.indicators.length === after.indicators.length &&
    before.indicators.every((indicator, at) => indicator === after.indicators[at])
  );
}
