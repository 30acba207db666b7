/** Of questions that a newer one of the same kind answers better: which is still wanted. */

/** Begins a question of this kind; what it returns says whether the question is still wanted. */
export type Latest = (kind: string) => () => boolean;

/** `isOpen`: whether anybody listens at all. */
export function latestOnly(isOpen: () => boolean): Latest {
  const newest = new Map<string, number>();
  return (kind) => {
    const mine = (newest.get(kind) ?? 0) + 1;
    newest.set(kind, mine);
    return () => isOpen() && newest.get(kind) === mine;
  };
}
