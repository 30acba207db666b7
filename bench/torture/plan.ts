/**
 * What the torture's child delivers, as a function of a seed and a step's number: the child appends it, the parent knows it without
 * being told. A change here makes the old run file of `forms/` untrue.
 */
import { NOT_STATED, type Site } from '#contract/observation.ts';
import type { Append, Batch, SiteList } from '#host/store/store.ts';
import type { ThinLimit } from '#host/store/thinning.ts';
import { hash32, random, unit, type Random } from '#fixtures/city/plane/random.ts';

export const FEED = 'torture';
const START = Date.UTC(2026, 10, 21, 20, 41);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Late and corrected observations are at most so old: younger than what retention drops or thins. */
const YOUNG_MS = 3 * HOUR_MS;
const LATEST_S = 2.5 * 3600;
/** Upkeep may merge what is older than this. */
const SETTLED_MS = 600_000;

export interface Plan {
  append(step: number): Append;
  /** The run's clock after so many steps, epoch milliseconds. */
  now(steps: number): number;
  limits(steps: number): { mergeBefore: number; dropBefore: number; thin: ThinLimit[] };
}

interface Kind {
  code: string;
  /** Seconds. */
  period: number;
  sites: number;
  counts: 'none' | 'all' | 'some';
}

/** How time goes: a step brings what was observed in it, and some that is late. */
interface Course {
  /** Seconds. */
  step: number;
  kinds: Kind[];
  /** So many steps back lies what comes in a heap now and then. */
  back: number;
  /** What is older than this may have been dropped. */
  retainMs: number;
  /** What is older than `olderMs` may have been thinned to steps of `stepMs`. */
  thin: { stepMs: number; olderMs: number }[];
}

const COURSES = {
  /** In minutes; nothing grows old enough to be thinned. */
  minutes: {
    step: 60, back: 50, retainMs: YOUNG_MS, thin: [],
    kinds: [
      { code: 'SECONDS', period: 10, sites: 60, counts: 'none' },
      { code: 'MINUTE', period: 60, sites: 2200, counts: 'none' },
      { code: 'MINUTES', period: 300, sites: 1100, counts: 'all' },
      { code: 'HOUR', period: 3600, sites: 1500, counts: 'some' },
      { code: 'DAY', period: 86_400, sites: 1200, counts: 'all' },
    ],
  },
  /** In hours: days are thinned to quarters of an hour, and blocks of four days to hours. */
  days: {
    step: 3600, back: 0, retainMs: 12 * DAY_MS, thin: [{ stepMs: HOUR_MS / 4, olderMs: YOUNG_MS }, { stepMs: HOUR_MS, olderMs: 2 * DAY_MS }],
    kinds: [
      { code: 'TENS', period: 600, sites: 1040, counts: 'none' },
      { code: 'HALVES', period: 1800, sites: 300, counts: 'some' },
      { code: 'DAYS', period: 86_400, sites: 500, counts: 'all' },
    ],
  },
} satisfies Record<string, Course>;
export type CourseName = keyof typeof COURSES;

/** How often an indicator of a plan speaks. */
export const periodMs = (code: string): number => Object.values(COURSES).flatMap(({ kinds }): Kind[] => kinds).find((kind) => kind.code === code)!.period * 1000;

/** The others are announced later. */
const SITES_AT_FIRST = 0.6;
const MORE_SITES_AT_STEP = 37;
const ODD_VALUES = [1e308, -1.7976931348623157e308, 5e-324, 0.1 + 0.2, 2 ** 53, -123456.789, 1e-7, 4294967296.5];

interface Seen { site: number; time: number; value: number; quality: number; count: number }

/** `scale`: share of the sites. */
export function planOf(seed: number, scale = 1, name: CourseName = 'minutes'): Plan {
  const course: Course = COURSES[name];
  const kinds = course.kinds.map((kind, number) => ({ ...kind, number, sites: Math.ceil(kind.sites * scale) }));
  type Numbered = (typeof kinds)[number];

  const told = (kind: Numbered, step: number): number => (step < MORE_SITES_AT_STEP ? Math.ceil(kind.sites * SITES_AT_FIRST) : kind.sites);
  const phase = (kind: Numbered, site: number): number => hash32(seed, kind.number, site) % kind.period;

  /** What a site says of a slot of its period; `edition` 0 is the first word, others are corrections. */
  const said = (kind: Numbered, site: number, slot: number, edition: number): Seen => {
    const h = hash32(seed + kind.number, site, slot);
    const v = hash32(h, edition);
    const jitter = h % 100 < 4 ? 1 : h % 100 < 8 ? -1 : 0;
    const odd = hash32(h, 7) % 100 === 0 ? hash32(h, 8) % 1000 : 0;
    return {
      site, time: (slot * kind.period + phase(kind, site) + jitter) * 1000 + odd,
      value: valueOf(v, site, slot), quality: v % 50 === 3 ? 1 + (v % 255) : 0,
      count: kind.counts === 'all' || (kind.counts === 'some' && v % 3 === 0) ? v % 5000 : NOT_STATED,
    };
  };
  const isMissing = (kind: Numbered, site: number, slot: number): boolean =>
    hash32(seed ^ 0x5bd1, kind.number * 65_536 + site, slot) % 33 === 0 || hash32(seed ^ 0x77, kind.number * 65_536 + site, slot >> 5) % 90 === 0;

  const startOf = (step: number): number => START + step * course.step * 1000;

  /** What is observed in a step, by time and site. */
  const regular = (kind: Numbered, step: number, sites = told(kind, step)): Seen[] => {
    const seen: Seen[] = [];
    const from = startOf(step) / 1000;
    for (let site = 0; site < sites; site++) {
      const at = phase(kind, site);
      for (let slot = Math.ceil((from - at) / kind.period); slot * kind.period + at < from + course.step; slot++) {
        if (!isMissing(kind, site, slot)) seen.push(said(kind, site, slot, 0));
      }
    }
    return seen.toSorted((a, b) => a.time - b.time || a.site - b.site);
  };

  /** Late, corrected and repeated words of the last hours, some twice in the same batch. */
  const belated = (kind: Numbered, step: number, next: Random): Seen[] => {
    const now = startOf(step) / 1000;
    return Array.from({ length: Math.floor(next() * 40) }, () => {
      const site = Math.floor(next() * told(kind, step));
      const slot = Math.floor((now - next() * LATEST_S - phase(kind, site)) / kind.period);
      return said(kind, site, slot, next() < 0.3 ? 0 : 1 + Math.floor(next() * 1e6));
    }).filter(({ time }) => time > (now - LATEST_S - 3600) * 1000 && time > START - 3_600_000 && time > now * 1000 - YOUNG_MS + 900_000);
  };

  const sitesOf = (kind: Numbered, step: number): SiteList[] => {
    const site = (i: number): Site => ({
      id: `${kind.code}-${i}`, zh: `点${i}`, en: `Site ${i} at ${step}`, lon: 121 + unit(hash32(i, kind.number)), lat: 31 + i / 10_000,
      district: 310_101, town: 310_101_002, halfSizeM: i % 2 ? 0 : 50,
    });
    const list = (from: number, to: number): SiteList[] => [{ indicator: kind.code, source: `step ${step}`, sites: Array.from({ length: to - from }, (_, i) => site(from + i)) }];
    if (step === 0) return list(0, told(kind, 0));
    if (step === MORE_SITES_AT_STEP) return list(told(kind, 0), kind.sites);
    return step % 50 === 0 ? list(0, 5) : [];
  };

  return {
    now: startOf,
    limits(steps) {
      const now = startOf(steps);
      return { mergeBefore: now - SETTLED_MS, dropBefore: now - course.retainMs, thin: course.thin.map(({ stepMs, olderMs }) => ({ stepMs, before: now - olderMs })) };
    },
    append(step) {
      const next = random(seed, `step ${step}`);
      const batches: Batch[] = [];
      const add = (kind: Numbered, seen: Seen[]): void => void (seen.length > 0 && batches.push(batchOf(kind, seen)));
      const again = next() < 0.06 && step > 0;
      const backlog = next() < 0.03 && step > 60 ? 5 + Math.floor(next() * 10) : 0;
      for (const kind of kinds) {
        const seen = regular(kind, step);
        add(kind, next() < 0.2 ? shuffled(seen, next) : seen);
        if (again) add(kind, regular(kind, step - 1));
        for (let k = 0; k < Math.min(backlog, course.back); k++) add(kind, regular(kind, step - course.back + k, told(kind, step)));
        add(kind, belated(kind, step, next));
      }
      return {
        feed: FEED, cursors: { steps: String(step + 1), word: `after ${step}` }, known: startOf(step + 1) + 2000,
        sites: kinds.flatMap((kind) => sitesOf(kind, step)),
        ...(step % 40 === 0 ? { orders: kinds.map((kind) => ({ indicator: kind.code, dense: Uint32Array.of(step % kind.sites, 2, 1) })) } : {}),
        batches,
      };
    },
  };
}

/** Mostly whole tenths in a slow walk; now and then what no quantised column holds. */
function valueOf(hash: number, site: number, slot: number): number {
  const kind = hash % 200;
  if (kind === 0) return -0;
  if (kind === 1) return ODD_VALUES[(hash >>> 8) % ODD_VALUES.length];
  if (kind < 4) return unit(hash32(hash, 1)) * 100 - 50;
  if (kind < 8) return ((hash >>> 8) % 20_000) - 10_000;
  return Math.round(10 * (site % 90) + 200 * Math.sin((slot + site) / 40) + ((hash >>> 8) % 30)) / 10;
}

function shuffled<T>(items: T[], next: Random): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}

function batchOf(kind: Kind, seen: Seen[]): Batch {
  return {
    indicator: kind.code, sites: Uint32Array.from(seen, (o) => o.site), times: Float64Array.from(seen, (o) => o.time),
    values: Float64Array.from(seen, (o) => o.value), quality: Uint8Array.from(seen, (o) => o.quality),
    counts: kind.counts === 'none' ? null : Uint32Array.from(seen, (o) => o.count),
  };
}
