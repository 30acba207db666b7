/** Where sites come from is the sender's own sentence; the one form that our backend sends is known in both languages. */
import type { Language } from '../globe/types.ts';

export function sourceIn(source: string, language: Language): string {
  const seed = /^generated, seed (\d+)$/i.exec(source)?.[1];
  if (language === 'zh' && seed !== undefined) return `生成数据，种子 ${seed}`;
  if (language === 'zh' && /^generated$/i.test(source)) return '生成数据';
  return source;
}
