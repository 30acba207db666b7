/** What a person may see of a message that was refused. */
import type { Catalogue } from '#contract/catalogue.ts';

/** Words of the feed protocol: they say nothing about people. */
const PROTOCOL = new Set('kind indicator observations sites source crs site time value quality count id ids zh en lon lat district town halfSizeM at'.split(' '));
/** How ingest and JSON messages say what they are about. */
const ABOUT = /^([A-Z]{2}\d{2}) site |"indicator"\s*:\s*"([A-Z]{2}\d{2})"/;

/**
 * A rejected message shows a sample of itself, and may be a single place's value, or a name, of an indicator that leaves the
 * host by area only. Its words and digits stay only where it says that it is about an indicator that counts no people, and
 * names no other; of anything else its shape is left.
 */
export function withoutPeople(sample: string, catalogue: Catalogue): string {
  const about = ABOUT.exec(sample);
  const named = catalogue.indicators.filter(({ code }) => sample.includes(code));
  const isHarmless = about !== null && named.length > 0 && named.every(({ privacy, min_count }) => privacy !== 'P3' && min_count === null);
  if (isHarmless) return sample;
  const codes = new Set(named.map(({ code }) => code));
  return sample.replace(/[\p{L}\p{N}]+/gu, (word) => (PROTOCOL.has(word) || codes.has(word) ? word : '…'));
}
