import { useTranslation } from 'react-i18next';
import { minCountOf, type Indicator, type Level } from '#contract/catalogue.ts';
import { formatAge } from '../../format/age.ts';
import { formatValue } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { isRated, LEVEL_NUMERALS } from '../../format/levels.ts';
import { unitIn } from '../../i18n/terms.ts';
import { useScreen } from '../../state/store.ts';
import { LevelMark } from '../../widgets/LevelMark.tsx';
import { useInstant } from '../../widgets/useInstant.ts';

export type ReadingState = 'measured' | 'silent' | 'never' | 'suppressed' | 'inactive' | 'none' | 'loading';

interface Props {
  indicator: Indicator;
  value: number | null;
  level: Level | null;
  state: ReadingState;
  /** Phenomenon time of the newest word, epoch ms. */
  measuredAt: number | null;
}

/** The value in large figures with its unit, its level in words, and how old it is for the instant shown. */
export function Reading({ indicator, value, level, state, measuredAt }: Props) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const p3MinCount = useScreen((screen) => screen.p3MinCount);
  const rated = isRated(indicator);
  const isMeasured = state === 'measured';
  return (
    <div className="reading" data-state={state}>
      <p className="reading-value">
        {isMeasured ? formatValue(value, language, indicator.value_type) : <span className="reading-none">{t(`state.${state}`)}</span>}
        {isMeasured && <small>{unitIn(indicator.unit, language)}</small>}
      </p>
      {isMeasured && (
        <p className="reading-level">
          <LevelMark level={level} known rated={rated} />
          {level ? <>{t(`level.${level}`)} <span className="quiet">{LEVEL_NUMERALS[level]}</span></> : t(rated ? 'level.normal' : 'level.unrated')}
        </p>
      )}
      {!isMeasured && state !== 'loading' && <p className="quiet">{t(`stateHint.${state}`, { n: minCountOf(indicator, p3MinCount) ?? 0 })}</p>}
      {measuredAt !== null && <ReadingAge measuredAt={measuredAt} />}
    </div>
  );
}

/** The only part of a card that is drawn every second. */
function ReadingAge({ measuredAt }: { measuredAt: number }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const instant = useInstant();
  if (instant === null) return null;
  return (
    <p className="reading-age">
      {t('card.age', { age: formatAge((instant - measuredAt) / 1000, language) })} <span className="quiet">{formatTime(measuredAt, 'stamp', language)}</span>
    </p>
  );
}
