import { useTranslation } from 'react-i18next';
import { LEVELS, type Indicator } from '#contract/catalogue.ts';
import { LEVEL_COLOURS, LEVEL_SHAPES } from '../../format/levels.ts';
import { useScreen } from '../../state/store.ts';

/** How many of a domain's indicators stand at each level, gravest first: what a folded domain must still say. */
export function DomainLevels({ indicators }: { indicators: readonly Indicator[] }) {
  const { t } = useTranslation();
  // One string, so that the header is drawn again only when a count changes.
  const counts = useScreen(({ summaries }) =>
    LEVELS.map((level) => indicators.filter(({ code }) => summaries[code]?.level === level).length).join(' '),
  ).split(' ').map(Number);
  return (
    <span className="domain-levels">
      {LEVELS.map((level, at) => ({ level, count: counts[at] ?? 0 })).toReversed().filter(({ count }) => count > 0).map(({ level, count }) => (
        <span key={level} className="domain-level" title={t(`level.${level}`)}>
          <svg viewBox="0 0 16 16" role="img" aria-label={t(`level.${level}`)}><path d={LEVEL_SHAPES[level]} fill={LEVEL_COLOURS[level]} /></svg>
          {count}
        </span>
      ))}
    </span>
  );
}
