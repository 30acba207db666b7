import { useTranslation } from 'react-i18next';
import { indicatorAt } from '#contract/catalogue.ts';
import type { When } from '#contract/contract.ts';
import { formatAge } from '../../format/age.ts';
import { NO_VALUE } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { unitAlone } from '../../i18n/terms.ts';
import type { Slot } from '../../globe/types.ts';
import { whenOf } from '../../state/comparison.ts';
import { useScreen } from '../../state/store.ts';
import { useBadge } from '../bar/Badge.tsx';

/** Which side is which: its letter, what it shows, of when, and whether that is now. */
export function Sides() {
  const way = useScreen((screen) => screen.comparison?.way ?? null);
  if (way === null) return null;
  return (
    <div className={`sides sides-${way}`}>
      <Side slot="a" />
      {way === 'difference' && <i className="sides-less" aria-hidden="true">B − A</i>}
      <Side slot="b" />
    </div>
  );
}

function Side({ slot }: { slot: Slot }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const chosen = useScreen((screen) => screen.slots[slot]);
  const when = useScreen((screen) => whenOf(screen, slot));
  const time = useScreen((screen) => screen.drawn[slot]?.time ?? null);
  if (!chosen) return <section className="side" data-testid={`side-${slot}`}><SideLetter slot={slot} /><p>{t('compare.chooseSecond')}</p></section>;
  const indicator = indicatorAt(chosen.indicator, chosen.choice?.unit ?? 'city');
  return (
    <section className="side" data-testid={`side-${slot}`} aria-label={t('compare.side', { letter: slot.toUpperCase() })}>
      <SideLetter slot={slot} />
      <p className="side-name">{indicator[language]} <small>{unitAlone(indicator.unit, language)}</small></p>
      <p className="side-time">
        <SideBadge when={when} />
        <time dateTime={time === null ? undefined : new Date(time).toISOString()}>{time === null ? NO_VALUE : formatTime(time, 'stamp', language)}</time>
      </p>
    </section>
  );
}

const SideLetter = ({ slot }: { slot: Slot }) => <span className={`side-letter side-letter-${slot}`}>{slot.toUpperCase()}</span>;

/** A side with its own moment says so, and how far it is; the other has the screen's badge. */
function SideBadge({ when }: { when: When | null }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const asKnown = useScreen((screen) => screen.clock?.asKnown ?? false);
  const badge = useBadge();
  if (when === null) {
    const word = badge.kind === 'live' || badge.kind === 'partly' ? 'live' : badge.kind === 'replay' ? 'replay' : badge.kind === 'own' ? 'own' : 'notLive';
    return <span className={`side-badge side-badge-${word}`} data-side={word}>{word === 'own' ? t('transport.newest') : t(`badge.${word}`)}</span>;
  }
  const far = 'offset' in when ? t(when.offset < 0 ? 'compare.earlier' : 'compare.later', { length: formatAge(Math.abs(when.offset) / 1000, language) }) : t('compare.fixed');
  return <span className="side-badge side-badge-moment" data-side="moment">{far}{asKnown && ` · ${t('known.then')}`}</span>;
}
