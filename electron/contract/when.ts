/** The instant of a slot that does not follow the clock itself, for both sides of the wire. */
import type { When } from './contract.ts';

/** Epoch ms, never beyond `edge` nor before the epoch. `instant`: the clock's; null: the slot follows it. */
export function instantBeside(when: When | null, instant: number, edge: number): number {
  const time = when === null ? instant : 'at' in when ? when.at : instant + when.offset;
  return Math.max(0, Math.min(time, edge));
}

export function sameWhen(one: When | null | undefined, other: When | null | undefined): boolean {
  if (!one || !other) return !one && !other;
  return 'at' in one ? 'at' in other && one.at === other.at : 'offset' in other && one.offset === other.offset;
}
