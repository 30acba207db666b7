import { useState } from 'react';
import { unitIn } from '../../../i18n/terms.ts';
import { useScreen } from '../../../state/store.ts';

interface Props {
  label: string;
  value: number;
  most: number;
  /** Zero is a length, too. */
  fromZero?: boolean;
  set(metres: number): void;
}

/** A length in metres that can be typed; what is none is not taken. */
export function MetresField(props: Props) {
  const shown = String(Math.round(props.value * 10) / 10);
  // Another length is another field: what was typed into the last one is about that.
  return <Field key={shown} {...props} shown={shown} />;
}

function Field({ label, most, fromZero = false, set, shown }: Props & { shown: string }) {
  const language = useScreen((screen) => screen.language);
  const [text, setText] = useState(shown);
  const take = (): void => {
    const metres = Number(text);
    if (text.trim() !== '' && text !== shown && Number.isFinite(metres) && metres <= most && (fromZero ? metres >= 0 : metres > 0)) set(metres);
    else setText(shown);
  };
  return (
    <span className="metres-field">
      <input aria-label={label} inputMode="decimal" value={text} onChange={({ target }) => setText(target.value)} onBlur={take} onKeyDown={(event) => event.key === 'Enter' && take()} />
      <small>{unitIn('m', language)}</small>
    </span>
  );
}
