/** What was not kept, counted by reason, with the newest sample of each. The reasons are a closed list: memory is bounded. */
import type { Reject, RejectReason } from '../feeds/feed.ts';

export interface RejectCounts {
  add(rejects: readonly Reject[]): void;
  list(): { reason: RejectReason; count: number; sample: string }[];
}

export function countRejects(): RejectCounts {
  const byReason = new Map<RejectReason, { count: number; sample: string }>();
  return {
    add(rejects) {
      for (const { reason, count = 1, sample } of rejects) byReason.set(reason, { count: (byReason.get(reason)?.count ?? 0) + count, sample });
    },
    list: () => [...byReason].map(([reason, { count, sample }]) => ({ reason, count, sample })).toSorted((a, b) => b.count - a.count),
  };
}
