/** What counts as a gap in the record, for the timeline that draws it and for the host that finds it. */

/**
 * Below this share a stretch counts as a gap: what reports once a day is still "heard" in an outage of an hour, so an
 * outage never falls to zero.
 */
const GAP_SHARE = 0.5;

/** Runs of buckets of `bucket` ms in which most of what was due did not come, within `extent`. `[from, to)` in epoch ms. */
export function gapsIn(times: ArrayLike<number>, share: ArrayLike<number>, bucket: number, extent: { from: number; to: number }): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  for (let i = 0; i < share.length; i++) {
    const from = Math.max(times[i]!, extent.from);
    const to = Math.min(times[i]! + bucket, extent.to);
    if (share[i]! >= GAP_SHARE || to <= from) continue;
    const last = gaps.at(-1);
    if (last && last.to >= from) last.to = to;
    else gaps.push({ from, to });
  }
  return gaps;
}
