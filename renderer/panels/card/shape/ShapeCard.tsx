import { useTranslation } from 'react-i18next';
import { deleteShape, hideShape, renameShape } from '../../../shapeIntents.ts';
import { isRegion, type Shape } from '../../../shapes/shape.ts';
import { useScreen } from '../../../state/store.ts';
import { useShapeName } from '../../tools/useShapeName.ts';
import { DistanceBody } from './DistanceBody.tsx';
import { HeightBody } from './HeightBody.tsx';
import { NearestBody } from './NearestBody.tsx';
import { RegionBody } from './RegionBody.tsx';
import { SightBody } from './SightBody.tsx';

/** What a person has drawn: what it measures, what lies inside, and what can be done with it. */
export function ShapeCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const shape = useScreen((screen) => screen.shapes.find((one) => one.id === id));
  const nameOf = useShapeName();
  if (!shape) return null;
  return (
    <>
      <header className="card-head">
        <p className="card-kicker">{t(`shape.kind.${shape.kind}`)}<span className="card-code">WGS84</span></p>
        <input
          className="shape-title"
          aria-label={t('shape.rename')}
          title={t('shape.rename')}
          value={shape.name}
          placeholder={nameOf({ ...shape, name: '' })}
          maxLength={80}
          onChange={({ target }) => renameShape(id, target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
      </header>
      <Body shape={shape} />
      <p className="shape-deeds">
        <button type="button" className="text-button" onClick={() => hideShape(id, true)}>{t('shape.hideShort')}</button>
        <button type="button" className="text-button" onClick={() => deleteShape(id)}>{t('shape.deleteShort')}</button>
      </p>
    </>
  );
}

function Body({ shape }: { shape: Shape }) {
  if (isRegion(shape)) return <RegionBody shape={shape} />;
  switch (shape.kind) {
    case 'distance':
      return <DistanceBody shape={shape} />;
    case 'height':
      return <HeightBody key={shape.id} shape={shape} />;
    case 'sight':
      return <SightBody shape={shape} />;
    default:
      return <NearestBody shape={shape} />;
  }
}
