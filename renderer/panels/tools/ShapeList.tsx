import { useTranslation } from 'react-i18next';
import { deleteShape, goToShape, hideShape } from '../../shapeIntents.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';
import { EYE_ICON, TOOL_ICONS } from './icons.ts';
import { StrokeIcon } from './StrokeIcon.tsx';
import { useShapeName } from './useShapeName.ts';

/** Every shape that is kept: gone to, hidden, deleted. */
export function ShapeList() {
  const { t } = useTranslation();
  const nameOf = useShapeName();
  const shapes = useScreen((screen) => screen.shapes);
  const chosen = useScreen(({ picked }) => (picked?.kind === 'shape' ? picked.id : null));
  return (
    <section className="shape-list" aria-label={t('tools.shapes', { count: shapes.length })} data-testid="shape-list">
      <ul className="plain-list">
        {shapes.map((shape) => (
          <li key={shape.id} className={shape.hidden ? 'shape-row shape-hidden' : 'shape-row'} aria-current={shape.id === chosen}>
            <button type="button" className="shape-name" onClick={() => goToShape(shape.id)}>
              <StrokeIcon path={TOOL_ICONS[shape.kind]} size={14} />
              <span>{nameOf(shape)}</span>
            </button>
            <button type="button" className="icon-button" aria-pressed={!shape.hidden} aria-label={t(shape.hidden ? 'shape.show' : 'shape.hide', { name: nameOf(shape) })} title={t(shape.hidden ? 'shape.showShort' : 'shape.hideShort')} onClick={() => hideShape(shape.id, !shape.hidden)}>
              <StrokeIcon path={EYE_ICON} size={14} />
            </button>
            <button type="button" className="icon-button" aria-label={t('shape.delete', { name: nameOf(shape) })} title={t('shape.deleteShort')} onClick={() => deleteShape(shape.id)}>
              <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
