import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { FADES_AFTER_PERIODS, OLDEST, SILENT_GREY, type PlaceState } from '#layers/age.ts';
import { SILENT_AFTER_PERIODS } from '#layers/frame.ts';
import { formatAge } from '../../format/age.ts';
import { formatCount } from '../../format/numbers.ts';
import { useScreen, type DrawnFacts } from '../../state/store.ts';

interface Props {
  drawn: DrawnFacts;
  periodSeconds: number;
  /** A colour of the scale, as CSS writes it. */
  colour: string;
}

/** How old what one sees is: what fresh, fading, silent and empty look like, from when on, and how many places are each. */
export function AgeKey({ drawn, periodSeconds, colour }: Props) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const until = (periods: number): string => formatAge(periods * periodSeconds, language);
  const entries: { state: PlaceState; count: number; rule: string }[] = [
    { state: 'fresh', count: drawn.measured - drawn.fading, rule: `≤ ${until(FADES_AFTER_PERIODS)}` },
    { state: 'fading', count: drawn.fading, rule: `≤ ${until(SILENT_AFTER_PERIODS)}` },
    { state: 'silent', count: drawn.silent, rule: `> ${until(SILENT_AFTER_PERIODS)}` },
    drawn.suppressed > 0 ? { state: 'withheld', count: drawn.suppressed, rule: t('age.tooFew') } : { state: 'never', count: drawn.never, rule: t('age.empty') },
  ];
  const style = { '--fresh': colour, '--oldest': (1 + OLDEST) / 2, '--silent': `rgb(${SILENT_GREY.join(' ')})` } as CSSProperties;
  return (
    <ul className="age-key plain-list" style={style} aria-label={t('age.label')} data-testid="age-key">
      {entries.map(({ state, count, rule }) => (
        <li key={state} title={t(`age.hint.${state}`)} data-state={state}>
          <span><i className={`age-mark age-${state}`} aria-hidden="true" />{formatCount(count, language)}</span>
          <span>{t(`age.${state}`)}</span>
          <small>{rule}</small>
        </li>
      ))}
    </ul>
  );
}
