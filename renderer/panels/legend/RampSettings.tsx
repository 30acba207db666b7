import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contourLevels } from '#layers/heat/contours.ts';
import type { Ramp, Scale } from '#layers/scale.ts';
import type { Slot } from '../../globe/types.ts';
import { formatExact } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { setRamp, takeEnds } from '../../legendIntents.ts';
import { typedNumber } from '../../state/ramps.ts';
import { useScreen } from '../../state/store.ts';

interface Props { slot: Slot; ramp: Ramp; scale: Scale; unit: string; isHeat: boolean }

/** Classes or not, and from where to where the colours run. An official index keeps its classes while the catalogue sets the ends. */
export function RampSettings({ slot, ramp, scale, unit, isHeat }: Props) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const [isFlat, setFlat] = useState(false);
  const { ends } = ramp;
  const [low, high] = [scale.mapping.values[0]!, scale.mapping.values.at(-1)!];
  const by: Record<'thresholds' | 'data' | 'person', () => void> = {
    thresholds: () => setRamp(slot, { ends: { by: 'thresholds' } }),
    data: () => setFlat(!takeEnds(slot)),
    person: () => setRamp(slot, { ends: { by: 'person', low, high } }),
  };
  return (
    <div className="ramp-settings">
      {(ramp.classed || !scale.stepped) && (
        <div className="segments segments-small" role="group" aria-label={t('ramp.kind')}>
          {[false, true].map((classed) => (
            <button key={String(classed)} type="button" data-classed={classed} aria-pressed={ramp.classed === classed} onClick={() => setRamp(slot, { classed })}>{t(classed ? 'ramp.classed' : 'ramp.continuous')}</button>
          ))}
        </div>
      )}
      <div className="segments segments-small" role="group" aria-label={t('ramp.ends')}>
        {(['thresholds', 'data', 'person'] as const).map((one) => (
          <button key={one} type="button" data-ends={one} aria-pressed={ends.by === one} title={t(`ramp.hint.${one}`)} onClick={by[one]}>{t(`ramp.by.${one}`)}</button>
        ))}
      </div>
      {isHeat && (
        <label className="ramp-contours">
          <input type="checkbox" data-testid="contours" checked={ramp.contours === true} onChange={(event) => setRamp(slot, { contours: event.target.checked })} />
          {ramp.contours ? t('ramp.contoursEvery', { step: formatExact(contourLevels(scale.mapping).step, language), unit }) : t('ramp.contours')}
        </label>
      )}
      {ends.by === 'data' && (
        <p className="legend-note">
          {t('ramp.fixed', { time: ends.at === undefined ? '' : formatTime(ends.at, 'stamp', language) })} <button type="button" className="text-button" data-ends="again" onClick={by.data}>{t('ramp.again')}</button>
        </p>
      )}
      {isFlat && <p className="legend-note" role="status">{t('ramp.flat')}</p>}
      {ends.by === 'person' && <TypedEnds slot={slot} low={ends.low} high={ends.high} unit={unit} />}
    </div>
  );
}

function TypedEnds({ slot, low, high, unit }: { slot: Slot; low: number; high: number; unit: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState([String(low), String(high)]);
  const [from, to] = typed.map(typedNumber) as [number, number];
  const isGood = from < to;
  const take = (): void => {
    if (isGood && (from !== low || to !== high)) setRamp(slot, { ends: { by: 'person', low: from, high: to } });
  };
  return (
    <form className="ramp-ends" onSubmit={(event) => { event.preventDefault(); take(); }}>
      {(['low', 'high'] as const).map((end, at) => (
        <label key={end} htmlFor={`${id}${end}`}>
          <span>{t(`ramp.${end}`)}</span>
          <input
            id={`${id}${end}`}
            data-end={end}
            inputMode="decimal"
            value={typed[at]}
            aria-invalid={!isGood}
            onChange={(event) => setTyped(typed.with(at, event.target.value))}
            onBlur={take}
          />
        </label>
      ))}
      <span className="quiet">{unit}</span>
      <button type="submit" className="unseen">{t('ramp.take')}</button>
      {!isGood && <p className="legend-note" role="alert">{t('ramp.notRising')}</p>}
    </form>
  );
}
