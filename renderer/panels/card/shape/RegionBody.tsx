import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatArea, formatLength } from '../../../format/lengths.ts';
import { useInside } from '../../../inside.ts';
import { measureRings } from '../../../shapes/geodesy.ts';
import { crossesItself, groundOf, type Shape } from '../../../shapes/shape.ts';
import { setMetres } from '../../../shapeIntents.ts';
import { useScreen } from '../../../state/store.ts';
import { ContextInside } from './ContextInside.tsx';
import { ExportRow } from './ExportRow.tsx';
import { InsideReading } from './InsideReading.tsx';
import { MetresField } from './MetresField.tsx';

/** A piece of ground: its size, and each indicator on the screen inside it. */
export function RegionBody({ shape }: { shape: Shape }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const isCrossed = useMemo(() => crossesItself(shape), [shape]);
  const { area, border } = useMemo(() => measureRings(groundOf(shape)), [shape]);
  const inside = useInside(shape);
  const hasSlots = useScreen(({ slots }) => slots.a !== null || slots.b !== null);
  return (
    <>
      <dl className="facts" data-testid="shape-facts">
        <dt>{t('shape.area')}</dt>
        <dd>{isCrossed ? <span className="quiet">{t('shape.crossed')}</span> : <strong>{formatArea(area, language)}</strong>}</dd>
        <dt>{t('shape.border')}</dt>
        <dd>{formatLength(border, language)}</dd>
        {shape.metres !== undefined && (
          <>
            <dt>{t(shape.kind === 'circle' ? 'shape.radius' : 'shape.distance')}</dt>
            <dd><MetresField label={t(shape.kind === 'circle' ? 'shape.radius' : 'shape.distance')} value={shape.metres} most={200_000} set={(metres) => setMetres(shape.id, metres)} /></dd>
          </>
        )}
      </dl>
      {inside.map((one) => <InsideReading key={one.slot} inside={one} />)}
      {!hasSlots && <p className="quiet card-block">{t('card.chooseFirst')}</p>}
      <ContextInside shape={shape} />
      <ExportRow shape={shape} inside={inside} />
    </>
  );
}
