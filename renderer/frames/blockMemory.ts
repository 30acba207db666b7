/**
 * Stretches of history ahead of the hand: what lies under it is asked of the host first, then what comes next in the direction
 * of its travel. Those least lately looked at go first when `budget` bytes are full.
 */
import type { SlotFrame } from '#contract/frameCodec.ts';
import { columnsAt, sizeOf, type Unfolded } from './unfolded.ts';

export interface BlockMemory {
  /** The frame at `time` (epoch ms); null where it is not in memory, or may still change. */
  at(run: string, places: string, time: number): SlotFrame | null;
  /** The instants that `at` has an answer for, in time order. */
  held(run: string, places: string): { from: number; until: number }[];
  /** The hand is at `time` and moves towards later (1) or earlier (-1) instants, or rests (0). Of hands with other names each has its own wishes. */
  want(run: string, places: string, time: number, towards: -1 | 0 | 1, hand?: string): void;
  /** What was known has changed: nothing kept is trusted any more, and what is under way is not kept. */
  clear(): void;
  readonly bytes: number;
}

export interface BlockPorts {
  budget: number;
  /** Asks the host; rejects or gives null where it cannot. */
  fetch(stretch: Wanted, spare: TakeSpare): Promise<Unfolded | null>;
  /** A stretch of a line that was fetched before, by its beginning (epoch ms); null where it is no longer at hand. */
  recall(line: string, from: number, spare: TakeSpare): Promise<Unfolded | null>;
  /** Something new is in memory. */
  arrived(places: string): void;
  /** The newest instant there is, epoch ms: nothing later is asked for. */
  newest(): number;
}

/** Takes the memory of stretches that went: frames are copies, nothing is drawn from it any more. */
export type TakeSpare = () => ArrayBuffer[];

export interface Wanted {
  places: string;
  /** Epoch ms, in the stretch. */
  time: number;
  /** Stretches of a line are of the same place set, as it was known at the same time. */
  line: string;
  /** Whether what leads into it must be told; else the stretch before it is here, or was asked for already. */
  led: boolean;
}

interface Held { key: string; block: Unfolded; bytes: number }

/** Stretches asked for beyond the one under the hand. */
/** Pieces of memory that wait for the next stretch. */
const MOST_SPARES = 4;
const AHEAD = 4;
const AT_ONCE = 3;

const nameOf = (key: string, from: number): string => `${key}@${from}`;

export function createBlockMemory({ budget, fetch, recall, arrived, newest }: BlockPorts): BlockMemory {
  /** In order of use; a Map iterates in order of insertion. */
  const held = new Map<string, Held>();
  /** How long a place set's stretches are, learned from the first, ms. */
  const spans = new Map<string, number>();
  const underway = new Map<string, number>();
  let spare: ArrayBuffer[] = [];
  const takeSpare: TakeSpare = () => spare.splice(0);
  const retire = ({ block }: Held): void => {
    if (block.kind === 'observed') spare = [...spare, block.dense.values.buffer as ArrayBuffer, block.dense.times.buffer as ArrayBuffer].slice(-MOST_SPARES);
  };
  /** Whole stretches that were here once. */
  const fetched = new Set<string>();
  let wishes: { key: string; hand: string; places: string; time: number }[] = [];
  let bytes = 0;
  let generation = 0;

  const find = (key: string, time: number): Held | null => {
    const span = spans.get(key);
    return span === undefined ? null : (held.get(nameOf(key, Math.floor(time / span) * span)) ?? null);
  };
  const keep = (key: string, block: Unfolded): void => {
    spans.set(key, block.until - block.from);
    const name = nameOf(key, block.from);
    bytes += sizeOf(block) - (held.get(name)?.bytes ?? 0);
    held.delete(name);
    held.set(name, { key, block, bytes: sizeOf(block) });
    for (const [oldest, entry] of held) {
      if (bytes <= budget || oldest === name) break;
      held.delete(oldest);
      bytes -= entry.bytes;
      retire(entry);
    }
  };
  /** It answers for `time`, or asking again would not help: it cannot be more complete than it was asked for. */
  const isEnough = (key: string, time: number): boolean => {
    const found = find(key, time);
    return found !== null && (time < found.block.complete || newest() - found.block.complete < found.block.silentAfter);
  };
  /** The stretch before is unfolded first, and can lead into this one. */
  const isLed = (key: string, from: number): boolean => {
    const before = held.get(nameOf(key, from - spans.get(key)!))?.block;
    return before ? before.kind === 'observed' && before.complete >= from : underway.has(nameOf(key, from - spans.get(key)!));
  };
  const goOn = (): void => {
    while (underway.size < AT_ONCE && wishes.length > 0) {
      const { key, places, time } = wishes.shift()!;
      const span = spans.get(key);
      // The first of a set tells how long its stretches are: none is asked beside it.
      const name = nameOf(key, span === undefined ? 0 : Math.floor(time / span) * span);
      if (underway.has(name) || (span === undefined && underway.size > 0) || isEnough(key, time)) continue;
      underway.set(name, generation);
      const begun = generation;
      const line = `${key}#${begun}`;
      const led = span === undefined || !isLed(key, Math.floor(time / span) * span);
      const ways = [
        ...(span !== undefined && fetched.has(name) ? [() => recall(line, Math.floor(time / span) * span, takeSpare)] : []),
        ...(led ? [] : [() => fetch({ places, time, line, led: false }, takeSpare)]),
        // What was to lead into it did not come: it is asked for with all it needs.
        () => fetch({ places, time, line, led: true }, takeSpare),
      ];
      firstOf(ways, () => begun === generation).then((block) => {
        underway.delete(name);
        if (block !== null && begun === generation) {
          keep(key, block);
          if (block.complete >= block.until) fetched.add(nameOf(key, block.from));
          arrived(places);
        }
        goOn();
      });
    }
  };

  return {
    get bytes() {
      return bytes;
    },
    at(run, places, time) {
      const found = find(`${run}|${places}`, time);
      if (!found || time < found.block.from || time >= found.block.complete) return null;
      const name = nameOf(found.key, found.block.from);
      held.delete(name);
      held.set(name, found);
      const columns = columnsAt(found.block, time);
      return columns && { run, places, indicator: places.split('/')[0]!, time, slot: 'a', sequence: 0, arrived: 0, ...columns };
    },
    held(run, places) {
      const key = `${run}|${places}`;
      const mine = [...held.values()].filter((entry) => entry.key === key).map(({ block: { from, until, complete } }) => ({ from, until: Math.min(until, complete) }));
      const stretches: { from: number; until: number }[] = [];
      for (const { from, until } of mine.toSorted((a, b) => a.from - b.from)) {
        const last = stretches.at(-1);
        if (last && last.until === from) last.until = until;
        else if (until > from) stretches.push({ from, until });
      }
      return stretches;
    },
    want(run, places, time, towards, hand = '') {
      const key = `${run}|${places}`;
      const span = spans.get(key);
      const steps = span === undefined ? [0] : towards === 0 ? [0, -1, 1] : [0, ...Array.from({ length: AHEAD }, (_, k) => towards * (k + 1)), -towards];
      // Whoever is asked for now takes the place of what was wished before: the hand has gone on.
      wishes = [
        ...steps.map((step) => ({ key, hand, places, time: time + step * (span ?? 0) })).filter((wish) => wish.time >= 0 && wish.time <= newest()),
        ...wishes.filter((wish) => wish.key !== key || wish.hand !== hand),
      ];
      goOn();
    },
    clear() {
      generation++;
      held.clear();
      fetched.clear();
      wishes = [];
      bytes = 0;
    },
  };
}

/** What the first of these ways brings that brings anything; null where none does, or nobody wants it any more. */
async function firstOf(ways: readonly (() => Promise<Unfolded | null>)[], isWanted: () => boolean): Promise<Unfolded | null> {
  for (const way of ways) {
    if (!isWanted()) return null;
    const block = await way().catch(() => null);
    if (block !== null) return block;
  }
  return null;
}
