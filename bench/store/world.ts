/**
 * The bench's observations, the same in every run: each site speaks once a minute on a second of its own (8 % of the words a second off), in a
 * first-order autoregressive walk of whole tenths; 1.6 % are missing, most of them in outages of 30 to 120 minutes; 0.5 % are flagged.
 */
import type { Batch } from '#host/store/store.ts';
import { hash32, unit } from '#fixtures/city/plane/random.ts';

export const CODE = 'MW06';
export const START = Date.UTC(2026, 10, 20, 16);
export const MINUTE = 60_000;
/** Observations a batch. */
export const BATCH = 10_000;

/** Standard deviation of a step, in tenths, and what is left of the distance from the mean: the entropy of a difference is about 5.04 and 1.89 bits. */
const PROFILES = { pm: { step: 7.92, keep: 0.98 }, temp: { step: 0.83, keep: 0.995 } };
export type Profile = keyof typeof PROFILES;

const SINGLE_MISSES = 0.0063;
const OUTAGES_A_MINUTE = 0.0097 / 75;
const FLAGGED = 0.005;
const JITTER = 0.08;

export interface World {
  /** Minutes that have been generated. */
  readonly minutes: number;
  /** The next minute's observations, by second and then by site. */
  minute(): Batch;
  /** Batches of `BATCH` in stream order, `n` observations in all (a multiple of it). */
  take(n: number): Batch[];
}

/** A normal deviate for each 16-bit number, by the inverse of the distribution (Acklam's central part and tails are smooth enough here). */
const DEVIATES = Float32Array.from({ length: 65_536 }, (_, i) => deviate((i + 0.5) / 65_536));
function deviate(share: number): number {
  const tail = share < 0.5 ? share : 1 - share;
  const t = Math.sqrt(-2 * Math.log(tail));
  const size = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return share < 0.5 ? -size : size;
}

export function createWorld(sites: number, { profile = 'pm' as Profile, from = START, seed = 1 } = {}): World {
  const { step, keep } = PROFILES[profile];
  const spread = step / Math.sqrt(1 - keep * keep);
  const state = new Int32Array(sites);
  const level = new Float32Array(sites);
  const mean = new Int16Array(sites);
  const phase = new Uint8Array(sites);
  const silentUntil = new Int32Array(sites);
  for (let site = 0; site < sites; site++) {
    state[site] = hash32(seed, site) | 1;
    level[site] = DEVIATES[hash32(seed, site, 1) & 0xffff] * spread;
    mean[site] = 300 + (hash32(seed, site, 2) % 400);
    phase[site] = hash32(seed, site, 3) % 60;
  }
  const seconds = new Uint8Array(sites);
  const values = new Int16Array(sites);
  const flags = new Uint8Array(sites);
  let minutes = 0;
  let rest: Batch | null = null;
  let used = 0;

  const minute = (): Batch => {
    const places = new Uint32Array(61);
    let n = 0;
    for (let site = 0; site < sites; site++) {
      let r = state[site];
      r ^= r << 13;
      r ^= r >>> 17;
      r ^= r << 5;
      level[site] = keep * level[site] + step * DEVIATES[r & 0xffff];
      const chance = unit(r >>> 0);
      r ^= r << 13;
      r ^= r >>> 17;
      r ^= r << 5;
      state[site] = r;
      const other = unit(r >>> 0);
      if (other < OUTAGES_A_MINUTE) silentUntil[site] = minutes + 30 + ((r >>> 3) % 91);
      if (silentUntil[site] > minutes || (other > 0.5 && other < 0.5 + SINGLE_MISSES)) {
        seconds[site] = 255;
        continue;
      }
      let second = phase[site];
      if (chance < JITTER / 2 && second < 59) second++;
      else if (chance > 1 - JITTER / 2 && second > 0) second--;
      seconds[site] = second;
      places[second + 1]++;
      values[site] = Math.max(0, mean[site] + Math.round(level[site]));
      flags[site] = other > 0.9 && other < 0.9 + FLAGGED ? 1 + ((r >>> 5) % 3) : 0;
      n++;
    }
    for (let second = 0; second < 60; second++) places[second + 1] += places[second];
    const out: Batch = { indicator: CODE, sites: new Uint32Array(n), times: new Float64Array(n), values: new Float64Array(n), quality: new Uint8Array(n), counts: null };
    const base = from + minutes * MINUTE;
    for (let site = 0; site < sites; site++) {
      const second = seconds[site];
      if (second === 255) continue;
      const at = places[second]++;
      out.sites[at] = site;
      out.times[at] = base + second * 1000;
      out.values[at] = values[site] / 10;
      out.quality[at] = flags[site];
    }
    minutes++;
    return out;
  };

  return {
    get minutes() { return minutes; },
    minute,
    take(n) {
      const batches: Batch[] = [];
      for (let left = n; left > 0; left -= BATCH) {
        const batch: Batch = { indicator: CODE, sites: new Uint32Array(BATCH), times: new Float64Array(BATCH), values: new Float64Array(BATCH), quality: new Uint8Array(BATCH), counts: null };
        for (let filled = 0; filled < BATCH;) {
          if (!rest || used === rest.sites.length) [rest, used] = [minute(), 0];
          const until = Math.min(rest.sites.length, used + BATCH - filled);
          batch.sites.set(rest.sites.subarray(used, until), filled);
          batch.times.set(rest.times.subarray(used, until), filled);
          batch.values.set(rest.values.subarray(used, until), filled);
          batch.quality.set(rest.quality.subarray(used, until), filled);
          filled += until - used;
          used = until;
        }
        batches.push(batch);
      }
      return batches;
    },
  };
}

/** A minute's observations as batches of at most `BATCH`. */
export function batchesOf({ indicator, sites, times, values, quality }: Batch): Batch[] {
  return Array.from({ length: Math.ceil(sites.length / BATCH) }, (_, k) => {
    const [from, to] = [k * BATCH, (k + 1) * BATCH];
    return { indicator, sites: sites.slice(from, to), times: times.slice(from, to), values: values.slice(from, to), quality: quality.slice(from, to), counts: null };
  });
}
