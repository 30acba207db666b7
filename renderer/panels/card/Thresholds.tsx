import { useTranslation } from 'react-i18next';
import { LEVELS, levelOf, type Indicator } from '#contract/catalogue.ts';
import { LEVEL_NUMERALS } from '../../format/levels.ts';
import { formatExact } from '../../format/numbers.ts';
import { unitIn } from '../../i18n/terms.ts';
import { useScreen } from '../../state/store.ts';
import { LevelMark } from '../../widgets/LevelMark.tsx';
import { OPERATORS } from './operators.ts';

/** From which value each level holds, and on what authority: sourced, derived, recalled, or assumed. */
export function Thresholds({ indicator, value }: { indicator: Indicator; value: number | null }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const reached = value === null ? null : levelOf(value, indicator.thresholds);
  const unit = unitIn(indicator.unit, language);
  const levels = LEVELS.filter((level) => indicator.thresholds[level] !== null);
  if (levels.length === 0) return null;
  return (
    <section className="card-section">
      <h3>{t('thresholds.title')}</h3>
      <table className="thresholds">
        <thead>
          <tr><th scope="col">{t('thresholds.level')}</th><th scope="col">{t('thresholds.value')}</th><th scope="col">{t('thresholds.basis')}</th></tr>
        </thead>
        <tbody>
          {levels.map((level) => {
            const basis = indicator.basis[level];
            return (
              <tr key={level} className={reached === level ? 'threshold-reached' : undefined}>
                <th scope="row"><LevelMark level={level} known /> {t(`level.${level}`)} <span className="quiet">{LEVEL_NUMERALS[level]}</span></th>
                <td>{OPERATORS[indicator.thresholds.op]} {formatExact(indicator.thresholds[level]!, language)} <small>{unit}</small></td>
                <td>{basis !== '-' && <span className={`basis basis-${basis}`} title={t(`basisHint.${basis}`)}>{t(`basis.${basis}`)}</span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="quiet small">{t('thresholds.note')}</p>
    </section>
  );
}
