import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../format/numbers.ts';
import { insideOf } from '../../../shapes/inside.ts';
import { groundOf, type Shape } from '../../../shapes/shape.ts';
import { shownLayers } from '../../../state/context.ts';
import { useScreen } from '../../../state/store.ts';
import { SignIcon } from '../../../widgets/SignIcon.tsx';
import { usePlacesOf } from './usePlacesOf.ts';

/** Of each context layer that is on: how many of its places lie inside. */
export function ContextInside({ shape }: { shape: Shape }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const context = useScreen((screen) => screen.context);
  const choice = useScreen((screen) => screen.contextChoice);
  // What is about whole towns has no places of its own that could be inside.
  const layers = useMemo(() => shownLayers(choice, context?.layers ?? []).filter(({ form }) => form !== 'area'), [choice, context]);
  const places = usePlacesOf(layers);
  const counts = useMemo(() => layers.map((layer) => {
    const read = places.get(layer.id);
    return { layer, count: read ? insideOf(read, groundOf(shape)).length : null };
  }), [layers, places, shape]);
  if (!context?.layers.length) return null;
  return (
    <section className="card-block">
      <h3 className="card-indicator">{t('inside.places')}</h3>
      {counts.length === 0 && <p className="quiet">{t('inside.noLayers')}</p>}
      <dl className="facts inside-places" data-testid="inside-places">
        {counts.map(({ layer, count }) => (
          <div key={layer.id}>
            <dt><SignIcon name={layer.icon} size={13} /> {layer[language]}</dt>
            <dd>{count === null ? '…' : formatCount(count, language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
