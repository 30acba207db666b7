/**
 * What the indicators on the screen say inside a shape. Everything is computed out of the frame that the host has already let out:
 * no shape, and no difference of two shapes, can say more than that frame does (docs/decisions/0012).
 */
import { useEffect, useMemo, useState } from 'react';
import { indicatorAt, type Indicator } from '#contract/catalogue.ts';
import { areaOutlines } from './areaOutlines.ts';
import type { SlotFrame } from '#contract/frameCodec.ts';
import type { Area } from './globe/cityFolder.ts';
import type { PlaceSet, Slot } from './globe/types.ts';
import { frameDesk, listenToFrames, SLOTS } from './picture.ts';
import { aggregateOf, type Aggregate } from './shapes/aggregate.ts';
import { insideOf } from './shapes/inside.ts';
import { groundOf, type Shape } from './shapes/shape.ts';
import { sharesOf, WHOLE, type Share } from './shapes/share.ts';
import { useScreen } from './state/store.ts';

export interface Inside {
  slot: Slot;
  indicator: Indicator;
  set: PlaceSet;
  /** Indexes of the places that the figures are of. */
  members: Uint32Array;
  /** Of areas: how much of each is inside, those too that are not counted. */
  shares: readonly Share[] | null;
  areas: readonly Area[];
  /** Only areas that lie wholly inside are counted: values of people are no matter of parts. */
  isWholeOnly: boolean;
  frame: SlotFrame;
  /** The instant that the picture stands for, epoch ms. */
  time: number;
  aggregate: Aggregate;
}

/** From this share on an area that is not of people counts. */
const COUNTED_FROM = 0.5;
/** Figures change at most so often, ms. */
const EVERY_MS = 500;

/** Of every slot that shows places; a slot whose frame has not come is left out. Drawn again, throttled, with its frames. */
export function useInside(shape: Shape): Inside[] {
  const slots = useScreen((screen) => screen.slots);
  const laid = useScreen((screen) => screen.laid);
  const turn = useFrameTurns();
  const outlines = useOutlines();
  const found = useMemo(() => SLOTS.flatMap((slot) => {
    const [chosen, set] = [slots[slot], laid[slot]];
    if (!chosen || !set || set.unit === 'city') return [];
    const indicator = indicatorAt(chosen.indicator, set.unit);
    const isWholeOnly = indicator.privacy === 'P3';
    const areas = set.unit === 'sites' ? null : outlines[set.unit];
    if (areas === undefined) return [];
    const shares = areas && sharesOf(areas, groundOf(shape)).filter(({ index }) => index < set.lon.length);
    const members = shares ? Uint32Array.from(shares.filter(({ share }) => share >= (isWholeOnly ? WHOLE : COUNTED_FROM)).map(({ index }) => index)) : insideOf(set, groundOf(shape));
    return [{ slot, indicator, set, members, shares, areas: areas ?? [], isWholeOnly }];
  }), [slots, laid, outlines, shape]);
  return useMemo(() => found.flatMap((one) => {
    const shown = frameDesk.current(one.slot);
    // `turn`: another frame is on the screen than the last time.
    if (turn < 0 || !shown || shown.frame.places !== one.set.id) return [];
    return [{ ...one, frame: shown.frame, time: shown.time, aggregate: aggregateOf(shown.frame, one.members, one.indicator) }];
  }), [found, turn]);
}

function useFrameTurns(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let timer = 0;
    const stop = listenToFrames(() => {
      timer ||= window.setTimeout(() => {
        timer = 0;
        setTurn((before) => before + 1);
      }, EVERY_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return turn;
}

type Outlines = Partial<Record<'district' | 'town', readonly Area[]>>;

/** Outlines of the units that the slots show; missing while they are read, empty where they cannot be. */
function useOutlines(): Outlines {
  const city = useScreen((screen) => screen.run?.city);
  const laid = useScreen((screen) => screen.laid);
  const [read, setRead] = useState<Outlines>({});
  useEffect(() => {
    if (city === undefined) return;
    let wanted = true;
    for (const slot of SLOTS) {
      const unit = laid[slot]?.unit;
      if (unit !== 'district' && unit !== 'town') continue;
      const take = (areas: readonly Area[]): void => {
        if (wanted) setRead((before) => (before[unit] === areas ? before : { ...before, [unit]: areas }));
      };
      areaOutlines(city, unit).then(take, () => take([]));
    }
    return () => {
      wanted = false;
    };
  }, [city, laid]);
  return read;
}
