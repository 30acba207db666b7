import { useTranslation } from 'react-i18next';
import type { Inside } from '../../../inside.ts';
import { formatCount, formatExact, formatValue, NO_VALUE } from '../../../format/numbers.ts';
import { formatTime } from '../../../format/time.ts';
import { unitIn } from '../../../i18n/terms.ts';
import { useScreen } from '../../../state/store.ts';
import { LevelMark } from '../../../widgets/LevelMark.tsx';
import { OPERATORS } from '../operators.ts';
import { badgeOf } from '../../../state/feedPicture.ts';

const MOST_AREAS = 12;

/** One indicator inside a shape: how many places, their figures, how many at each threshold; of areas, how much of each. */
export function InsideReading({ inside }: { inside: Inside }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const { indicator, aggregate, set, shares, isWholeOnly, time } = inside;
  const { n, measured, silent, suppressed, never, figures, reached } = aggregate;
  const unit = unitIn(indicator.unit, language);
  const value = (of: number): string => formatValue(of, language, indicator.value_type === 'count' ? 'count' : 'gauge');
  const count = (of: number): string => formatCount(of, language);
  const isSum = indicator.aggregation === 'sum' || indicator.value_type === 'count';
  const isCells = set.unit === 'sites' && set.halfSizeM.some((half) => half > 0);
  return (
    <section className="card-block inside" data-testid={`inside-${inside.slot}`}>
      <h3 className="card-indicator">{indicator[language]} <span className="quiet">{indicator.code}</span></h3>
      <p className="inside-when"><InstantWord /> <time data-testid="inside-time">{formatTime(time, 'stamp', language)}</time></p>
      <p className="inside-count">
        <strong data-testid="inside-n">{count(n)}</strong> {t(shares ? `inside.areas.${set.unit === 'district' ? 'district' : 'town'}` : isCells ? 'inside.cells' : 'inside.sites')}
        <span className="quiet"> {[
          t('inside.measured', { n: count(measured) }),
          ...(silent > 0 ? [t('inside.silent', { n: count(silent) })] : []),
          ...(suppressed > 0 ? [t('inside.suppressed', { n: count(suppressed) })] : []),
          ...(never > 0 ? [t('inside.never', { n: count(never) })] : []),
        ].join(' · ')}</span>
      </p>
      {shares && <p className="quiet small">{t(isWholeOnly ? 'inside.wholeOnly' : 'inside.byHalf')}</p>}
      {figures && (
        <>
          <p className="inside-mean">
            <span className="reading-value" data-testid="inside-mean">{value(figures.mean)}<small>{unit}</small></span> <span className="quiet">{t('inside.mean')}</span>
            {isSum && <span className="inside-sum">{value(figures.sum)}<small>{unit}</small> <span className="quiet">{t('inside.sum')}</span></span>}
          </p>
          <table className="inside-figures">
            <thead><tr>{(['min', 'p10', 'p50', 'p90', 'max'] as const).map((figure) => <th key={figure} scope="col">{t(`inside.${figure}`)}</th>)}</tr></thead>
            <tbody><tr>{(['min', 'p10', 'p50', 'p90', 'max'] as const).map((figure) => <td key={figure}>{value(figures[figure])}</td>)}</tr></tbody>
          </table>
        </>
      )}
      {!figures && <p className="quiet">{t('inside.nothing')}</p>}
      {measured > 0 && reached.length > 0 && (
        <table className="inside-levels">
          <tbody>
            {reached.toReversed().map(({ level, cutoff, count: at }) => (
              <tr key={level} className={at === 0 ? 'quiet' : undefined}>
                <th scope="row"><LevelMark level={level} known rated /> {OPERATORS[indicator.thresholds.op]} {formatExact(cutoff, language)}</th>
                <td>{count(at)}</td>
                <td>{formatExact(Math.round((1000 * at) / measured) / 10, language)}%</td>
                <td className="inside-bar"><i style={{ width: `${(100 * at) / measured}%` }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shares && shares.length > 0 && <AreaTable inside={inside} value={value} />}
    </section>
  );
}

/** Live, or which past: a figure without it could be taken for now. */
function InstantWord() {
  const { t } = useTranslation();
  const kind = useScreen((screen) => badgeOf(screen).kind);
  return <strong className={`inside-${kind}`}>{t(kind === 'replay' ? 'badge.replay' : kind === 'live' ? 'badge.live' : kind === 'own' ? 'transport.newest' : kind === 'partly' ? 'inside.partly' : 'badge.notLive')}</strong>;
}

function AreaTable({ inside: { shares, areas, frame, members, indicator }, value }: { inside: Inside; value(of: number): string }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const counted = new Set(members);
  const rows = shares!.toSorted((one, other) => other.share - one.share || one.index - other.index);
  return (
    <table className="inside-areas">
      <thead><tr><th scope="col">{t('inside.area')}</th><th scope="col">{t('inside.share')}</th><th scope="col">{unitIn(indicator.unit, language) || t('inside.value')}</th></tr></thead>
      <tbody>
        {rows.slice(0, MOST_AREAS).map(({ index, share }) => (
          <tr key={index} className={counted.has(index) ? undefined : 'quiet'}>
            <th scope="row">{areas[index]?.[language] ?? index}</th>
            <td>{share > 0.999 ? '100' : Math.max(1, Math.floor(share * 100))}%</td>
            <td>{Number.isFinite(frame.values[index]) ? value(frame.values[index]) : NO_VALUE}</td>
          </tr>
        ))}
      </tbody>
      {rows.length > MOST_AREAS && <tfoot><tr><td colSpan={3} className="quiet">{t('missed.more', { n: rows.length - MOST_AREAS })}</td></tr></tfoot>}
    </table>
  );
}
