/** Which of the two slots is drawn where, as they share the map. */
import type { Drape } from './drape.ts';
import type { Halves } from './halves.ts';
import type { Pictures } from './pictures.ts';
import type { Shown, Slots } from './slots.ts';
import type { Division, Slot } from './types.ts';

export interface Divided {
  set(next: Division | null): void;
  way(): Division['way'] | null;
  /** Roads are drawn with the city, as columns are: each slot's on its side of a picture so many pixels wide. Before each picture. */
  clipRoads(width: number): void;
  /** What both names and buildings may speak of: they stand once for both sides, so nothing while two share the map. */
  alone(): (Shown | null)[];
  /** What is drawn, the lowest first. */
  drawn(): (Shown | null)[];
  /** What is drawn x CSS pixels from the left of a map so many pixels wide. */
  at(x: number, width: number): (Shown | null)[];
  /** The pixels across a picture of so many that a slot is drawn on; null: all of them. */
  clip(slot: Slot, width: number): readonly [from: number, to: number] | null;
}

interface DividedOptions {
  slots: Pick<Slots, 'shown' | 'differ'>;
  drape: Pick<Drape, 'divide'>;
  halves: Pick<Halves, 'set'>;
  pictures: Pick<Pictures, 'request' | 'requestOverlay' | 'requestRepaint'>;
  changed(): void;
}

/** Share of the map's width that is a's. */
export const dividerOf = (division: Division | null): number => (division?.way === 'swipe' ? division.at : 0.5);

export function createDivided({ slots, drape, halves, pictures, changed }: DividedOptions): Divided {
  const { shown } = slots;
  const both = (): (Shown | null)[] => [shown('a'), shown('b')];
  let division: Division | null = null;
  const isShared = (): boolean => division !== null && division.way !== 'difference';
  const clip: Divided['clip'] = (slot, width) => {
    if (division?.way === 'difference') return slot === 'a' ? null : [0, 0];
    const at = Math.floor(dividerOf(division) * width);
    return isShared() ? (slot === 'a' ? [0, at] : [at, Math.ceil(width)]) : null;
  };
  return {
    set(next) {
      const isMoved = division?.way === 'swipe' && next?.way === 'swipe';
      division = next;
      drape.divide(next);
      slots.differ(next?.way === 'difference');
      halves.set(next?.way === 'sides');
      // The line alone moves: the city under it need not be drawn again.
      (isMoved && both().every((one) => !one?.roads && !one?.columns) ? pictures.requestRepaint : pictures.request)();
      pictures.requestOverlay();
      changed();
    },
    clipRoads(width) {
      for (const one of both()) one?.roads?.clip(clip(one.slot, width));
    },
    way: () => division?.way ?? null,
    alone: () => (division === null ? both() : []),
    // b − a is drawn in a's place.
    drawn: () => (division?.way === 'difference' ? [shown('a')] : both()),
    at: (x, width) => (isShared() ? [shown(x < Math.floor(dividerOf(division) * width) ? 'a' : 'b')] : both()),
    clip,
  };
}
