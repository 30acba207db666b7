/**
 * Where frames stay between the wire and the globe, outside React and outside the store. Each slot shows one place
 * set; the newest frame goes to the globe, the host hears `frame.drawn` when it is on screen, waits its turn or was passed over.
 */
import { NEVER, type IndicatorFrame } from '#layers/frame.ts';
import type { When } from '#contract/contract.ts';
import type { SlotFrame } from '#contract/frameCodec.ts';
import { sameWhen } from '#contract/when.ts';
import type { Slot } from '../globe/types.ts';
import type { FrameCache } from './cache.ts';

export interface DeskPorts {
  cache: FrameCache;
  /** Gives a frame to the globe under a ticket of the desk's own; false where there is no globe: the frame is kept for one. */
  draw(slot: Slot, frame: IndicatorFrame, ticket: number): boolean;
  /** Lets the host send the next frame. */
  acknowledge(slot: Slot, sequence: number): void;
  /** `shown` is on the screen now; null: the slot is empty or shows nothing yet. */
  shown(slot: Slot, shown: Shown | null): void;
  /** The host knows more places than the page: fetch the set again, then call `ready`. */
  outgrown(slot: Slot, places: string): void;
  /** The held or played instant that a slot stands for, epoch ms; null while it is live. */
  instant(slot: Slot): number | null;
  /** The instant of a slot of its own where the clock's is `time`. */
  beside(when: When | null, time: number): number;
  /** Instant until which the past is complete, epoch ms: frames later than that may still change. */
  settled(): number;
}

/** `time`: the instant the picture stands for; equals `frame.time` but where it was drawn from memory. */
export interface Shown { frame: SlotFrame; time: number; fromMemory: boolean }

interface Desk {
  places: string | null;
  /** Its own instant beside the clock's; null: the clock's. */
  when: When | null;
  /** Places in the set that the globe has; −1 until it has it. */
  length: number;
  /** The globe could not draw this layer. */
  isOff: boolean;
  /** What the globe should show and, once it was given to it, under which ticket. */
  wanted: { shown: Shown; owed: number | null; ticket: number } | null;
  shown: Shown | null;
}

export interface FrameDesk {
  /** From now on `slot` is about `places`, at the clock's instant or beside it; what it showed is forgotten. */
  show(slot: Slot, places: string | null, when?: When | null): void;
  /** The globe has the layer of `places`, `length` places long. */
  ready(slot: Slot, places: string, length: number): void;
  received(frame: SlotFrame): void;
  /** The globe's word that a ticket is on the screen. */
  drawn(slot: Slot, ticket: number): void;
  /** The globe's word that a ticket waits its turn: the host need not, a newer frame takes its place. */
  heldBack(slot: Slot, ticket: number): void;
  /** The layer is off: frames go on being acknowledged so that the host does not wait for ever. */
  failed(slot: Slot): void;
  /** The hand is at `time`: draws what memory has. True where every shown slot had it. */
  seek(run: string, time: number): boolean;
  /** The hand has let go: the host's frames count again, whatever instant they are of. */
  release(): void;
  /** What is on the screen now. */
  current(slot: Slot): Shown | null;
  /** The globe has gone and nothing is on the screen: whatever it was given waits, with what it showed, for `ready`. */
  withdraw(): void;
}

export function createFrameDesk(ports: DeskPorts): FrameDesk {
  const desks: Record<Slot, Desk> = { a: emptyDesk(), b: emptyDesk() };
  let lastTicket = 0;
  let hand: number | null = null;

  /** Where the hand holds a slot. */
  const handOf = (slot: Slot): number | null => (hand === null ? null : ports.beside(desks[slot].when, hand));

  /** A frame that arrives after the hand has gone on may be the answer for where it is now, too; the host sends no other then. */
  const instantIn = (frame: SlotFrame): number => {
    const at = handOf(frame.slot) ?? ports.instant(frame.slot);
    return at !== null && at >= frame.validFrom && at < frame.validUntil ? at : frame.time;
  };

  const offer = (slot: Slot): void => {
    const desk = desks[slot];
    const { wanted } = desk;
    if (!wanted || wanted.ticket || desk.length < 0) return;
    if (wanted.shown.frame.values.length !== desk.length) {
      desk.length = -1;
      ports.outgrown(slot, desk.places!);
      return;
    }
    const ticket = ++lastTicket;
    wanted.ticket = ticket;
    if (!ports.draw(slot, agedFrame(wanted.shown), ticket)) wanted.ticket = 0;
  };

  const want = (slot: Slot, shown: Shown, owed: number | null): void => {
    const desk = desks[slot];
    if (desk.wanted?.owed != null) ports.acknowledge(slot, desk.wanted.owed);
    desk.wanted = { shown, owed, ticket: 0 };
    offer(slot);
  };

  /** A new layer has drawn nothing: what was on the old one is wanted again. */
  const again = (slot: Slot): void => {
    const desk = desks[slot];
    if (!desk.wanted && desk.shown) desk.wanted = { shown: desk.shown, owed: null, ticket: 0 };
    if (desk.wanted) desk.wanted.ticket = 0;
    offer(slot);
  };

  return {
    show(slot, places, when = null) {
      const desk = desks[slot];
      if (desk.wanted?.owed != null) ports.acknowledge(slot, desk.wanted.owed);
      desks[slot] = { ...emptyDesk(), places, when };
      ports.shown(slot, null);
    },
    ready(slot, places, length) {
      const desk = desks[slot];
      if (desk.places !== places) return;
      desk.length = length;
      desk.isOff = false;
      again(slot);
    },
    received(frame) {
      const desk = desks[frame.slot];
      ports.cache.put(frame, ports.settled());
      const best = desk.wanted?.shown ?? desk.shown;
      const held = handOf(frame.slot);
      const passedOver =
        desk.isOff ||
        desk.places !== frame.places ||
        !sameWhen(desk.when, frame.when) ||
        (held !== null && best !== null && Math.abs(best.time - held) < Math.abs(frame.time - held));
      // In a held replay the host tells again what it had told when late data touch the indicator: nothing new to draw.
      const isKnown = desk.wanted === null && desk.shown !== null && hand === null && ports.instant(frame.slot) === desk.shown.time && sameValues(desk.shown.frame, frame);
      if (passedOver || isKnown) ports.acknowledge(frame.slot, frame.sequence);
      else want(frame.slot, { frame, time: instantIn(frame), fromMemory: false }, frame.sequence);
    },
    drawn(slot, ticket) {
      const desk = desks[slot];
      if (!desk.wanted || desk.wanted.ticket !== ticket) return;
      const { shown, owed } = desk.wanted;
      desk.wanted = null;
      desk.shown = shown;
      if (owed !== null) ports.acknowledge(slot, owed);
      ports.shown(slot, shown);
    },
    heldBack(slot, ticket) {
      const { wanted } = desks[slot];
      if (wanted?.ticket !== ticket || wanted.owed === null) return;
      ports.acknowledge(slot, wanted.owed);
      wanted.owed = null;
    },
    failed(slot) {
      const desk = desks[slot];
      if (desk.wanted?.owed != null) ports.acknowledge(slot, desk.wanted.owed);
      desk.wanted = null;
      desk.isOff = true;
    },
    seek(run, time) {
      hand = time;
      let all = true;
      for (const slot of ['a', 'b'] as const) {
        const { places, when, wanted, shown, isOff } = desks[slot];
        if (places === null || isOff) continue;
        const at = ports.beside(when, time);
        // What does not go with the hand is there already.
        if (when && 'at' in when && (wanted?.shown ?? shown)?.time === at) continue;
        const frame = ports.cache.at(run, places, at);
        if (frame) want(slot, { frame, time: at, fromMemory: true }, null);
        else all = false;
      }
      return all;
    },
    release() {
      hand = null;
    },
    current: (slot) => desks[slot].shown,
    withdraw() {
      for (const slot of ['a', 'b'] as const) {
        const desk = desks[slot];
        if (!desk.wanted && desk.shown) desk.wanted = { shown: desk.shown, owed: null, ticket: 0 };
        if (desk.wanted) desk.wanted.ticket = 0;
        desk.length = -1;
        if (!desk.shown) continue;
        desk.shown = null;
        ports.shown(slot, null);
      }
    },
  };
}

const emptyDesk = (): Desk => ({ places: null, when: null, length: -1, isOff: false, wanted: null, shown: null });

function sameValues(one: SlotFrame, other: SlotFrame): boolean {
  if (one.places !== other.places || one.values.length !== other.values.length) return false;
  return one.values.every((value, at) => Object.is(value, other.values[at]) && one.status[at] === other.status[at]);
}

/** Within its interval a frame's values hold, but they grow older: ages are told for the instant that is shown. */
function agedFrame({ frame, time }: Shown): SlotFrame {
  const older = Math.round((time - frame.time) / 1000);
  if (older === 0) return frame;
  const ages = frame.ages.map((age) => (age === NEVER ? NEVER : Math.max(0, age + older)));
  return { ...frame, time, ages };
}
