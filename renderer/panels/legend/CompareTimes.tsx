import { useTranslation } from 'react-i18next';
import { formatCount } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { SLOTS } from '../../picture.ts';
import { useScreen } from '../../state/store.ts';

/** Of which instant either side is, and how many places it has measured. */
export function CompareTimes() {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const drawn = useScreen((screen) => screen.drawn);
  return (
    <ul className="compare-times">
      {SLOTS.map((slot) => {
        const said = drawn[slot];
        return said && (
          <li key={slot}>
            <span className={`side-letter side-letter-small side-letter-${slot}`}>{slot.toUpperCase()}</span>
            <time dateTime={new Date(said.time).toISOString()}>{formatTime(said.time, 'stamp', language)}</time>
            <span>{t('legend.measured', { n: formatCount(said.measured, language) })}</span>
          </li>
        );
      })}
    </ul>
  );
}
