/** The product's indicator catalogue, parsed. */
import { catalogueSchema, type Catalogue } from '#contract/catalogue.ts';
import indicators from './indicators.json' with { type: 'json' };

/** Parses a catalogue: the product's own, or another as JSON text or as an object. Throws with the first fault's place in it. */
export function loadCatalogue(source: unknown = indicators): Catalogue {
  const parsed = catalogueSchema.safeParse(typeof source === 'string' ? JSON.parse(source) : source);
  if (!parsed.success) {
    const fault = parsed.error.issues[0];
    throw new Error(`the catalogue is not valid at ${fault?.path.join('.') ?? '?'}: ${fault?.message ?? ''}`);
  }
  const twice = parsed.data.indicators.find(({ code }, i, all) => all.findIndex((other) => other.code === code) !== i);
  if (twice) throw new Error(`the catalogue names ${twice.code} twice`);
  return parsed.data;
}
