/** Which dense index a sender's site has: the store's numbering, mirrored so that a delivery can be translated before it is stored. */
import type { RunStore } from '../store/store.ts';

/** Position in a feed's own list whose site was refused. */
export const REFUSED_PLACE = 0xffffffff;

export interface Places {
  /** Dense index by the sender's id. */
  of(indicator: string): ReadonlyMap<string, number>;
  /** The index that the store will give, or has given, this site; rising by one for each new one. */
  announce(indicator: string, id: string): number;
  order(feed: string, indicator: string): Uint32Array | null;
  setOrder(feed: string, indicator: string, dense: Uint32Array): void;
  /** Back to what is stored: after an append that failed. */
  reset(): void;
}

export function mirrorPlaces(store: RunStore): Places {
  const ids = new Map<string, Map<string, number>>();
  const orders = new Map<string, Uint32Array | null>();
  const of = (indicator: string): Map<string, number> => {
    let known = ids.get(indicator);
    if (!known) ids.set(indicator, (known = new Map(store.siteList(indicator).sites.map((site, dense) => [site.id, dense]))));
    return known;
  };
  return {
    of,
    announce(indicator, id) {
      const known = of(indicator);
      const dense = known.get(id) ?? known.size;
      known.set(id, dense);
      return dense;
    },
    order(feed, indicator) {
      const key = `${indicator} ${feed}`;
      if (!orders.has(key)) orders.set(key, store.siteOrder(feed, indicator));
      return orders.get(key)!;
    },
    setOrder: (feed, indicator, dense) => void orders.set(`${indicator} ${feed}`, dense),
    reset() {
      ids.clear();
      orders.clear();
    },
  };
}
