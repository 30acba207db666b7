/** Which instant a slot is of: the session's clock's, or its own beside it. */
import type { Clock, When } from '#contract/contract.ts';
import { loops } from '#contract/playing.ts';
import { instantBeside } from '#contract/when.ts';
import type { Moment } from './frames/subjects.ts';

/** How a slot's moment stands and moves. */
export interface SlotMoment extends Required<Moment> {
  /** Seconds a second. */
  rate: number;
  /** Where it goes back to the beginning of a loop, epoch ms; Infinity where it does not. */
  loopEnd: number;
}

/** `instant`: of `clock`, `edge`: the run's newest, both epoch ms. What is beyond the edge is the newest. */
export function slotMoment(when: When | null, clock: Clock, instant: number, edge: number): SlotMoment {
  const loopEnd = loops(clock) ? clock.loop!.to : Infinity;
  if (when === null) return { live: clock.mode === 'live', time: instant, asKnown: clock.mode === 'replay' && clock.asKnown, rate: clock.rate, loopEnd };
  const time = instantBeside(when, instant, edge);
  // At the newest it is known now, and what it shows is the run's head.
  if (time >= edge) return { live: true, time: edge, asKnown: false, rate: clock.rate, loopEnd: Infinity };
  if ('at' in when) return { live: false, time, asKnown: clock.asKnown, rate: 0, loopEnd: Infinity };
  return { live: false, time, asKnown: clock.asKnown, rate: clock.rate, loopEnd: loopEnd + when.offset };
}
