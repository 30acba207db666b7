import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { indicatorAt } from '#contract/catalogue.ts';
import { layerLookOf } from '#layers/registry.ts';
import type { Slot } from '../../globe/types.ts';
import { formatLength } from '../../format/lengths.ts';
import { unitAlone } from '../../i18n/terms.ts';
import { clearSlot } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { ColourBar } from './ColourBar.tsx';
import { FormSwitch } from './FormSwitch.tsx';
import { LegendFacts } from './LegendFacts.tsx';
import { SlotNotice } from './SlotNotice.tsx';

/** Window height from which a legend may open by itself, pixels. */
const TALL = 820;

/** Name, form, unit, scale and state of what lies in one slot. */
export function LegendSlot({ slot }: { slot: Slot }) {
  const { t } = useTranslation();
  const chosen = useScreen((screen) => screen.slots[slot])!;
  const places = useScreen((screen) => screen.laid[slot]);
  const language = useScreen((screen) => screen.language);
  // With one layer on a tall screen there is room to say everything; otherwise a person opens what is wanted.
  const isAlone = useScreen((screen) => screen.slots[slot === 'a' ? 'b' : 'a'] === null);
  const [wished, setWished] = useState<boolean | null>(null);
  const reach = useScreen((screen) => screen.reach[slot]);
  const isOpen = wished ?? (isAlone && innerHeight >= TALL);
  const { choice } = chosen;
  const indicator = indicatorAt(chosen.indicator, choice?.unit ?? 'city');
  // The first frame may set the scale.
  useScreen((screen) => screen.drawn[slot]?.places);
  const look = choice && places ? layerLookOf(indicator, choice.form, places) : null;
  const unit = unitAlone(indicator.unit, language);
  const unitText = look?.kind === 'density' ? t('legend.perArea', { unit }) : unit;
  return (
    <section className="legend-slot" data-testid={`legend-${slot}`}>
      <header className="legend-head">
        <span className="slot-chip">{slot.toUpperCase()}</span>
        <h2>{indicator[language]}</h2>
        <button type="button" className="icon-button" aria-label={t('legend.remove', { name: indicator[language] })} title={t('legend.removeShort')} onClick={() => clearSlot(slot)}>
          <Icon name="close" size={12} />
        </button>
      </header>
      <FormSwitch slot={slot} chosen={chosen} />
      {look && <ColourBar scale={look.scale} />}
      {choice && (
        <p className="legend-unit">
          {unitText}
          {look?.kind === 'mean' && <> · {t('legend.mean')}</>}
          {look !== null && look.sigma > 0 && <> · {t('legend.kernel', { sigma: look.sigma })}</>}
          {look?.scale.reversed && <> · {t('legend.reversed')}</>}
          {choice.form === 'roads' && reach !== null && <> · {t('road.reach', { metres: formatLength(reach, language) })}</>}
        </p>
      )}
      <SlotNotice slot={slot} />
      <LegendFacts slot={slot} indicator={indicator} isOpen={isOpen} toggle={() => setWished(!isOpen)} />
    </section>
  );
}
