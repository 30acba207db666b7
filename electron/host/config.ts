/** The one configuration file: which runs there are, what feeds them, and which city they are drawn on. */
import { z } from '#contract/zod.ts';

const names = z.object({ zh: z.string(), en: z.string() });
const id = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** A feed's own settings are parsed by the feed (`feeds/registry.ts`); here only what all have. */
export const feedConfigSchema = z.looseObject({ id, kind: z.string(), title: names });
export type FeedConfig = z.infer<typeof feedConfigSchema>;

export const runConfigSchema = z.object({
  id,
  title: names,
  note: names.default({ zh: '', en: '' }),
  provenance: z.enum(['real', 'generated', 'mixed']),
  clock: z.enum(['wall', 'data']).default('wall'),
  city: id,
  /** Phenomenon times outside are refused and counted: around now for a wall clock, fixed for a run with its own. */
  window: z.union([
    z.object({ pastDays: z.number().positive(), futureMinutes: z.number().min(0) }),
    z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }),
  ]).default({ pastDays: 40, futureMinutes: 5 }),
  /** So long everything is kept as it came. Not stated: a week behind a wall clock, for ever in a run with its own. */
  retainDays: z.number().positive().optional(),
  /**
   * Older observations are thinned: of each step the last one, and of all of them lowest, mean, highest and number, until they are
   * so many days old; what is older than the last of these is dropped. Steps are counted from midnight UTC. Not stated: quarters of an
   * hour for 35 days and hours for 400 behind a wall clock; in a run with its own, what `retainDays` does not keep is dropped.
   */
  coarse: z.array(z.object({ stepMinutes: z.union([z.literal(15), z.literal(60), z.literal(360)]), days: z.number().positive() }))
    .refine((steps) => steps.every(({ stepMinutes, days }, i) => i === 0 || (stepMinutes > steps[i - 1].stepMinutes && days > steps[i - 1].days)), 'steps and days have to rise')
    .optional(),
  /** So long it is known when each observation became known here. Not stated: 30 days behind a wall clock, else for ever. */
  knownDays: z.number().positive().optional(),
  /** Beyond it, what is oldest is thinned, then dropped, earlier than stated. Told from four fifths on. */
  diskBudgetMB: z.number().positive().optional(),
  feeds: z.array(feedConfigSchema),
});
export type RunConfig = z.infer<typeof runConfigSchema>;

/** A city is generated, made from footprints whose CRS and metres per floor are stated, brought by `npm run city:import` and only named here, or somebody's tileset. */
export const cityConfigSchema = z.discriminatedUnion('build', [
  /** `scale`: how much of the built-up area, from the centre outwards; small for tests. */
  z.object({ build: z.literal('demonstration'), seed: z.number().int(), scale: z.number().positive().max(1).optional() }),
  z.object({
    build: z.literal('footprints'), title: names, file: z.string(), crs: z.enum(['EPSG:4326', 'EPSG:4490', 'GCJ-02']),
    floorsProperty: z.string(), metresPerFloor: z.number().positive(), source: z.string(), water: z.string().optional(),
  }),
  z.object({ build: z.literal('imported') }),
  /** Somebody's 3D Tiles (1.0 or 1.1): a file that the host answers with everything in its folder, or an address, which is then the only one that the page may load from elsewhere. */
  z.object({
    build: z.literal('tileset'), title: names, tileset: z.string().min(1), source: z.string(), provenance: z.enum(['real', 'schematic', 'generated']).default('real'),
    /** Where its own origin stands, for one that says nothing of the Earth; degrees. */
    place: z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-89).max(89) }).optional(),
    /** Metres that it is raised by, so that its ground is the map's: the ellipsoid. */
    lift: z.number().default(0),
  }),
]);
export type CityConfig = z.infer<typeof cityConfigSchema>;

export const configSchema = z.object({
  /** Folder of the run files, relative to the configuration file. */
  data: z.string(),
  cities: z.record(id, cityConfigSchema),
  /** Starts the demonstration backend as a process of its own; feeds with url "demonstration:" connect to it. */
  demonstration: z.object({ city: id, seed: z.number().int(), sites: z.number().int().positive().default(100_000) }).optional(),
  runs: z.array(runConfigSchema).min(1),
});
export type Config = z.infer<typeof configSchema>;
