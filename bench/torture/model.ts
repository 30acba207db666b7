/** The plainest meaning of a run file: of each (site, time), the last that came. */
import type { Site } from '#contract/observation.ts';
import type { Append } from '#host/store/store.ts';

export interface Said {
  time: number;
  value: number;
  quality: number;
  /** `NOT_STATED` where nobody said. */
  count: number;
}

export interface Remembered {
  sites: Site[];
  order: Uint32Array | null;
  /** Of each site, by time. */
  said: Map<number, Said>[];
  newest: (Said | undefined)[];
}

export interface Model {
  /** By indicator. */
  readonly indicators: Map<string, Remembered>;
  readonly observations: number;
  take(append: Append): void;
  /** Of everything but the newest of each site, what is older than `before` (epoch ms). */
  forget(before: number): void;
}

export function createModel(): Model {
  const indicators = new Map<string, Remembered>();
  let observations = 0;
  const of = (code: string): Remembered => {
    let found = indicators.get(code);
    if (!found) indicators.set(code, (found = { sites: [], order: null, said: [], newest: [] }));
    return found;
  };
  return {
    indicators,
    get observations() { return observations; },
    take({ sites, orders = [], batches }) {
      for (const list of sites) {
        const known = of(list.indicator);
        for (const site of list.sites) {
          const at = known.sites.findIndex(({ id }) => id === site.id);
          if (at >= 0) known.sites[at] = site;
          else {
            known.sites.push(site);
            known.said.push(new Map());
          }
        }
      }
      for (const { indicator, dense } of orders) of(indicator).order = dense;
      for (const batch of batches) {
        const { said, newest } = of(batch.indicator);
        observations += batch.sites.length;
        for (let i = 0; i < batch.sites.length; i++) {
          const site = batch.sites[i];
          const word = { time: batch.times[i], value: batch.values[i], quality: batch.quality[i], count: batch.counts === null ? 0xffffffff : batch.counts[i] };
          said[site].set(word.time, word);
          const last = newest[site];
          if (!last || word.time >= last.time) newest[site] = word;
        }
      }
    },
    forget(before) {
      for (const { said } of indicators.values()) for (const words of said) for (const time of words.keys()) if (time < before) words.delete(time);
    },
  };
}
