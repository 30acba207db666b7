import { useTranslation } from 'react-i18next';
import { indicatorAt } from '#contract/catalogue.ts';
import { unitOf } from '../../state/forms.ts';
import { formatLength } from '../../format/lengths.ts';
import { isRated } from '../../format/levels.ts';
import { formatCount, formatValue } from '../../format/numbers.ts';
import { unitIn } from '../../i18n/terms.ts';
import { buildingUse } from '../../i18n/buildingUse.ts';
import { landmarkName } from '../../i18n/landmarks.ts';
import { frameDesk, turnedFrame } from '../../picture.ts';
import { useScreen, type Chosen } from '../../state/store.ts';
import { drawingOf } from '../../state/views.ts';
import { LevelMark } from '../../widgets/LevelMark.tsx';
import { useShapeName } from '../tools/useShapeName.ts';
import { readingInFrame } from '../card/readings.ts';
import { useCityFacts } from '../../cityFacts.ts';
import { bothAt, BothValues } from '../compare/Compared.tsx';
import type { OnField, Pick, Slot } from '../../globe/types.ts';

/** What is under the pointer, at once: value and level of a place, name of an area, use of a building. */
export function HoverTag() {
  const hovered = useScreen((screen) => screen.hovered);
  if (!hovered) return null;
  // Beside the pointer, but never beyond the map's edge.
  const transform = `translate(min(${hovered.x + 14}px, calc(100cqw - 100% - 8px)), min(${hovered.y + 14}px, calc(100cqh - 100% - 8px)))`;
  return (
    <div className="hover-tag" style={{ transform }} aria-hidden="true">
      <HoverText pick={hovered.pick} />
    </div>
  );
}

function HoverText({ pick }: { pick: Pick }) {
  const language = useScreen((screen) => screen.language);
  switch (pick.kind) {
    case 'place':
      return <PlaceText pick={pick} />;
    case 'area':
      return <>{pick[language]}<FieldTexts fields={pick.fields} /></>;
    case 'building': {
      const { id, use, height } = pick.properties;
      return (
        <>
          <span>{landmarkName(id, language) ?? (use === undefined ? '' : buildingUse(String(use), language))} {height === undefined ? '' : formatLength(Number(height), language)}</span>
          <FieldTexts fields={pick.fields} />
        </>
      );
    }
    case 'context':
    case 'contextGroup':
      return <ContextText pick={pick} />;
    case 'shape':
      return <ShapeText id={pick.id} />;
    case 'ground':
      return <FieldTexts fields={pick.fields} />;
  }
}

/** What heat says here: the value whose colour is under the pointer. */
function FieldTexts({ fields }: OnField) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const slots = useScreen((screen) => screen.slots);
  const isDifference = useScreen((screen) => screen.comparison?.way === 'difference');
  const isCompared = useScreen((screen) => screen.comparison !== null);
  if (isDifference && slots.b) {
    const side = (slot: Slot) => {
      const [found, chosen] = [fields.find((one) => one.slot === slot), slots[slot]];
      if (!found || !chosen) return null;
      const unit = unitIn(chosen.indicator.unit, language);
      return { value: found.value, state: 'measured' as const, indicator: chosen.indicator, unit: found.isDensity ? t('legend.perArea', { unit }) : unit };
    };
    return fields.length === 2 && <BothValues both={{ a: side('a'), b: side('b') }} />;
  }
  return fields.map(({ slot, value, isDensity }) => {
    const chosen = slots[slot];
    if (!chosen) return null;
    const unit = unitIn(chosen.indicator.unit, language);
    return (
      <span key={slot} data-testid={`field-${slot}`}>
        {isCompared && <span className={`side-letter side-letter-small side-letter-${slot}`}>{slot.toUpperCase()}</span>}
        <span className="quiet">{chosen.indicator[language]} {t(isDensity ? 'legend.density' : 'legend.mean')} </span>
        <strong>{formatValue(value, language, isDensity ? 'gauge' : chosen.indicator.value_type)} <small>{isDensity ? t('legend.perArea', { unit }) : unit}</small></strong>
      </span>
    );
  });
}

function ShapeText({ id }: { id: string }) {
  const nameOf = useShapeName();
  const shape = useScreen((screen) => screen.shapes.find((one) => one.id === id));
  return shape ? nameOf(shape) : null;
}

function ContextText({ pick }: { pick: Extract<Pick, { kind: 'context' | 'contextGroup' }> }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const layer = useScreen((screen) => screen.context?.layers.find(({ id }) => id === pick.layer));
  if (!layer) return null;
  return (
    <>
      <span className="quiet">{layer[language]}{layer.privacy === 'P2' || layer.privacy === 'P3' ? ` · ${layer.privacy}` : ''}</span>
      <strong>{pick.kind === 'context' ? pick[language] : t('context.together', { n: formatCount(pick.count, language) })}</strong>
    </>
  );
}

function PlaceText({ pick }: { pick: Extract<Pick, { kind: 'place' }> }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const chosen = useScreen((screen) => screen.slots[pick.slot]);
  const set = useScreen((screen) => screen.laid[pick.slot]);
  const city = useCityFacts(useScreen((screen) => screen.run?.city));
  const way = useScreen((screen) => screen.comparison?.way ?? null);
  const slots = useScreen((screen) => screen.slots);
  const shown = frameDesk.current(pick.slot);
  if (chosen?.choice && chosen.view && chosen.view !== 'values') return <ViewText pick={pick} chosen={chosen} />;
  if (!chosen || !shown || shown.frame.places !== pick.places) return null;
  const indicator = indicatorAt(chosen.indicator, unitOf(pick.places));
  const reading = readingInFrame(shown, pick.index, indicator);
  if (!reading) return null;
  const unit = set?.unit;
  const code = set && (unit === 'town' || unit === 'district') ? set[unit][pick.index] : undefined;
  const name = code === undefined ? chosen.indicator[language] : (city?.names.get(code)?.[language] ?? String(code));
  if (way === 'difference') {
    const both = bothAt(pick.places, pick.index);
    const side = (slot: Slot) => both[slot] && slots[slot] && { ...both[slot].reading, indicator: indicatorAt(slots[slot].indicator, unitOf(pick.places)) };
    return (
      <>
        <span className="quiet">{name}</span>
        <BothValues both={{ a: side('a'), b: side('b') }} />
      </>
    );
  }
  return (
    <>
      <span className="quiet">{way !== null && <span className={`side-letter side-letter-small side-letter-${pick.slot}`}>{pick.slot.toUpperCase()}</span>}{name}</span>
      {reading.state === 'measured' ? (
        <strong><LevelMark level={reading.level} known rated={isRated(indicator)} /> {formatValue(reading.value, language, chosen.indicator.value_type)} <small>{unitIn(indicator.unit, language)}</small></strong>
      ) : (
        <span>{t(`state.${reading.state}`)}</span>
      )}
    </>
  );
}

/** What the colour under the pointer stands for where it is no value: hours of silence, a share, risks. */
function ViewText({ pick, chosen }: { pick: Extract<Pick, { kind: 'place' }>; chosen: Chosen }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const set = useScreen((screen) => screen.laid[pick.slot]);
  const city = useCityFacts(useScreen((screen) => screen.run?.city));
  const frame = turnedFrame(pick.slot);
  const { shows } = drawingOf(chosen.indicator, chosen.choice!, chosen.view!);
  if (!frame || frame.places !== pick.places || shows === 'values') return null;
  const value = frame.values[pick.index]!;
  const code = set && (set.unit === 'town' || set.unit === 'district') ? set[set.unit][pick.index] : undefined;
  const name = code === undefined ? chosen.indicator[language] : (city?.names.get(code)?.[language] ?? String(code));
  const said = shows === 'hours' && value === 0 ? t('silence.speaks') : `${formatValue(value, language, shows === 'risks' ? 'count' : 'duration')} ${t(`view.unit.${shows}`)}`;
  return (
    <>
      <span className="quiet">{name}</span>
      <strong>{Number.isFinite(value) ? said : t('state.never')}</strong>
    </>
  );
}
