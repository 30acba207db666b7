import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Level } from '#contract/catalogue.ts';
import { LEVEL_COLOURS, LEVEL_SHAPES } from '../format/levels.ts';

interface Props {
  level: Level | null;
  /** False where nothing is measured: an empty place instead of "normal". */
  known: boolean;
  /** False where the indicator has no thresholds here. */
  rated?: boolean;
}

/** Shape and colour of a level; a ring for a normal value, a dash for none. */
export const LevelMark = memo(function LevelMark({ level, known, rated = true }: Props) {
  const { t } = useTranslation();
  const word = level ? t(`level.${level}`) : !known ? t('level.unknown') : rated ? t('level.normal') : t('level.unrated');
  return (
    <svg className="level-mark" viewBox="0 0 16 16" role="img" aria-label={word}>
      <title>{word}</title>
      {level ? (
        <path d={LEVEL_SHAPES[level]} fill={LEVEL_COLOURS[level]} />
      ) : known && rated ? (
        <circle cx="8" cy="8" r="3.5" className="level-normal" />
      ) : known ? (
        <circle cx="8" cy="8" r="1.5" className="level-unrated" />
      ) : (
        <path d="M5 8h6" className="level-none" />
      )}
    </svg>
  );
});
