/** The newest state of every site, in memory. */
import { NOT_STATED } from '#contract/observation.ts';
import type { Batch, RunStore, State } from '../store/store.ts';

export interface Heads {
  of(indicator: string): State;
  /** After commit, in the order of the commits. */
  take(batch: Batch): void;
  /** Keeps an indicator's newest state in the file. */
  keep(indicator: string): void;
}

export function openHeads(store: RunStore): Heads {
  const heads = new Map<string, State>();
  for (const indicator of store.indicators()) heads.set(indicator, store.newest(indicator));

  const of = (indicator: string): State => {
    const head = heads.get(indicator) ?? store.newest(indicator);
    const sites = store.siteList(indicator).sites.length;
    const current = head.values.length < sites ? grown(head, sites) : head;
    heads.set(indicator, current);
    return current;
  };

  return {
    of,
    keep: (indicator) => store.keepNewest(indicator, of(indicator)),
    take({ indicator, sites, times, values, quality, counts }) {
      const head = of(indicator);
      for (let i = 0; i < sites.length; i++) {
        const site = sites[i];
        if (times[i] < head.times[site]) continue;
        head.times[site] = times[i];
        head.values[site] = values[i];
        head.quality[site] = quality[i];
        head.counts[site] = counts === null ? NOT_STATED : counts[i];
        if (times[i] > head.validFrom) head.validFrom = times[i];
      }
    },
  };
}

function grown(head: State, sites: number): State {
  const values = new Float64Array(sites).fill(NaN);
  const times = new Float64Array(sites).fill(NaN);
  const quality = new Uint8Array(sites);
  const counts = new Uint32Array(sites).fill(NOT_STATED);
  values.set(head.values);
  times.set(head.times);
  quality.set(head.quality);
  counts.set(head.counts);
  return { ...head, values, times, quality, counts };
}
