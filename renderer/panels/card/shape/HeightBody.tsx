import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLength } from '../../../format/lengths.ts';
import { formatPosition } from '../../../format/position.ts';
import { buildingUse } from '../../../i18n/buildingUse.ts';
import { landmarkName } from '../../../i18n/landmarks.ts';
import { lookFromAbove } from '../../../shapeIntents.ts';
import type { Shape } from '../../../shapes/shape.ts';
import { useScreen } from '../../../state/store.ts';
import { ExportRow } from './ExportRow.tsx';

/** How high a point lies, what stands highest above it, and the building that was clicked. */
export function HeightBody({ shape }: { shape: Shape }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const found = useScreen((screen) => screen.heights[shape.id]);
  const isThere = useScreen((screen) => screen.twin === 'there');
  const { points: [{ lon, lat, height }], building } = shape;
  // A corner that is moved, or a picture that has come again, is looked at again.
  useEffect(() => {
    if (isThere) void lookFromAbove(shape);
  }, [isThere, shape]);
  const own = building?.height;
  return (
    <>
      <p className="reading">
        <span className="reading-value" data-testid="height-value">{formatLength(Math.max(0, height), language)}</span>
        <span className="quiet">{t('shape.pointHeight')}</span>
      </p>
      <dl className="facts">
        <dt>{t('shape.top')}</dt>
        <dd data-testid="height-top">{found?.state === 'there' ? (found.met ? formatLength(found.met.at.height, language) : t('shape.openGround')) : found?.state === 'failed' ? t('shape.notFound') : t('shape.looking')}</dd>
        {building && <dt>{t('card.building')}</dt>}
        {building && <dd>{landmarkName(building.id, language) ?? buildingUse(String(building.use ?? ''), language)} <span className="quiet">{String(building.id ?? '')}</span></dd>}
        {own !== undefined && <dt>{t('shape.buildingHeight')}</dt>}
        {own !== undefined && <dd>{formatLength(Number(own), language)}</dd>}
        <dt>{t('facts.position')}</dt>
        <dd>{formatPosition(lon, lat, language)}</dd>
      </dl>
      <p className="quiet small">{t('shape.datum')}</p>
      <ExportRow shape={shape} inside={[]} />
    </>
  );
}
