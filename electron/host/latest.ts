/** Of questions that a newer one of the same kind answers better: the newest. */

/** Begins a question of this kind; older ones of it are given up. The signal says when this one is. */
export type Latest = (kind: string) => AbortSignal;

/** `ended`: nobody listens any more. */
export function latestOnly(ended: AbortSignal): Latest {
  const newest = new Map<string, AbortController>();
  return (kind) => {
    newest.get(kind)?.abort();
    const mine = new AbortController();
    newest.set(kind, mine);
    return AbortSignal.any([mine.signal, ended]);
  };
}
