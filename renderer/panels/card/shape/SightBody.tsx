import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLength } from '../../../format/lengths.ts';
import { formatPosition } from '../../../format/position.ts';
import { buildingUse } from '../../../i18n/buildingUse.ts';
import { landmarkName } from '../../../i18n/landmarks.ts';
import { lookBetween, setSightHeights } from '../../../shapeIntents.ts';
import { airDistance, groundDistance } from '../../../shapes/geodesy.ts';
import type { Shape } from '../../../shapes/shape.ts';
import { useScreen } from '../../../state/store.ts';
import { ExportRow } from './ExportRow.tsx';
import { MetresField } from './MetresField.tsx';

/** Whether one point is seen from another, and what is in the way. */
export function SightBody({ shape }: { shape: Shape }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const found = useScreen((screen) => screen.sights[shape.id]);
  const isThere = useScreen((screen) => screen.twin === 'there');
  const { points: [eye, target] } = shape;
  useEffect(() => {
    if (isThere) void lookBetween(shape);
  }, [isThere, shape]);
  const state = found?.state ?? 'looking';
  const stop = found?.state === 'blocked' ? found.met.at : found?.state === 'ground' ? found.at : null;
  const building = found?.state === 'blocked' ? found.met.building : null;
  return (
    <>
      <p className="reading"><span className="reading-value" data-testid="sight" data-sight={state}>{t(`sight.${state}`)}</span></p>
      <dl className="facts">
        {building && <dt>{t('sight.by')}</dt>}
        {building && (
          <dd data-testid="sight-by">
            {landmarkName(building.id, language) ?? buildingUse(String(building.use ?? ''), language)} <span className="quiet">{String(building.id ?? '')}</span>
            {building.height !== undefined && <> · {formatLength(Number(building.height), language)}</>}
          </dd>
        )}
        {stop && <><dt>{t('sight.after')}</dt><dd>{formatLength(groundDistance(eye, stop), language)}</dd></>}
        {stop && <><dt>{t('sight.at')}</dt><dd>{formatPosition(stop.lon, stop.lat, language)} · {t('map.height', { height: formatLength(Math.max(0, stop.height), language) })}</dd></>}
        <dt>{t('shape.throughAir')}</dt>
        <dd>{formatLength(airDistance(eye, target), language)}</dd>
        <dt>{t('sight.eye')}</dt>
        <dd><MetresField label={t('sight.eye')} value={shape.eye ?? 0} most={2000} fromZero set={(metres) => setSightHeights(shape.id, { eye: metres })} /> <span className="quiet">{t('sight.over', { height: formatLength(Math.max(0, eye.height), language) })}</span></dd>
        <dt>{t('sight.target')}</dt>
        <dd><MetresField label={t('sight.target')} value={shape.target ?? 0} most={2000} fromZero set={(metres) => setSightHeights(shape.id, { target: metres })} /> <span className="quiet">{t('sight.over', { height: formatLength(Math.max(0, target.height), language) })}</span></dd>
      </dl>
      <p className="quiet small">{t('sight.note')}</p>
      <ExportRow shape={shape} inside={[]} />
    </>
  );
}
