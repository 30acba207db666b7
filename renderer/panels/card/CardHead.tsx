import type { ReactNode } from 'react';
import type { Language } from '../../globe/types.ts';

interface Props {
  kicker: string;
  title: string;
  other?: string;
  otherLanguage?: Language;
  code?: ReactNode;
}

/** What this card is about, in both languages, with the id that the sender knows it by. */
export function CardHead({ kicker, title, other, otherLanguage, code }: Props) {
  return (
    <header className="card-head">
      <p className="card-kicker">{kicker}{code && <span className="card-code">{code}</span>}</p>
      <h2>{title}</h2>
      {other && other !== title && <p className="card-other" lang={otherLanguage === 'zh' ? 'zh-CN' : 'en'}>{other}</p>}
    </header>
  );
}
