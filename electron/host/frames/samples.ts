/** What a person may see of a message that was refused. */
import type { Catalogue } from '#contract/catalogue.ts';

/**
 * A rejected message shows a sample of itself, and may be a single place's value of an indicator that leaves the host by
 * area only. Its digits stay unless it names, of the catalogue's indicators, only ones that count no people.
 */
export function withoutPeople(sample: string, catalogue: Catalogue): string {
  const named = catalogue.indicators.filter(({ code }) => sample.includes(code));
  const isHarmless = named.length > 0 && named.every(({ privacy, min_count }) => privacy !== 'P3' && min_count === null);
  if (isHarmless) return sample;
  // Of codes the digits say nothing about people.
  return sample.replace(/\b[A-Z]{2}\d{2}\b|\d/g, (found) => (found.length > 1 ? found : '#'));
}
