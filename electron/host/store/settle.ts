/** One tile in its final order: by site and time, of each instant what came last; and what that replaced. */
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import type { Gathered } from './gather.ts';
import { TILE_SITES } from './grid.ts';
import type { KnownTimes, Replaced } from './knownTimes.ts';

/** `start`: of the block, epoch ms; `site`: the tile's first. Null where nothing is in it. */
export function settle(gathered: Gathered, from: number, to: number, site: number, start: number): { block: Block; known: KnownTimes } | null {
  if (from === to) return null;
  const order = bySite(gathered.sites, from, to);
  const { offsets } = gathered;
  const { ends } = order;
  let { places } = order;
  let inOrder = true;
  for (let s = 0, i = 0; s < TILE_SITES && inOrder; s++) {
    for (i++; i < ends[s]; i++) if (offsets[places[i]] <= offsets[places[i - 1]]) inOrder = false;
    i = ends[s];
  }
  const replaced: Replaced[] = [];
  let since: Uint32Array | null = null;
  if (!inOrder) ({ places, since } = repair(gathered, places, ends, site, start, replaced));
  return { block: blockOf(gathered, places, ends, site, start), known: { known: since ?? pick(gathered.known, places), replaced } };
}

/** Places in [from, to) by site, in the order of arrival within it; `ends[s]`: behind the last of site `s`. */
function bySite(sites: Uint16Array, from: number, to: number): { places: Uint32Array; ends: Uint32Array } {
  const next = new Uint32Array(TILE_SITES + 1);
  for (let i = from; i < to; i++) next[sites[i] + 1]++;
  for (let s = 0; s < TILE_SITES; s++) next[s + 1] += next[s];
  const places = new Uint32Array(to - from);
  for (let i = from; i < to; i++) places[next[sites[i]]++] = i;
  return { places, ends: next.subarray(0, TILE_SITES) };
}

/** Sorts each site by time where it is not; drops what was said again, sets aside what was replaced. Changes `ends`. */
function repair({ offsets, values, quality, counts, known }: Gathered, places: Uint32Array, ends: Uint32Array, site: number, start: number, replaced: Replaced[]): { places: Uint32Array; since: Uint32Array } {
  const kept = new Uint32Array(places.length);
  const since = new Uint32Array(places.length);
  const isSame = (a: number, b: number): boolean =>
    Object.is(values[a], values[b]) && (quality === null || quality[a] === quality[b]) && (counts === null || counts[a] === counts[b]);
  let k = 0;
  for (let s = 0, begin = 0; s < TILE_SITES; s++) {
    const mine = places.subarray(begin, ends[s]);
    begin = ends[s];
    // The order of arrival stays within an instant.
    mine.sort((a, b) => offsets[a] - offsets[b] || a - b);
    const before = k;
    for (const i of mine) {
      const was = kept[k - 1];
      if (k === before || offsets[was] !== offsets[i]) {
        kept[k] = i;
        since[k++] = known[i];
      } else if (!isSame(was, i)) {
        replaced.push({ site: site + s, time: start + offsets[was], value: values[was], quality: quality?.[was] ?? 0, count: counts?.[was] ?? NOT_STATED, known: since[k - 1] });
        kept[k - 1] = i;
        since[k - 1] = known[i];
      }
      // Said again, it is known since it was first said.
    }
    ends[s] = k;
  }
  return { places: kept.subarray(0, k), since: since.subarray(0, k) };
}

function blockOf({ offsets, values, quality, counts }: Gathered, places: Uint32Array, ends: Uint32Array, site: number, start: number): Block {
  const n = places.length;
  const sites = new Uint32Array(TILE_SITES);
  const starts = new Uint32Array(TILE_SITES + 1);
  let m = 0;
  for (let s = 0; s < TILE_SITES; s++) {
    if (ends[s] === starts[m]) continue;
    sites[m] = site + s;
    starts[++m] = ends[s];
  }
  const block: Block = {
    t0: 0, t1: 0, sites: sites.slice(0, m), starts: starts.slice(0, m + 1), offsets: new Int32Array(n), values: new Float64Array(n), quality: null, counts: null,
  };
  let t0 = Infinity;
  let t1 = -Infinity;
  for (let i = 0; i < n; i++) {
    const offset = offsets[places[i]];
    block.offsets[i] = offset;
    block.values[i] = values[places[i]];
    if (offset < t0) t0 = offset;
    if (offset > t1) t1 = offset;
  }
  for (let i = 0; i < n; i++) block.offsets[i] -= t0;
  block.t0 = start + t0;
  block.t1 = start + t1;
  if (quality !== null) {
    const picked = pick(quality, places);
    if (picked.some((code) => code !== 0)) block.quality = picked;
  }
  if (counts !== null) {
    const picked = pick(counts, places);
    if (picked.some((count) => count !== NOT_STATED)) block.counts = picked;
  }
  return block;
}

function pick<T extends Uint8Array | Uint32Array>(column: T, places: Uint32Array): T {
  const picked = new (column.constructor as new (n: number) => T)(places.length);
  for (let i = 0; i < places.length; i++) picked[i] = column[places[i]];
  return picked;
}
