import { useTranslation } from 'react-i18next';
import { formatLength } from '../../../format/lengths.ts';
import { formatExact } from '../../../format/numbers.ts';
import { airDistance, direction, groundDistance } from '../../../shapes/geodesy.ts';
import type { Shape } from '../../../shapes/shape.ts';
import { useScreen } from '../../../state/store.ts';
import { ExportRow } from './ExportRow.tsx';

/** A way in segments: along the ground, and how much higher its end lies than its beginning. */
export function DistanceBody({ shape }: { shape: Shape }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const { points } = shape;
  const segments = points.slice(1).map((to, at) => ({ metres: groundDistance(points[at], to), azimuth: direction(points[at], to), rise: to.height - points[at].height }));
  const total = segments.reduce((sum, { metres }) => sum + metres, 0);
  const [first, last] = [points[0], points.at(-1)!];
  const signed = (metres: number): string => `${metres < -0.05 ? '−' : metres > 0.05 ? '+' : ''}${formatLength(Math.abs(metres), language)}`;
  return (
    <>
      <p className="reading"><span className="reading-value" data-testid="distance-total">{formatLength(total, language)}</span><span className="quiet">{t('shape.alongGround')}</span></p>
      <dl className="facts">
        <dt>{t('shape.rise')}</dt>
        <dd>{signed(last.height - first.height)}</dd>
        <dt>{t('shape.throughAir')}</dt>
        <dd>{formatLength(airDistance(first, last), language)}</dd>
      </dl>
      <table className="inside-areas">
        <thead><tr><th scope="col">{t('shape.segment')}</th><th scope="col">{t('shape.length')}</th><th scope="col">{t('shape.direction')}</th><th scope="col">{t('shape.rise')}</th></tr></thead>
        <tbody>
          {segments.map(({ metres, azimuth, rise }, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- a segment is its place in the way
            <tr key={at}><th scope="row">{at + 1}</th><td>{formatLength(metres, language)}</td><td>{formatExact(Math.round(azimuth), language)}°</td><td>{signed(rise)}</td></tr>
          ))}
        </tbody>
      </table>
      <ExportRow shape={shape} inside={[]} />
    </>
  );
}
