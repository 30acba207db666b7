/** The observations of a message that may be stored, with dense sites. */
import type { ObservationsMessage } from '#contract/observation.ts';
import { sampleOf, type RejectTally } from '../decoders/decoder.ts';
import type { RejectReason } from '../feeds/feed.ts';
import type { Batch } from '../store/store.ts';
import { REFUSED_PLACE } from './places.ts';

export interface Window {
  from: number;
  to: number;
}

/** Null where none may. Every one that may not is counted in `rejects`. */
export function keepObservations(
  message: ObservationsMessage, ids: ReadonlyMap<string, number>, order: Uint32Array | null, window: Window, rejects: RejectTally,
): Batch | null {
  const { indicator, sites, times, values, quality, counts } = message;
  const n = sites.length;
  if (times.length !== n || values.length !== n || quality.length !== n || (counts !== null && counts.length !== n)) {
    rejects.add('not-a-message', () => `${indicator}: columns differ in length`, Math.max(1, n));
    return null;
  }
  const dense = denseOf(sites, ids, order);
  const picked = new Uint32Array(n);
  let kept = 0;
  const refuse = (reason: RejectReason, i: number): void =>
    rejects.add(reason, () => sampleOf(`${indicator} site ${sites[i]} value ${values[i]} at ${instant(times[i])}`));
  for (let i = 0; i < n; i++) {
    if (dense[i] === REFUSED_PLACE) refuse('unknown-site', i);
    else if (!Number.isFinite(values[i])) refuse('not-finite', i);
    else if (!(times[i] >= window.from && times[i] <= window.to)) refuse('outside-window', i);
    else picked[kept++] = i;
  }
  if (kept === 0) return null;
  if (kept === n) return { indicator, sites: dense, times, values, quality, counts };
  const which = picked.subarray(0, kept);
  return {
    indicator,
    sites: which.map((i) => dense[i]),
    times: Float64Array.from(which, (i) => times[i]),
    values: Float64Array.from(which, (i) => values[i]),
    quality: Uint8Array.from(which, (i) => quality[i]),
    counts: counts && which.map((i) => counts[i]),
  };
}

function denseOf(sites: string[] | Uint32Array, ids: ReadonlyMap<string, number>, order: Uint32Array | null): Uint32Array {
  const dense = new Uint32Array(sites.length).fill(REFUSED_PLACE);
  if (!(sites instanceof Uint32Array)) {
    for (let i = 0; i < sites.length; i++) dense[i] = ids.get(sites[i]) ?? REFUSED_PLACE;
  } else if (order !== null) {
    for (let i = 0; i < sites.length; i++) if (sites[i] < order.length) dense[i] = order[sites[i]];
  }
  return dense;
}

function instant(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time);
}
