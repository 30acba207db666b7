import { useTranslation } from 'react-i18next';
import { commandOf, keyOf } from '../../commands/registry.ts';
import { TOOLS } from '../../commands/shapeCommands.ts';
import { mayEnd } from '../../shapes/draft.ts';
import { useScreen } from '../../state/store.ts';
import { LIST_ICON, TOOL_ICONS } from './icons.ts';
import { ShapeList } from './ShapeList.tsx';
import { StrokeIcon } from './StrokeIcon.tsx';

/** The strip of tools on the map's edge, what the tool in hand waits for, and the list of what was drawn. */
export function Tools() {
  const { t } = useTranslation();
  const doing = useScreen((screen) => screen.draft?.kind ?? null);
  const count = useScreen((screen) => screen.shapes.length);
  const isOpen = useScreen((screen) => screen.shapesOpen);
  return (
    <>
      <div className="tools" role="toolbar" aria-orientation="vertical" aria-label={t('tools.label')} data-testid="tools">
        {TOOLS.map((kind) => (
          <button
            key={kind}
            type="button"
            className="tool-button"
            data-command={`draw-${kind}`}
            aria-pressed={doing === kind}
            aria-label={t(`tools.${kind}`)}
            title={`${t(`tools.${kind}`)} (${keyOf(`draw-${kind}`)})`}
            onClick={commandOf(`draw-${kind}`).run}
          >
            <StrokeIcon path={TOOL_ICONS[kind]} />
          </button>
        ))}
        {count > 0 && (
          <button type="button" className="tool-button tools-list" data-command="shapes" aria-expanded={isOpen} aria-label={t('tools.shapes', { count })} title={t('tools.shapes', { count })} onClick={commandOf('shapes').run}>
            <StrokeIcon path={LIST_ICON} />
            <span aria-hidden="true">{count}</span>
          </button>
        )}
      </div>
      {isOpen && count > 0 && !doing && <ShapeList />}
      {doing && <ToolHint />}
    </>
  );
}

/** What comes next, and the keys for it. */
function ToolHint() {
  const { t } = useTranslation();
  const draft = useScreen((screen) => screen.draft);
  if (!draft) return null;
  const { kind, points } = draft;
  const step = points.length === 0 ? 'first' : mayEnd(draft) ? 'more' : 'next';
  return (
    <div className="tool-hint" role="status" data-testid="tool-hint">
      <strong>{t(`tools.${kind}`)}</strong>
      <span>{t(`toolHint.${kind}.${step}`)}</span>
      <span className="tool-keys">
        {points.length > 0 && kind !== 'lasso' && <><kbd>{keyOf('undoPoint')}</kbd>{t('tools.undo')} </>}
        {mayEnd(draft) && <button type="button" className="text-button" onClick={commandOf('endShape').run}><kbd>{keyOf('endShape')}</kbd>{t('tools.end')}</button>}
        <kbd>Esc</kbd>{t('tools.leave')}
      </span>
    </div>
  );
}
