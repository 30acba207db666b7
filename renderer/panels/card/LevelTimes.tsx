import { useTranslation } from 'react-i18next';
import { LEVELS, type Indicator } from '#contract/catalogue.ts';
import type { Exceedance } from '#contract/exceedance.ts';
import { formatHours, formatShare } from '../../format/hours.ts';
import { LEVEL_COLOURS } from '../../format/levels.ts';
import { formatExact } from '../../format/numbers.ts';
import { unitIn } from '../../i18n/terms.ts';
import { useScreen } from '../../state/store.ts';
import { LevelMark } from '../../widgets/LevelMark.tsx';
import { OPERATORS } from './operators.ts';

interface Props {
  indicator: Indicator;
  exceedance: Exceedance;
  /** Length of what is charted, ms. */
  span: number;
}

/** How long the place was at each threshold or beyond it in what is charted, as a share of the time of which that is known. */
export function LevelTimes({ indicator, exceedance: { known, reached }, span }: Props) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const levels = LEVELS.filter((level) => reached[level] !== undefined);
  if (levels.length === 0 || known === 0) return null;
  const isCalm = levels.every((level) => reached[level] === 0);
  return (
    <div className="level-times" data-testid="level-times">
      <h4>{t('levelTimes.title')}</h4>
      {isCalm ? <p>{t('levelTimes.none')}</p> : (
        <table>
          <thead className="unseen"><tr><th scope="col">{t('thresholds.level')}</th><th scope="col">{t('levelTimes.share')}</th><th scope="col">{t('levelTimes.hours')}</th><th scope="col">%</th></tr></thead>
          <tbody>
            {levels.map((level) => {
              const share = reached[level]! / known;
              return (
                <tr key={level} className={share === 0 ? 'quiet' : undefined}>
                  <th scope="row"><LevelMark level={level} known /> {OPERATORS[indicator.thresholds.op]} {formatExact(indicator.thresholds[level]!, language)} {unitIn(indicator.unit, language)}</th>
                  <td className="level-times-bar"><i style={{ width: `${100 * share}%`, background: LEVEL_COLOURS[level] }} /></td>
                  <td>{formatHours(reached[level]!, language)}</td>
                  <td>{formatShare(share, language)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <p className="quiet" title={t('levelTimes.hint')}>{t('levelTimes.known', { known: formatHours(known, language), share: formatShare(known / span, language) })}</p>
    </div>
  );
}
