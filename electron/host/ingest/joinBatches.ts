import { NOT_STATED } from '#contract/observation.ts';
import type { Batch } from '../store/store.ts';

/** One batch for each indicator, in the order of arrival: many small messages would each cost a row. */
export function joinBatches(batches: Batch[]): Batch[] {
  const byIndicator = new Map<string, Batch[]>();
  for (const batch of batches) {
    const parts = byIndicator.get(batch.indicator);
    if (parts) parts.push(batch);
    else byIndicator.set(batch.indicator, [batch]);
  }
  return [...byIndicator.values()].map((parts) => (parts.length === 1 ? parts[0] : join(parts)));
}

function join(parts: Batch[]): Batch {
  const n = parts.reduce((sum, { sites }) => sum + sites.length, 0);
  const counts = parts.some((part) => part.counts !== null) ? new Uint32Array(n).fill(NOT_STATED) : null;
  const whole: Batch = { indicator: parts[0].indicator, sites: new Uint32Array(n), times: new Float64Array(n), values: new Float64Array(n), quality: new Uint8Array(n), counts };
  let at = 0;
  for (const part of parts) {
    whole.sites.set(part.sites, at);
    whole.times.set(part.times, at);
    whole.values.set(part.values, at);
    whole.quality.set(part.quality, at);
    if (part.counts !== null) counts!.set(part.counts, at);
    at += part.sites.length;
  }
  return whole;
}
