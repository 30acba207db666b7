/** What comes late and changes how a block ended changes what leads into later ones: only of those sites, and only until they speak again. */
import { encodeTile } from '#contract/blocks/tile.ts';
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { carryOf } from './carry.ts';
import { putWords, type Ending } from './ends.ts';
import { carryMs, placeOfTile, settleMs, tileOf } from './grid.ts';
import type { History, Line } from './history.ts';
import { squeezer } from './squeeze.ts';
import type { State } from './store.ts';
import { positionOf, type Tiles } from './tiles.ts';

export interface Mended {
  block: number;
  carry: Block;
  body: Uint8Array;
}

/**
 * The carries into later blocks as they are once `endings` are how some sites' words in a block end. Yields while it reads; null where
 * something that it needs cannot be read.
 */
export function* mendCarries(history: History, tiles: Tiles, line: Line & { sites: number }, block: number, endings: readonly Ending[]): Generator<void, Mended[] | null> {
  const { indicator, spanMs } = line;
  const waiting = new Waiting(line.sites, endings);
  const mended: Mended[] = [];
  const facts = tiles.facts(indicator);
  const later = facts.slice(positionOf(facts, block + 1)).map((fact) => fact.block).filter((each) => (each - block) * spanMs <= carryMs(spanMs));
  for (const each of later) {
    if (waiting.size === 0) break;
    const late = each * spanMs + settleMs(spanMs);
    const spoke: number[] = [];
    const first = new Float64Array(line.sites).fill(Infinity);
    for (const tile of tiles.rows(indicator, each)) {
      if (!waiting.isIn(placeOfTile(tile.id).tile)) continue;
      const words = history.last({ arrival: 0, t0: tile.t0, t1: tile.t1, source: { tile } }, late - 1);
      if (words === null) return null;
      for (let s = 0; s < words.sites.length; s++) {
        const site = words.sites[s];
        if (!waiting.has(site)) continue;
        spoke.push(site);
        if (!Number.isNaN(words.times[s])) first[site] = words.times[s];
      }
      yield;
    }
    if (tiles.hasCarry(indicator, each)) {
      const before = tiles.carry(indicator, each);
      if (before === null) return null;
      const carry = waiting.joined(line, each, before, first);
      if (carry) mended.push({ block: each, carry, body: encodeTile(carry, squeezer).slice() });
      yield;
    }
    for (const site of spoke) waiting.leave(site);
  }
  return mended;
}

/** Sites that have said nothing since, and their last words. */
class Waiting {
  size = 0;
  readonly #state: State;
  readonly #byTile = new Map<number, number>();

  constructor(sites: number, endings: readonly Ending[]) {
    this.#state = nothingSaid(sites);
    for (const ending of endings) {
      this.size += ending.sites.length;
      if (ending.sites.length > 0) this.#byTile.set(tileOf(ending.sites[0]), ending.sites.length);
      putWords(this.#state, ending);
    }
  }

  has(site: number): boolean {
    return !Number.isNaN(this.#state.times[site]);
  }

  isIn(tile: number): boolean {
    return (this.#byTile.get(tile) ?? 0) > 0;
  }

  leave(site: number): void {
    this.#state.times[site] = NaN;
    this.size--;
    this.#byTile.set(tileOf(site), this.#byTile.get(tileOf(site))! - 1);
  }

  /** With a carry's own words, the later of each site; without those who speak early in the block (`first`: epoch ms, ∞: they do not); null where nothing changes. */
  joined(line: Line, block: number, carry: Block, first: Float64Array): Block | null {
    const late = block * line.spanMs + settleMs(line.spanMs);
    const { times, values, quality, counts } = this.#state;
    const before = nothingSaid(times.length);
    putWords(before, { ...carry, times: Float64Array.from(carry.offsets, (offset) => carry.t0 + offset) });
    let any = false;
    for (let site = 0; site < times.length; site++) {
      if (Number.isNaN(times[site]) || before.times[site] > times[site]) continue;
      // It speaks early, perhaps since something came late here too: what a carry still has of it goes.
      if (first[site] < late && Number.isNaN(before.times[site])) continue;
      any = true;
      before.times[site] = times[site];
      before.values[site] = values[site];
      before.quality[site] = quality[site];
      before.counts[site] = counts[site];
    }
    return any ? carryOf(line, block, before, first) : null;
  }
}

const nothingSaid = (sites: number): State => ({
  times: new Float64Array(sites).fill(NaN), values: new Float64Array(sites), quality: new Uint8Array(sites), counts: new Uint32Array(sites).fill(NOT_STATED), validFrom: 0, validUntil: 0,
});
