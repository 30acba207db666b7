/** Whether an indicator is meant by what was typed: every word must occur in a name, the code, the owner or a term. */
import type { Indicator } from '#contract/catalogue.ts';

export function matches(indicator: Indicator, search: string): boolean {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [indicator.code, indicator.zh, indicator.en, indicator.owner_zh, indicator.privacy, ...indicator.terms].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
