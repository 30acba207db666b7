/**
 * What one screen draws: two slots, one frame in flight each. A newer frame replaces a waiting one by not being built
 * before it can be sent, so a slow screen gets fewer frames and never late ones.
 */
import type { When } from '#contract/contract.ts';
import { encodeFrame } from '#contract/frameCodec.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { Refusal } from '#contract/server.ts';
import type { RunFrames } from './frames/runFrames.ts';
import { nextStep, takenAgainBy } from './frames/privacy.ts';
import type { PlaceSet } from './frames/subjects.ts';
import type { SlotMoment } from './slotMoment.ts';

export type SlotName = 'a' | 'b';

/** Between two frames of a slot, ms: a playing replay, newest data, a past that is still being filled. */
const REPLAY_SPACING_MS = 50;
const LIVE_SPACING_MS = 200;
const LATE_SPACING_MS = 500;
const LONGEST_TIMER_MS = 3_600_000;
/** A hand that goes on moving is shown where it was, when it was shown nothing newer for so long, ms. */
const PATIENCE_MS = 200;
/** A frame of the past that could not be had is asked for again, ms. */
const AGAIN_MS = 2000;

interface Slot {
  set: PlaceSet;
  /** Its own instant beside the clock's; null: the clock's. */
  when: When | null;
  /** The frame that the screen has not acknowledged. */
  inFlight: number | null;
  /** Where it stood when it was last looked at. */
  lookedAt: string;
  /** A frame of the past that is being asked for; `isOutdated`: the clock was set meanwhile. */
  asking: { withdraw: AbortController; isOutdated: boolean } | null;
  isStale: boolean;
  /** When what made it stale arrived; 0 where it was no data. */
  arrived: number;
  shown: IndicatorFrame | null;
  /** How far back what is shown may stem from, ms. */
  reach: number;
  sentAt: number;
  /** When data that was not shown at once is, wall clock, epoch ms; Infinity where none waits. */
  dueAt: number;
  timer: NodeJS.Timeout | null;
}

export interface SlotPorts {
  frames(): RunFrames;
  /** Where a slot stands now. */
  moment(when: When | null): SlotMoment;
  /** Wall clock, epoch ms. */
  now(): number;
  send(bytes: Uint8Array): void;
  fault(error: unknown): void;
}

export interface Slots {
  show(slot: SlotName, set: PlaceSet, when?: When): void;
  hide(slot: SlotName): void;
  hideAll(): void;
  drawn(slot: SlotName, sequence: number): void;
  /** The clock was set: its instant is sent, also where the same frame answers it. */
  moved(): void;
  /** Stored anew: phenomenon times from…to. Of people it is not shown before the next of their steps begins. */
  observed(indicators: ReadonlySet<string>, range: { from: number; to: number }, arrived: number): void;
  sited(indicators: ReadonlySet<string>): void;
}

const standing = ({ live, time, asKnown }: SlotMoment): string => `${live} ${time} ${asKnown}`;

export function openSlots(ports: SlotPorts): Slots {
  const slots = new Map<SlotName, Slot>();
  let sequence = 0;

  const wake = (name: SlotName, slot: Slot, delay: number): void => {
    if (slot.timer !== null) clearTimeout(slot.timer);
    slot.timer = setTimeout(() => {
      slot.timer = null;
      const { time } = ports.moment(slot.when);
      if (slot.shown && (time >= slot.shown.validUntil || time < slot.shown.validFrom)) slot.isStale = true;
      if (ports.now() >= slot.dueAt) {
        slot.dueAt = Infinity;
        slot.isStale = true;
      }
      if (slot.isStale) sendIfReady(name, slot);
      else wakeWhenOver(name, slot);
    }, Math.min(Math.max(0, delay), LONGEST_TIMER_MS));
  };

  /** When time alone makes another frame of it. */
  const wakeWhenOver = (name: SlotName, slot: Slot): void => {
    const { live, time, rate, loopEnd } = ports.moment(slot.when);
    const over = rate <= 0 || !slot.shown ? Infinity : Math.max(live ? 1000 : REPLAY_SPACING_MS, (Math.min(slot.shown.validUntil, loopEnd) - time) / rate);
    const delay = Math.min(over, slot.dueAt - ports.now());
    if (delay < Infinity) wake(name, slot, delay);
  };

  const sendIfReady = (name: SlotName, slot: Slot): void => {
    if (slot.inFlight !== null || slot.asking !== null || !slot.isStale) return;
    const moment = ports.moment(slot.when);
    const { arrived } = slot;
    slot.isStale = false;
    slot.arrived = 0;
    slot.lookedAt = standing(moment);
    if (!moment.live) return ask(name, slot, moment);
    try {
      send(name, slot, ports.frames().newest(slot.set, moment.time), { arrived });
    } catch (error) {
      ports.fault(error);
    }
  };

  const send = (name: SlotName, slot: Slot, frame: IndicatorFrame, said: { arrived: number; asKnown?: true }): void => {
    slot.shown = frame;
    slot.inFlight = ++sequence;
    slot.sentAt = performance.now();
    ports.send(encodeFrame({ ...frame, slot: name, sequence, ...said, ...(slot.when && { when: slot.when }) }));
    wakeWhenOver(name, slot);
  };

  const ask = (name: SlotName, slot: Slot, { live, time, asKnown }: SlotMoment): void => {
    const asking = { withdraw: new AbortController(), isOutdated: false };
    slot.asking = asking;
    ports.frames().ask('frame', [slot.set.id, { live, time, asKnown }], asking.withdraw.signal).then(
      ({ frame, reach }) => {
        if (slot.asking !== asking) return;
        slot.asking = null;
        // Dropped, unless the hand would be shown nothing as long as it moves.
        if (asking.isOutdated && performance.now() - slot.sentAt < PATIENCE_MS) return sendIfReady(name, slot);
        slot.reach = reach;
        send(name, slot, frame, { arrived: 0, ...(asKnown && { asKnown: true }) });
      },
      (error: unknown) => {
        if (slot.asking !== asking) return;
        slot.asking = null;
        ports.fault(error);
        if (!(error instanceof Refusal)) return;
        slot.isStale = true;
        wake(name, slot, AGAIN_MS);
      },
    );
  };
  const withdraw = (slot: Slot): void => {
    slot.asking?.withdraw.abort();
    slot.asking = null;
  };

  const soon = (name: SlotName, slot: Slot, spacing: number): void => {
    slot.isStale = true;
    const wait = slot.sentAt + spacing - performance.now();
    if (wait <= 0) sendIfReady(name, slot);
    else wake(name, slot, wait);
  };

  const hide = (name: SlotName): void => {
    const slot = slots.get(name);
    if (slot) withdraw(slot);
    if (slot?.timer) clearTimeout(slot.timer);
    slots.delete(name);
  };

  return {
    show(name, set, when) {
      hide(name);
      const slot: Slot = { set, when: when ?? null, inFlight: null, lookedAt: '', asking: null, isStale: true, arrived: 0, shown: null, reach: 0, sentAt: -Infinity, dueAt: Infinity, timer: null };
      slots.set(name, slot);
      sendIfReady(name, slot);
    },
    hide,
    hideAll: () => [...slots.keys()].forEach(hide),
    drawn(name, drawnSequence) {
      const slot = slots.get(name);
      if (!slot || slot.inFlight !== drawnSequence) return;
      slot.inFlight = null;
      if (slot.isStale) soon(name, slot, ports.moment(slot.when).live ? LIVE_SPACING_MS : REPLAY_SPACING_MS);
    },
    moved() {
      for (const [name, slot] of slots) {
        const moment = ports.moment(slot.when);
        // A fixed instant stays where it is, but may be known otherwise.
        if (slot.when !== null && 'at' in slot.when && slot.lookedAt === standing(moment)) continue;
        if (moment.live) withdraw(slot);
        else if (slot.asking) slot.asking.isOutdated = true;
        soon(name, slot, REPLAY_SPACING_MS);
      }
    },
    observed(indicators, { from, to }, arrived) {
      for (const [name, slot] of slots) {
        const moment = ports.moment(slot.when);
        const { indicator, minCount } = slot.set.subject;
        if (!indicators.has(indicator.code)) continue;
        if (minCount !== null && (slot.shown || slot.asking)) {
          // Of people a frame at once would say when somebody was reported: their next step shows it, as it shows time passing.
          if (moment.live && moment.rate > 0) continue;
          slot.dueAt = moment.live ? takenAgainBy(ports.now()) : nextStep(ports.now());
          if (!slot.isStale) wakeWhenOver(name, slot);
          continue;
        }
        if (moment.live) {
          // Values that wait already keep their own arrival: the oldest is what a person waits for.
          slot.arrived ||= arrived;
          soon(name, slot, LIVE_SPACING_MS);
          continue;
        }
        const { shown } = slot;
        const isTouched = !shown || slot.asking || (from < shown.validUntil && to >= shown.time - slot.reach);
        if (isTouched) soon(name, slot, LATE_SPACING_MS);
      }
    },
    sited(indicators) {
      for (const [name, slot] of slots) if (indicators.has(slot.set.subject.indicator.code)) soon(name, slot, LATE_SPACING_MS);
    },
  };
}
