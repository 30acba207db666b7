/**
 * When each observation of a tile became known here, to one second, and what was said before it was corrected. Kept apart
 * from the tile, for as long as somebody may ask what was known then. Mostly it follows from the time of the observation: what
 * was observed in the same second came in the same batch; where not, the difference is written.
 */
import type { Block } from '#contract/blocks/block.ts';
import { byteSink, byteSource, unzigzag, zigzag } from '#contract/blocks/bytes.ts';
import type { Codec, Squeezer, Unsqueeze } from '#contract/blocks/squeeze.ts';

/** A value that another one has replaced. */
export interface Replaced {
  site: number;
  /** Epoch ms. */
  time: number;
  value: number;
  quality: number;
  count: number;
  /** Whole seconds since the epoch. */
  known: number;
}

export interface KnownTimes {
  /** One entry an observation of the tile, in its order: whole seconds since the epoch, rounded up. */
  known: Uint32Array;
  /** By site, time and known. */
  replaced: Replaced[];
}

const FORM = 1;

export function encodeKnown({ t0, t1, offsets }: Block, { known, replaced }: KnownTimes, { squeeze }: Squeezer): Uint8Array {
  const seconds = Math.floor((t1 - t0) / 1000) + 1;
  const usual = usualOf(offsets, known, seconds);
  return packKnown({ t0, usual, apart: apartOf(offsets, known, filled(usual, t0)), replaced }, squeeze);
}

export interface Told {
  t0: number;
  /** For each second from `t0` on, when what was observed in it mostly became known; NaN where nothing was. */
  usual: Float64Array;
  /** Places of those that became known in another second, rising, and by how much later. */
  apart: { places: Uint32Array; away: Float64Array };
  replaced: Replaced[];
}

export function packKnown({ t0, usual, apart, replaced }: Told, squeeze: Squeezer['squeeze']): Uint8Array {
  const plain = byteSink(1024 + usual.length);
  let before = Math.floor(t0 / 1000);
  let same = 0;
  // Runs of seconds that became known together, and what is added from one run to the next.
  for (const second of usual) {
    if (Number.isNaN(second) || second === before) {
      same++;
      continue;
    }
    plain.number(same);
    plain.number(zigzagWide(second - before));
    before = second;
    same = 1;
  }
  plain.number(same);
  plain.number(0);
  plain.number(apart.places.length);
  for (let e = 0; e < apart.places.length; e++) {
    plain.number(apart.places[e] - (e > 0 ? apart.places[e - 1] + 1 : 0));
    plain.number(zigzagWide(apart.away[e]));
  }
  plain.number(replaced.length);
  for (const { site, time, value, quality, count, known: second } of replaced) {
    for (const number of [site, time, quality, count, second]) plain.number(number);
    plain.float64(value);
  }
  const { codec, bytes } = squeeze(plain.done());
  const body = byteSink(16 + bytes.length);
  for (const number of [FORM, codec, plain.done().length]) body.number(number);
  body.bytes(bytes);
  return body.done();
}

export function decodeKnown(body: Uint8Array, { t0, t1, offsets }: Block, unsqueeze: Unsqueeze): KnownTimes {
  const head = byteSource(body);
  if (head.number() !== FORM) throw new RangeError('known times of an unknown form');
  const codec = head.number() as Codec;
  const length = head.number();
  const plain = byteSource(unsqueeze(codec, head.bytes(body.length - head.at()), length));
  const seconds = Math.floor((t1 - t0) / 1000) + 1;
  const usual = new Float64Array(seconds);
  let current = Math.floor(t0 / 1000);
  for (let s = 0; ; ) {
    const same = plain.number();
    const added = plain.number();
    usual.fill(current, s, s + same);
    s += same;
    if (added === 0) break;
    current += unzigzagWide(added);
  }
  const n = offsets.length;
  const known = new Uint32Array(n);
  for (let i = 0; i < n; i++) known[i] = usual[(offsets[i] / 1000) | 0];
  const apart = plain.number();
  for (let e = 0, at = -1; e < apart; e++) {
    at += plain.number() + 1;
    known[at] += unzigzagWide(plain.number());
  }
  const replaced = Array.from({ length: plain.number() }, () => {
    const [site, time, quality, count, second] = [plain.number(), plain.number(), plain.number(), plain.number(), plain.number()];
    return { site, time, quality, count, known: second, value: plain.float64() };
  });
  return { known, replaced };
}

/** For each second of the tile, when what was observed in it mostly became known; NaN where nothing was. */
function usualOf(offsets: Int32Array, known: Uint32Array, seconds: number): Float64Array {
  // The majority, found in one pass each (Boyer and Moore): right where there is one, good enough where not.
  const usual = new Float64Array(seconds).fill(NaN);
  const votes = new Uint32Array(seconds);
  for (let i = 0; i < offsets.length; i++) {
    const s = (offsets[i] / 1000) | 0;
    const second = known[i];
    if (usual[s] === second) votes[s]++;
    else if (votes[s] === 0) {
      usual[s] = second;
      votes[s] = 1;
    } else votes[s]--;
  }
  return usual;
}

/** Also where nothing was observed: as the second before, at first as that of `t0`. */
export function filled(usual: Float64Array, t0: number): Float64Array {
  const all = usual.slice();
  let last = Math.floor(t0 / 1000);
  for (let s = 0; s < all.length; s++) {
    if (Number.isNaN(all[s])) all[s] = last;
    else last = all[s];
  }
  return all;
}

function apartOf(offsets: Int32Array, known: Uint32Array, usual: Float64Array): Told['apart'] {
  const n = offsets.length;
  let many = 0;
  for (let i = 0; i < n; i++) if (known[i] !== usual[(offsets[i] / 1000) | 0]) many++;
  const apart = { places: new Uint32Array(many), away: new Float64Array(many) };
  for (let i = 0, e = 0; e < many; i++) {
    const away = known[i] - usual[(offsets[i] / 1000) | 0];
    if (away === 0) continue;
    apart.places[e] = i;
    apart.away[e++] = away;
  }
  return apart;
}

/** Seconds may lie further apart than 31 bits say. */
const zigzagWide = (value: number): number => (Math.abs(value) < 2 ** 30 ? zigzag(value) : value < 0 ? -2 * value - 1 : 2 * value);
const unzigzagWide = (value: number): number => (value < 2 ** 31 ? unzigzag(value) : value % 2 === 1 ? -(value + 1) / 2 : value / 2);
