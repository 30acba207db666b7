/** One tile in its final order: by site and time, of each instant what came last; and what that replaced. */
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import type { Gathered } from './gather.ts';
import { TILE_SITES } from './grid.ts';
import type { KnownTimes, Replaced } from './knownTimes.ts';

/** What was put away of a tile before: it came before everything that is in the journal. */
export interface Before {
  block: Block;
  /** Null where that is no longer kept: it was known when it was observed. */
  known: KnownTimes | null;
}

/** Columns that the next settling writes into again. */
export interface Settled {
  block: Block;
  known: KnownTimes;
}

/** Observations `from` … `to` of what was gathered and what lay in the tile before. `start`: of the block, epoch ms; `site`: the tile's first. Null where nothing is in it. */
export type Settle = (gathered: Gathered, from: number, to: number, before: Before | null, site: number, start: number) => Settled | null;

interface Columns {
  /** Milliseconds after the block begins. */
  offsets: Int32Array;
  values: Float64Array;
  since: Uint32Array;
  quality: Uint8Array;
  counts: Uint32Array;
}

export function createSettle(): Settle {
  let room = columnsOf(0);
  let aside = columnsOf(0);

  return (gathered, from, to, before, site, start) => {
    const old = before?.block ?? NOTHING;
    const n = to - from + old.values.length;
    if (n === 0) return null;
    if (room.values.length < n) room = columnsOf(n);
    // Each site's words lie together: first what was there before, then what came, as it came.
    const begins = beginsOf(gathered.sites, from, to, old, site);
    const next = begins.slice();
    const hasQuality = gathered.quality !== null || old.quality !== null;
    const hasCounts = gathered.counts !== null || old.counts !== null;
    // Also where nothing of either is said: words that come twice are compared in all columns.
    room.quality.fill(0, 0, n);
    room.counts.fill(NOT_STATED, 0, n);
    if (before) putOld(room, before, next, site, start);
    putNew(room, gathered, from, to, next);

    const replaced: Replaced[] = [...(before?.known?.replaced ?? [])];
    const { offsets } = room;
    const sites = new Uint32Array(TILE_SITES);
    const starts = new Uint32Array(TILE_SITES + 1);
    let [m, k, t0, t1] = [0, 0, Infinity, -Infinity];
    for (let s = 0; s < TILE_SITES; s++) {
      const begin = begins[s];
      let end = begins[s + 1];
      if (begin === end) continue;
      let i = begin + 1;
      while (i < end && offsets[i] > offsets[i - 1]) i++;
      if (i < end) {
        if (aside.values.length < end - begin) aside = columnsOf(2 * (end - begin));
        end = inOrder(room, aside, begin, i, end, (was) => replaced.push({ site: site + s, time: start + offsets[was], value: room.values[was], quality: hasQuality ? room.quality[was] : 0, count: hasCounts ? room.counts[was] : NOT_STATED, known: room.since[was] }));
      }
      // What was said twice left a gap before.
      if (k < begin) moveAll(room, k, begin, end);
      k += end - begin;
      if (offsets[k - end + begin] < t0) t0 = offsets[k - end + begin];
      if (offsets[k - 1] > t1) t1 = offsets[k - 1];
      sites[m] = site + s;
      starts[++m] = k;
    }
    for (let i = 0; i < k; i++) offsets[i] -= t0;
    replaced.sort((a, b) => a.site - b.site || a.time - b.time || a.known - b.known);
    const quality = hasQuality ? room.quality.subarray(0, k) : null;
    const counts = hasCounts ? room.counts.subarray(0, k) : null;
    return {
      block: {
        t0: start + t0, t1: start + t1, sites: sites.slice(0, m), starts: starts.slice(0, m + 1), offsets: offsets.subarray(0, k), values: room.values.subarray(0, k),
        quality: quality !== null && isOther(quality, 0) ? quality : null, counts: counts !== null && isOther(counts, NOT_STATED) ? counts : null,
      },
      known: { known: room.since.subarray(0, k), replaced },
    };
  };
}

const NOTHING: Block = { t0: 0, t1: 0, sites: new Uint32Array(0), starts: new Uint32Array(1), offsets: new Int32Array(0), values: new Float64Array(0), quality: null, counts: null };

const columnsOf = (n: number): Columns => ({ offsets: new Int32Array(n), values: new Float64Array(n), since: new Uint32Array(n), quality: new Uint8Array(n), counts: new Uint32Array(n) });

/** Where each site's words begin, and behind the last. */
function beginsOf(sites: Uint16Array, from: number, to: number, old: Block, site: number): Uint32Array {
  const begins = new Uint32Array(TILE_SITES + 1);
  for (let i = from; i < to; i++) begins[sites[i] + 1]++;
  for (let s = 0; s < old.sites.length; s++) begins[old.sites[s] - site + 1] += old.starts[s + 1] - old.starts[s];
  for (let s = 0; s < TILE_SITES; s++) begins[s + 1] += begins[s];
  return begins;
}

function putOld({ offsets, values, since, quality, counts }: Columns, { block, known }: Before, next: Uint32Array, site: number, start: number): void {
  const shift = block.t0 - start;
  for (let s = 0; s < block.sites.length; s++) {
    let at = next[block.sites[s] - site];
    for (let i = block.starts[s]; i < block.starts[s + 1]; i++, at++) {
      offsets[at] = block.offsets[i] + shift;
      values[at] = block.values[i];
      since[at] = known === null ? Math.ceil((block.t0 + block.offsets[i]) / 1000) : known.known[i];
      if (block.quality !== null) quality[at] = block.quality[i];
      if (block.counts !== null) counts[at] = block.counts[i];
    }
    next[block.sites[s] - site] = at;
  }
}

function putNew({ offsets, values, since, quality, counts }: Columns, gathered: Gathered, from: number, to: number, next: Uint32Array): void {
  const { sites, offsets: when, values: said, known, quality: codes, counts: people } = gathered;
  for (let i = from; i < to; i++) {
    const at = next[sites[i]]++;
    offsets[at] = when[i];
    values[at] = said[i];
    since[at] = known[i];
    if (codes !== null) quality[at] = codes[i];
    if (people !== null) counts[at] = people[i];
  }
}

/**
 * One site's words from `begin` to `end`, rising up to `middle`, put in order of time: of an instant the last that came; `told` of each
 * that another replaced, before it is overwritten. Returns the new end.
 */
function inOrder(room: Columns, aside: Columns, begin: number, middle: number, end: number, told: (was: number) => void): number {
  const { offsets } = room;
  const rising = isRising(offsets, middle, end);
  if (rising && offsets[middle] > offsets[begin] && !hasTwins(offsets, begin, middle, end)) {
    mergeBack(room, aside, begin, middle, end);
    return end;
  }
  const many = end - begin;
  copyAll(aside, 0, room, begin, end);
  const order = sorted(aside.offsets, many);
  let k = begin;
  for (let p = 0; p < many; p++) {
    const i = order[p];
    if (k > begin && offsets[k - 1] === aside.offsets[i]) {
      const was = k - 1;
      // Said again, it is known since it was first said.
      if (Object.is(room.values[was], aside.values[i]) && room.quality[was] === aside.quality[i] && room.counts[was] === aside.counts[i]) continue;
      told(was);
      k--;
    }
    offsets[k] = aside.offsets[i];
    room.values[k] = aside.values[i];
    room.since[k] = aside.since[i];
    room.quality[k] = aside.quality[i];
    room.counts[k] = aside.counts[i];
    k++;
  }
  return k;
}

function isRising(offsets: Int32Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (offsets[i] <= offsets[i - 1]) return false;
  return true;
}

/** Whether an instant is in both of two rising stretches. */
function hasTwins(offsets: Int32Array, begin: number, middle: number, end: number): boolean {
  for (let a = begin, b = middle; a < middle && b < end; ) {
    if (offsets[a] === offsets[b]) return true;
    if (offsets[a] < offsets[b]) a++;
    else b++;
  }
  return false;
}

/** Two rising stretches without a common instant as one, from the end on. */
function mergeBack(room: Columns, aside: Columns, begin: number, middle: number, end: number): void {
  copyAll(aside, 0, room, middle, end);
  const { offsets, values, since, quality, counts } = room;
  let a = middle - 1;
  let b = end - middle - 1;
  for (let k = end - 1; b >= 0; k--) {
    if (a >= begin && offsets[a] > aside.offsets[b]) {
      offsets[k] = offsets[a];
      values[k] = values[a];
      since[k] = since[a];
      quality[k] = quality[a];
      counts[k] = counts[a--];
    } else {
      offsets[k] = aside.offsets[b];
      values[k] = aside.values[b];
      since[k] = aside.since[b];
      quality[k] = aside.quality[b];
      counts[k] = aside.counts[b--];
    }
  }
}

function copyAll(into: Columns, at: number, out: Columns, from: number, to: number): void {
  for (let i = from, k = at; i < to; i++, k++) {
    into.offsets[k] = out.offsets[i];
    into.values[k] = out.values[i];
    into.since[k] = out.since[i];
    into.quality[k] = out.quality[i];
    into.counts[k] = out.counts[i];
  }
}

function moveAll(room: Columns, at: number, from: number, to: number): void {
  for (const column of [room.offsets, room.values, room.since, room.quality, room.counts]) column.copyWithin(at, from, to);
}

/** More are not sorted by shifting. */
const SHIFTED = 64;

/** Places of the first `n` by time; the order of arrival stays within an instant. */
function sorted(offsets: Int32Array, n: number): Uint32Array {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  if (n > SHIFTED) return order.toSorted((a, b) => offsets[a] - offsets[b] || a - b);
  for (let i = 1; i < n; i++) {
    let at = i;
    for (; at > 0 && offsets[order[at - 1]] > offsets[i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
  return order;
}

function isOther(column: Uint8Array | Uint32Array, usual: number): boolean {
  for (let i = 0; i < column.length; i++) if (column[i] !== usual) return true;
  return false;
}
