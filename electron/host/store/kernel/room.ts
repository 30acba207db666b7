/** The loops that make tiles, and a memory of their own for as long as a block is put away: nobody else's call makes stale what lies in it. */
import { compiled, type Instance } from '#contract/blocks/kernel/kernel.ts';
import { CODE } from './code.ts';

/** What write.as exports; addresses are bytes, places in bits are bits. */
interface Loops {
  nearSites(near: number, far: number, many: number, n: number, into: number): number;
  countTiles(sites: number, n: number, counts: number, tiles: number): number;
  scatter(
    sites: number, n: number, ticks: number, timeBytes: number, unit: number, shift: number, values: number, valueBytes: number, times: bigint, quality: number,
    known: number, first: number, many: number, next: number,
  ): number;
  recordsOf(sites: number, starts: number, m: number, first: number, offsets: number, shift: number, values: number, scale: number, known: number, quality: number, into: number): number;
  rescale(records: number, n: number, times: bigint): number;
  sortRecords(old: number, many: number, fresh: number, more: number, begins: number, next: number, into: number): number;
  areMultiples(records: number, n: number, first: number, unit: number): number;
  countOdd(records: number, n: number, steps: number, most: number): number;
  columnsOf(records: number, n: number, first: number, unit: number, steps: number, ticks: number, values: number, quality: number): number;
  timesApart(ticks: number, starts: number, m: number, step: number, bases: number, places: number, missed: number, apart: number): number;
  putTimes(room: number, from: number, bases: number, m: number, width: number, places: number, missed: number, apart: number, exceptions: number, k: number): number;
  putQuality(room: number, from: number, quality: number, n: number, k: number): number;
  putOne(room: number, bit: number, value: number, width: number): number;
  riceOne(room: number, bit: number, value: number, k: number): number;
  endBits(room: number, bit: number): number;
  differences(values: number, starts: number, m: number, plain: number, escapes: number): number;
  usualKnown(records: number, n: number, first: number, seconds: number, usual: number, votes: number): void;
  knownApart(records: number, n: number, first: number, usual: number, places: number): number;
}

export type Room = Instance<Loops>;

/** A word as it lies there. */
export const RECORD = 16;
/** It is kept for the next block: memory that is new with each costs as much as all that is done in it. But not one that grew beyond a large city's. */
const MOST_KEPT = 80 * 1024 * 1024;

const another = compiled<Loops>(CODE);
let kept: Room | null = null;

/** Null where there is no WebAssembly. */
export function takeRoom(): Room | null {
  const room = kept ?? another?.() ?? null;
  kept = null;
  return room;
}

export function giveRoom(room: Room | null): void {
  if (room !== null && room.reach(0).u8.length <= MOST_KEPT) kept = room;
}

/** Places one behind the other from `at` on, each where any column may begin. */
export function placesFrom(at: number): { next(bytes: number): number; end(): number } {
  let end = at;
  return {
    next(bytes) {
      const place = end;
      end = (end + bytes + 15) & ~15;
      return place;
    },
    end: () => end,
  };
}
