/** JSON messages: one bad site or observation is refused, the rest of the message is kept. */
import { z } from '#contract/zod.ts';
import { NOT_STATED, type ObservationsMessage, type Site, type SitesMessage } from '#contract/observation.ts';
import { CRS, toWgs84, type Crs } from './crs.ts';
import { describe, MAX_COUNT, MAX_ENTRIES, MAX_ID, MAX_NAME, refused, sampleOf, tallyRejects, type Decoded, type Decoder } from './decoder.ts';

const u32 = z.number().int().min(0).max(0xffffffff);
const indicator = z.string().min(1).max(40);
const sitesSchema = z.object({ indicator, source: z.string().max(MAX_NAME).default(''), sites: z.array(z.unknown()).max(MAX_ENTRIES) });
const siteSchema = z.object({
  id: z.string().min(1).max(MAX_ID), zh: z.string().max(MAX_NAME), en: z.string().max(MAX_NAME), lon: z.number(), lat: z.number(),
  district: u32.default(0), town: u32.default(0), halfSizeM: z.number().min(0).max(1e6).default(0),
});
const observationsSchema = z.object({ indicator, observations: z.array(z.unknown()).max(MAX_ENTRIES) });

export const json: Decoder = {
  recognises: () => true,
  decode(raw) {
    let header: unknown;
    try {
      header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
    } catch {
      return refused('not-json', sampleOf(raw));
    }
    if (typeof header !== 'object' || header === null || Array.isArray(header)) return refused('not-a-message', sampleOf(raw));
    const message = header as Record<string, unknown>;
    const sample = (): string => sampleOf(raw);
    if (message.kind === 'sites') return sitesOf(message, sample);
    if (message.kind === 'observations') return observationsOf(message, sample);
    return Object.hasOwn(message, 'kind') ? { ...refused('not-a-message', sample()), header: message } : { header: message, messages: [], rejects: [] };
  },
};

function sitesOf(header: Record<string, unknown>, sample: () => string): Decoded {
  const parsed = sitesSchema.safeParse(header);
  if (!parsed.success) return { ...refused('not-a-message', sample()), header };
  if (!CRS.includes(header.crs as Crs)) return { ...refused('no-crs', sample()), header };
  const rejects = tallyRejects();
  const sites: Site[] = [];
  for (const entry of parsed.data.sites) {
    const site = siteSchema.safeParse(entry);
    if (!site.success) {
      rejects.add('bad-site', () => describe(entry));
      continue;
    }
    const [lon, lat] = toWgs84(header.crs as Crs, site.data.lon, site.data.lat);
    sites.push({ ...site.data, lon, lat });
  }
  const message: SitesMessage = { kind: 'sites', indicator: parsed.data.indicator, source: parsed.data.source, sites };
  return { header, messages: [message], rejects: rejects.list() };
}

/** Observations are checked by hand: a schema for each costs more than all else together, and they come by the hundred thousand. */
function observationsOf(header: Record<string, unknown>, sample: () => string): Decoded {
  const parsed = observationsSchema.safeParse(header);
  if (!parsed.success) return { ...refused('not-a-message', sample()), header };
  const { observations } = parsed.data;
  const rejects = tallyRejects();
  const size = observations.length;
  const sites: string[] = [];
  const times = new Float64Array(size);
  const values = new Float64Array(size);
  const quality = new Uint8Array(size);
  const counts = new Uint32Array(size);
  let counted = false;
  for (const entry of observations) {
    const { site, time, value, quality: code = 0, count = NOT_STATED } = (entry ?? {}) as Record<string, unknown>;
    const at = timeOf(time);
    if (typeof site !== 'string' || site.length > MAX_ID || Number.isNaN(at) || typeof value !== 'number' || !whole(code, 255) || !(count === NOT_STATED || whole(count, MAX_COUNT))) {
      rejects.add('bad-observation', () => describe(entry));
      continue;
    }
    const n = sites.push(site) - 1;
    times[n] = at;
    values[n] = value;
    quality[n] = code;
    counts[n] = count;
    counted ||= count !== NOT_STATED;
  }
  const n = sites.length;
  const message: ObservationsMessage = {
    kind: 'observations', indicator: parsed.data.indicator, sites, times: times.slice(0, n), values: values.slice(0, n),
    quality: quality.slice(0, n), counts: counted ? counts.slice(0, n) : null,
  };
  return { header, messages: [message], rejects: rejects.list() };
}

function whole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** Epoch milliseconds, whole; NaN for what is no time. Without an offset it is no time: nobody knows which it would be. */
function timeOf(time: unknown): number {
  if (typeof time === 'number') return Math.round(time);
  return typeof time === 'string' && ISO.test(time) ? Date.parse(time) : NaN;
}
