import { useTranslation } from 'react-i18next';
import type { Shape } from '../../shapes/shape.ts';
import { useScreen } from '../../state/store.ts';

/** A shape's own name, else what it is about or its kind and number. */
export function useShapeName(): (shape: Shape) => string {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  return ({ name, kind, number, about }) => name || (about ? t(`shape.about.${kind === 'nearest' ? 'nearest' : 'buffer'}`, { name: about[language] }) : `${t(`shape.kind.${kind}`)} ${number}`);
}
