/**
 * When a new frame of values may be drawn. A redraw costs a whole picture: without a GPU, data that moves on by itself
 * is drawn at intervals, while whatever a hand asks for is drawn at once.
 */
import type { IndicatorFrame } from '#layers/frame.ts';

/** A hand counts as active for so long after its last touch. */
const HAND_MS = 3_000;
/** Data time that runs more than this apart from the clock on the wall was moved by a hand (a seek, a replay). */
const JUMP_MS = 20_000;

export interface Pace {
  /** Milliseconds from `now` until this frame may be drawn; 0 = draw it. */
  delay(frame: IndicatorFrame, now: number): number;
  drawn(frame: IndicatorFrame, now: number): void;
  touched(now: number): void;
}

export function createPace(minInterval: number): Pace {
  let last: { time: number; at: number; places: string } | null = null;
  let touchedAt = -Infinity;
  return {
    delay(frame, now) {
      if (minInterval === 0 || last === null || last.places !== frame.places || now - touchedAt < HAND_MS) return 0;
      const drift = frame.time - last.time - (now - last.at);
      if (Math.abs(drift) > JUMP_MS) return 0;
      return Math.max(0, last.at + minInterval - now);
    },
    drawn(frame, now) {
      last = { time: frame.time, at: now, places: frame.places };
    },
    touched(now) {
      touchedAt = now;
    },
  };
}
