import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { flyToPlace, toggleNearIn } from '../../../shapeIntents.ts';
import { formatLength } from '../../../format/lengths.ts';
import { formatPosition } from '../../../format/position.ts';
import { direction } from '../../../shapes/geodesy.ts';
import { nearestOf } from '../../../shapes/inside.ts';
import type { Shape } from '../../../shapes/shape.ts';
import { layersToSearch } from '../../../state/context.ts';
import { useScreen } from '../../../state/store.ts';
import { SignIcon } from '../../../widgets/SignIcon.tsx';
import { ExportRow } from './ExportRow.tsx';
import { usePlacesOf } from './usePlacesOf.ts';

const MOST = 10;

/** The nearest places of the chosen context layers, by straight distance on the ground. */
export function NearestBody({ shape }: { shape: Shape }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const context = useScreen((screen) => screen.context);
  const choice = useScreen((screen) => screen.contextChoice);
  const nearIn = useScreen((screen) => screen.nearIn);
  const all = useMemo(() => (context?.layers ?? []).filter(({ form, privacy }) => form === 'point' && privacy !== 'P3'), [context]);
  const ids = layersToSearch(all, choice, nearIn);
  const layers = all.filter(({ id }) => ids.includes(id));
  const places = usePlacesOf(layers);
  const [from] = shape.points;
  const found = layers
    .flatMap((layer) => {
      const read = places.get(layer.id);
      return read ? nearestOf(read, from, MOST).map(({ index, metres }) => ({ layer, index, metres, read })) : [];
    })
    .toSorted((one, other) => one.metres - other.metres)
    .slice(0, MOST);
  const isReading = layers.some(({ id }) => !places.has(id));
  return (
    <>
      <dl className="facts">
        <dt>{t('shape.from')}</dt>
        <dd>{formatPosition(from.lon, from.lat, language)}</dd>
      </dl>
      <div className="near-layers" role="group" aria-label={t('near.layers')}>
        {all.map(({ id, icon, [language]: name }) => (
          <button key={id} type="button" aria-pressed={ids.includes(id)} onClick={() => toggleNearIn(id)}><SignIcon name={icon} size={13} />{name}</button>
        ))}
      </div>
      {all.length === 0 && <p className="quiet">{t('near.none')}</p>}
      {isReading && <p className="quiet" aria-busy="true">{t('context.loading')}</p>}
      <ol className="plain-list near-list" data-testid="nearest">
        {found.map(({ layer, index, metres, read }) => (
          <li key={`${layer.id} ${index}`}>
            <button type="button" className="near-row" onClick={() => flyToPlace(layer.id, read.lon[index], read.lat[index])}>
              <SignIcon name={layer.icon} size={14} />
              <span className="near-name">{read[language][index]}<small>{layer[language]}</small></span>
              <span className="near-metres">{formatLength(metres, language)}</span>
              <span className="near-way" style={{ transform: `rotate(${Math.round(direction(from, { lon: read.lon[index], lat: read.lat[index] }))}deg)` }} aria-hidden="true">↑</span>
            </button>
          </li>
        ))}
      </ol>
      <p className="quiet small">{t('near.note')}</p>
      <ExportRow shape={shape} inside={[]} near={found.map(({ layer, index, metres, read }) => ({ layer, name: { zh: read.zh[index], en: read.en[index] }, lon: read.lon[index], lat: read.lat[index], metres }))} />
    </>
  );
}
