/** Frames on their way to the picture: each slot holds at most one back, for as long as its pace asks. */
import type { IndicatorFrame } from '#layers/frame.ts';
import { createPace } from './pace.ts';
import type { Slot } from './types.ts';

export interface Arrivals {
  arrive(slot: Slot, frame: IndicatorFrame, sequence: number): void;
  /** Gives up what a slot holds back. */
  drop(slot: Slot): void;
  /** A hand is at work: nothing is held back for a while. */
  touched(): void;
}

export interface ArrivalsOptions {
  /** Least milliseconds between redraws that only data asks for. */
  minInterval: number;
  /** Milliseconds to wait where at least `delay` must pass: falls together with what else changes on the screen. */
  align(delay: number): number;
  show(slot: Slot, frame: IndicatorFrame, sequence: number): void;
  /** It will be shown after a while, unless a newer one comes. */
  heldBack(slot: Slot, sequence: number): void;
  /** A frame that will never be shown. */
  dropped(slot: Slot, sequence: number): void;
}

interface Held { frame: IndicatorFrame; sequence: number; timer: ReturnType<typeof setTimeout> }

export function createArrivals({ minInterval, align, show, heldBack, dropped }: ArrivalsOptions): Arrivals {
  const pace = { a: createPace(minInterval), b: createPace(minInterval) };
  const held: Record<Slot, Held | null> = { a: null, b: null };
  const take = (slot: Slot): Held | null => {
    const one = held[slot];
    held[slot] = null;
    if (one) clearTimeout(one.timer);
    return one;
  };
  const present = (slot: Slot, frame: IndicatorFrame, sequence: number): void => {
    pace[slot].drawn(frame, performance.now());
    show(slot, frame, sequence);
  };
  const release = (slot: Slot): void => {
    const one = take(slot);
    if (one) present(slot, one.frame, one.sequence);
  };
  const drop = (slot: Slot): void => {
    const one = take(slot);
    if (one) dropped(slot, one.sequence);
  };
  return {
    drop,
    arrive(slot, frame, sequence) {
      drop(slot);
      const delay = pace[slot].delay(frame, performance.now());
      if (delay === 0) present(slot, frame, sequence);
      else {
        held[slot] = { frame, sequence, timer: setTimeout(() => release(slot), align(delay)) };
        heldBack(slot, sequence);
      }
    },
    touched() {
      pace.a.touched(performance.now());
      pace.b.touched(performance.now());
      release('a');
      release('b');
    },
  };
}
