import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longestSilent } from '#layers/silence.ts';
import { formatAge } from '../../format/age.ts';
import { formatCount } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import type { Slot } from '../../globe/types.ts';
import { frameDesk } from '../../picture.ts';
import { flyToPlace } from '../../legendIntents.ts';
import { useScreen } from '../../state/store.ts';
import { usePlace } from '../card/usePlace.ts';

const ROWS = 40;

/** Who does not report, the longest silent first; a click goes there. Of people by area only: no finer frame reaches the page. */
export function SilentList({ slot }: { slot: Slot }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  // Told at most once a second: often enough to read.
  const drawn = useScreen((screen) => screen.drawn[slot]);
  const [most, setMost] = useState(ROWS);
  const shown = drawn && frameDesk.current(slot);
  if (!shown) return null;
  const { frame } = shown;
  const silent = longestSilent(frame);
  return (
    <section className="silent" aria-label={t('silence.title')} data-testid="silent-list">
      <h3>{silent.length > 0 ? t('silence.count', { n: formatCount(silent.length, language) }) : t('silence.none')}</h3>
      <ol className="plain-list">
        {silent.slice(0, most).map((index) => <Row key={index} slot={slot} places={frame.places} index={index} age={frame.ages[index]!} since={frame.time - frame.ages[index]! * 1000} />)}
      </ol>
      {silent.length > most && <button type="button" className="text-button" onClick={() => setMost(most + ROWS)}>{t('silence.more', { n: formatCount(silent.length - most, language) })}</button>}
    </section>
  );
}

function Row({ slot, places, index, age, since }: { slot: Slot; places: string; index: number; age: number; since: number }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const place = usePlace(places, index);
  const described = place.state === 'there' ? place.value : null;
  const name = described?.name[language] || described?.id || `${index + 1}`;
  return (
    <li>
      <button type="button" className="silent-row" data-index={index} title={t('silence.go', { name })} disabled={!described} onClick={() => described && flyToPlace(slot, described)}>
        <span>{name}</span>
        <span className="quiet">{formatTime(since, 'dayMinute', language)}</span>
        <span>{formatAge(age, language)}</span>
      </button>
    </li>
  );
}
