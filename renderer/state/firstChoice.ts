/** What lies on the twin before a person has chosen: something that moves, that has values, and that has a form. */
import { formChoices } from './forms.ts';
import type { Chosen, Screen } from './store.ts';

/** Crowd, rain, air: what an oversight screen opens with. */
const PREFERRED = ['PS03', 'MW01', 'MW08'];

const rank = (code: string): number => (PREFERRED.includes(code) ? PREFERRED.indexOf(code) : PREFERRED.length);

type Facts = Pick<Screen, 'byPerson' | 'slots' | 'indicators' | 'inactive' | 'summaries'>;

/** The choice for slot a; null where it should stay as it is. */
export function firstChoice({ byPerson, slots, indicators, inactive, summaries }: Facts): Chosen | null {
  const chosen = slots.a;
  const known = chosen && indicators.some(({ code }) => code === chosen.indicator.code);
  if (byPerson && (known || !chosen)) return null;
  const summary = chosen && summaries[chosen.indicator.code];
  const isEmpty = summary !== null && summary !== undefined && (summary.state === 'never' || summary.state === 'inactive' || summary.sites === 0);
  if (known && !isEmpty) return null;
  const hasSummaries = Object.keys(summaries).length > 0;
  const candidates = indicators
    .filter(({ code }) => !(code in inactive) && (!hasSummaries || summaries[code]?.state === 'measured'))
    .toSorted((one, other) => rank(one.code) - rank(other.code));
  for (const indicator of candidates) {
    const choice = formChoices(indicator)[0];
    if (choice) return { indicator, choice };
  }
  return null;
}
