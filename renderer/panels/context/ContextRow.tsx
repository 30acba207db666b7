import { useTranslation } from 'react-i18next';
import { retryContextLayers, toggleContext, toggleContextPart } from '../../contextLayers.ts';
import { formatCount } from '../../format/numbers.ts';
import { partsOf, type ContextLayer } from '../../state/context.ts';
import { useScreen } from '../../state/store.ts';
import { PrivacyChip } from '../../widgets/PrivacyChip.tsx';
import { SignIcon } from '../../widgets/SignIcon.tsx';

/** A layer: a switch over the whole row, and its parts beneath while it is on. */
export function ContextRow({ layer }: { layer: ContextLayer }) {
  const { t } = useTranslation();
  const { id, icon, count, provenance, privacy } = layer;
  const language = useScreen((screen) => screen.language);
  const isOn = useScreen((screen) => screen.contextChoice.on.includes(id));
  const reading = useScreen((screen) => screen.contextRead[id]);
  return (
    <li className="context-item" data-layer={id}>
      <button type="button" role="switch" aria-checked={isOn} data-row data-testid={`context-${id}`} className="context-row" title={layer.note[language]} onClick={() => toggleContext(id)}>
        <span className="context-switch" aria-hidden="true" />
        <SignIcon name={icon} />
        <span className="context-name">{layer[language]}</span>
        <span className="context-count">{formatCount(count, language)}</span>
        <abbr className={`context-origin context-origin-${provenance}`} title={t(`provenance.${provenance}`)}>{t(`context.origin.${provenance}`)}</abbr>
        <PrivacyChip privacy={privacy} />
      </button>
      {isOn && reading === 'loading' && <p className="context-note" aria-busy="true">{t('context.loading')}</p>}
      {isOn && reading === 'there' && count === 0 && <p className="context-note">{t('context.empty')}</p>}
      {isOn && reading === 'failed' && (
        <p className="context-note context-failed" role="alert">
          {t('context.layerFailed')} <button type="button" className="text-button" onClick={retryContextLayers}>{t('context.retry')}</button>
        </p>
      )}
      {isOn && layer.parts && <Parts layer={layer} />}
    </li>
  );
}

function Parts({ layer }: { layer: ContextLayer }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const without = useScreen((screen) => screen.contextChoice.without);
  const words = layer.fields.find(({ key }) => key === layer.parts?.field)?.values ?? {};
  return (
    <div className="context-parts" role="group" aria-label={t('context.parts', { name: layer[language] })}>
      {partsOf(layer).map((part) => (
        <button key={part} type="button" aria-pressed={!without.includes(`${layer.id}/${part}`)} data-part={part} onClick={() => toggleContextPart(layer, part)}>
          <SignIcon name={layer.parts!.icons[part]!} size={13} />
          {words[part]?.[language] ?? part}
        </button>
      ))}
    </div>
  );
}
