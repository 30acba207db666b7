import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { indicatorAt, type Indicator } from '#contract/catalogue.ts';
import { layerLookOf } from '#layers/registry.ts';
import type { Scale } from '#layers/scale.ts';
import type { Slot } from '../../globe/types.ts';
import { formatLength } from '../../format/lengths.ts';
import { lookOf } from '../../globe/looks/registry.ts';
import { unitAlone } from '../../i18n/terms.ts';
import { clearSlot } from '../../intents.ts';
import { SLOTS } from '../../picture.ts';
import { rampOf } from '../../state/ramps.ts';
import { useScreen } from '../../state/store.ts';
import { drawingOf, indicatorIn } from '../../state/views.ts';
import { Icon } from '../../widgets/icons.tsx';
import { ColourBar } from './ColourBar.tsx';
import { CoverageRule } from './CoverageRule.tsx';
import { FormSwitch } from './FormSwitch.tsx';
import { LegendFacts } from './LegendFacts.tsx';
import { RampSettings } from './RampSettings.tsx';
import { SilentList } from './SilentList.tsx';
import { SlotNotice } from './SlotNotice.tsx';
import { ViewSwitch } from './ViewSwitch.tsx';

/** Window heights, pixels: from which a legend may open by itself, and below which it says only what cannot be left out. */
const TALL = 820;
const SHORT = 640;

/** Of the key for ages: two thirds up the ramp. */
function rampColour({ lut }: Scale): string {
  return `rgb(${[0, 1, 2].map((i) => lut[4 * 170 + i]).join(' ')})`;
}

/** What `frameByCell` does with several values in one cell. */
const howTogether = (aggregation: Indicator['aggregation']): 'max' | 'min' | 'sum' | 'mean' => (aggregation === 'max' || aggregation === 'min' || aggregation === 'sum' ? aggregation : 'mean');

/** Name, form, unit, scale and state of what lies in one slot. */
export function LegendSlot({ slot }: { slot: Slot }) {
  const { t } = useTranslation();
  const chosen = useScreen((screen) => screen.slots[slot])!;
  const places = useScreen((screen) => screen.laid[slot]);
  const language = useScreen((screen) => screen.language);
  // With one layer on a tall screen there is room to say everything; otherwise a person opens what is wanted.
  const isAlone = useScreen((screen) => screen.slots[slot === 'a' ? 'b' : 'a'] === null);
  const isComparing = useScreen((screen) => screen.comparison !== null);
  const [wished, setWished] = useState<boolean | null>(null);
  const reach = useScreen((screen) => screen.reach[slot]);
  const isOpen = wished ?? (isAlone && innerHeight >= TALL);
  // The map must be seen: on a small screen, and of two maps, more is told once a person opens it.
  const isFull = isOpen || (innerHeight >= SHORT && !isComparing);
  const { choice } = chosen;
  const indicator = indicatorAt(chosen.indicator, choice?.unit ?? 'city');
  const ground = useScreen((screen) => lookOf(screen.look).signs);
  const ramp = useScreen((screen) => (choice ? rampOf(screen.ramps, choice) : null));
  const [isSetting, setSetting] = useState(false);
  // Two moments of one indicator have one legend.
  const chips = useScreen((screen) => screen.comparison?.when != null) ? SLOTS : [slot];
  const view = chosen.view ?? 'values';
  // The first frame may set the scale.
  useScreen((screen) => (view === 'values' ? screen.drawn[slot]?.places : screen.drawn[slot]));
  const drawing = choice && drawingOf(chosen.indicator, choice, view);
  const isValues = drawing?.shows === 'values';
  const seen = drawing && !isValues ? indicatorIn(chosen.indicator, drawing.shows) : indicator;
  const look = drawing && ramp && places ? layerLookOf(seen, drawing.form, places, undefined, isValues ? { ramp, ground } : { ground }) : null;
  const unit = drawing && drawing.shows !== 'values' ? t(`view.unit.${drawing.shows}`) : unitAlone(indicator.unit, language);
  const unitText = look?.kind === 'density' ? t('legend.perArea', { unit }) : unit;
  return (
    <section className="legend-slot" data-testid={`legend-${slot}`}>
      <header className="legend-head">
        {chips.map((chip) => <span key={chip} className="slot-chip">{chip.toUpperCase()}</span>)}
        <h2>{indicator[language]}</h2>
        <button type="button" className="icon-button" aria-label={t('legend.remove', { name: indicator[language] })} title={t('legend.removeShort')} onClick={() => clearSlot(slot)}>
          <Icon name="close" size={12} />
        </button>
      </header>
      {view !== 'coverage' && <FormSwitch slot={slot} chosen={chosen} />}
      {choice && (isFull || view !== 'values') && <ViewSwitch slot={slot} chosen={chosen} />}
      {look && <ColourBar scale={look.scale} />}
      {choice && (
        <p className="legend-unit">
          {unitText}
          {look?.kind === 'mean' && <> · {t('legend.mean')}</>}
          {look !== null && look.sigma > 0 && <> · {t('legend.kernel', { sigma: look.sigma })}</>}
          {look?.scale.reversed && <> · {t('legend.reversed')}</>}
          {choice.form === 'roads' && reach !== null && <> · {t('road.reach', { metres: formatLength(reach, language) })}</>}
          {choice.form === 'buildings' && <> · {choice.unit === 'sites' ? t('building.byCell', { how: t(`aggregation.${howTogether(indicator.aggregation)}`) }) : t('building.byArea', { unit: t(`unitOne.${choice.unit}`) })}</>}
          {look && isValues && (
            <button type="button" className="text-button ramp-button" data-testid={`ramp-${slot}`} aria-expanded={isSetting} onClick={() => setSetting(!isSetting)}>
              {t('ramp.settings')}
            </button>
          )}
        </p>
      )}
      {look && ramp && isSetting && isValues && <RampSettings slot={slot} ramp={ramp} scale={look.scale} unit={unitText} isHeat={look.sigma > 0} />}
      <SlotNotice slot={slot} />
      {view === 'coverage' && <CoverageRule slot={slot} name={indicator[language]} />}
      {view === 'silence' && <SilentList slot={slot} />}
      <LegendFacts slot={slot} indicator={indicator} colour={look ? rampColour(look.scale) : 'transparent'} isFull={isFull} isOpen={isOpen} toggle={() => setWished(!isOpen)} />
    </section>
  );
}
