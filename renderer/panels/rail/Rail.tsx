import { InputGroup } from '@blueprintjs/core';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { Indicator } from '#contract/catalogue.ts';
import { SEARCH_ID } from '../../ids.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { DomainGroup } from './DomainGroup.tsx';
import { matches } from './search.ts';

/** The city's vital signs by domain: choose one, or two, to lie on the twin. */
export function Rail() {
  const { t } = useTranslation();
  const { domains, indicators, search, link } = useScreen(
    useShallow(({ domains: d, indicators: i, search: s, link: l }) => ({ domains: d, indicators: i, search: s, link: l })),
  );
  const list = useRef<HTMLDivElement>(null);
  const byDomain = new Map<string, Indicator[]>();
  for (const indicator of indicators) {
    if (!matches(indicator, search)) continue;
    byDomain.set(indicator.domain, [...(byDomain.get(indicator.domain) ?? []), indicator]);
  }
  return (
    <nav className="rail" aria-label={t('rail.label')} onKeyDown={(event) => moveFocus(event, list.current)}>
      <div className="rail-search">
        <InputGroup
          id={SEARCH_ID}
          type="search"
          value={search}
          leftElement={<span className="search-icon"><Icon name="search" size={14} /></span>}
          rightElement={<kbd>/</kbd>}
          placeholder={t('rail.search')}
          aria-label={t('rail.search')}
          onValueChange={(value) => useScreen.setState({ search: value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            useScreen.setState({ search: '' });
            event.currentTarget.blur();
          }}
        />
      </div>
      <div className="rail-list" ref={list}>
        {indicators.length === 0 && <RailWaiting lost={link === 'lost'} />}
        {indicators.length > 0 && byDomain.size === 0 && <p className="rail-empty">{t('rail.noMatch', { search })}</p>}
        {domains.map((domain) => {
          const members = byDomain.get(domain.code);
          return members && <DomainGroup key={domain.code} domain={domain} indicators={members} searching={search !== ''} />;
        })}
      </div>
    </nav>
  );
}

function RailWaiting({ lost }: { lost: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="rail-waiting" aria-busy={!lost}>
      <p>{t(lost ? 'rail.lost' : 'rail.loading')}</p>
      {Array.from({ length: 9 }, (_, row) => <div key={row} className="rail-ghost" />)}
    </div>
  );
}

/** Arrow keys walk through the rows; the timeline has them everywhere else. */
function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || !list) return;
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[event.key === 'ArrowDown' ? at + 1 : Math.max(0, at - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
