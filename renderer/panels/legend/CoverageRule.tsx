import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../format/numbers.ts';
import { formatLength } from '../../format/lengths.ts';
import type { Slot } from '../../globe/types.ts';
import { setCoverage } from '../../legendIntents.ts';
import { COVERAGE_METRES } from '../../state/views.ts';
import { useScreen } from '../../state/store.ts';

/** Which cells are shown, in a sentence, and what a person can change of it. */
export function CoverageRule({ slot, name }: { slot: Slot; name: string }) {
  const { t } = useTranslation();
  const id = useId();
  const language = useScreen((screen) => screen.language);
  const rule = useScreen((screen) => screen.coverage);
  const covered = useScreen((screen) => screen.covered);
  const layers = useScreen((screen) => screen.context?.layers);
  const points = layers?.filter(({ form }) => form === 'point') ?? [];
  const risk = points.find((layer) => layer.id === rule.risk)?.[language] ?? rule.risk;
  return (
    <div className="coverage-rule" data-testid="coverage-rule">
      <label htmlFor={id}>{t('coverage.risk')}</label>
      <select id={id} value={rule.risk} onChange={(event) => setCoverage(slot, { ...rule, risk: event.target.value })}>
        {points.map((layer) => <option key={layer.id} value={layer.id}>{layer[language]}</option>)}
      </select>
      <div className="segments segments-small" role="group" aria-label={t('coverage.metres')}>
        {COVERAGE_METRES.map((metres) => (
          <button key={metres} type="button" data-metres={metres} aria-pressed={rule.metres === metres} onClick={() => setCoverage(slot, { ...rule, metres })}>{formatLength(metres, language)}</button>
        ))}
      </div>
      <p className="legend-note">{t('coverage.rule', { risk, name, metres: formatLength(rule.metres, language) })}</p>
      {covered && <p className="legend-count"><strong>{formatCount(covered.bare, language)}</strong> {t('coverage.of', { n: formatCount(covered.atRisk, language) })}</p>}
    </div>
  );
}
