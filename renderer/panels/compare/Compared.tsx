import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { indicatorAt, type Indicator } from '#contract/catalogue.ts';
import type { Slot } from '../../globe/types.ts';
import { formatSigned, formatValue } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { unitIn } from '../../i18n/terms.ts';
import { frameDesk, listenToFrames, SLOTS } from '../../picture.ts';
import { obstacleTo } from '../../state/comparison.ts';
import { unitOf } from '../../state/forms.ts';
import { useScreen } from '../../state/store.ts';
import { readingInFrame, type PlaceReading } from '../card/readings.ts';

type Both = Record<Slot, { reading: PlaceReading; time: number } | null>;

/** What both sides say of a place: of the same places, or of the same areas of two indicators. Null where a side shows others. */
export function bothAt(places: string, index: number): Both {
  const { slots } = useScreen.getState();
  const side = (slot: Slot): Both['a'] => {
    const shown = frameDesk.current(slot);
    const chosen = slots[slot];
    const isSame = shown?.frame.places === places || (shown !== null && unitOf(places) !== 'sites' && unitOf(shown.frame.places) === unitOf(places));
    if (!shown || !chosen || !isSame) return null;
    const reading = readingInFrame(shown, index, indicatorAt(chosen.indicator, unitOf(places)));
    return reading && { reading, time: shown.time };
  };
  return { a: side('a'), b: side('b') };
}

/** A, B and B − A; a dash and the reason where there is none. */
export function BothValues({ both, isTimed = false }: { both: Record<Slot, { value: number | null; state: PlaceReading['state']; time?: number; indicator: Indicator; unit?: string } | null>; isTimed?: boolean }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const isAlike = useScreen((screen) => obstacleTo(screen) !== 'unit');
  const { a, b } = both;
  const change = a && b && a.value !== null && b.value !== null && a.state === 'measured' && b.state === 'measured' ? b.value - a.value : null;
  const unit = b && (b.unit ?? unitIn(b.indicator.unit, language));
  return (
    <dl className="both" data-testid="both">
      {SLOTS.map((slot) => {
        const one = both[slot];
        if (!one) return null;
        return (
          <div key={slot} className="both-row" data-side={slot}>
            <dt><span className={`side-letter side-letter-small side-letter-${slot}`}>{slot.toUpperCase()}</span>{isTimed && one.time !== undefined && <time>{formatTime(one.time, 'stamp', language)}</time>}</dt>
            <dd>{one.state === 'measured' ? <>{formatValue(one.value, language, one.indicator.value_type)} <small>{one.unit ?? unitIn(one.indicator.unit, language)}</small></> : <span className="quiet">{t(`state.${one.state}`)}</span>}</dd>
          </div>
        );
      })}
      {isAlike && b && (
        <div className="both-row both-change" data-side="difference">
          <dt>B − A</dt>
          <dd><strong>{formatSigned(change, language, b.indicator.value_type)}</strong> <small>{unit}</small></dd>
        </div>
      )}
    </dl>
  );
}

/** Of the place on the card, following the frames. */
export function ComparedPlace({ places, index }: { places: string; index: number }) {
  const slots = useScreen((screen) => screen.slots);
  const [both, setBoth] = useState<Both>(() => bothAt(places, index));
  useEffect(() => {
    const read = (): void => setBoth(bothAt(places, index));
    read();
    return listenToFrames(read);
  }, [places, index]);
  const side = (slot: Slot) => {
    const [one, chosen] = [both[slot], slots[slot]];
    return one && chosen && { ...one.reading, time: one.time, indicator: indicatorAt(chosen.indicator, unitOf(places)) };
  };
  if (!both.a && !both.b) return null;
  return <BothValues both={{ a: side('a'), b: side('b') }} isTimed />;
}
