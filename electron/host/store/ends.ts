/** How each indicator's last block that was put away ended: the next one's carry is then at hand without reading back. */
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { carryMs } from './grid.ts';
import type { History, Line } from './history.ts';
import { drafting } from './states.ts';
import type { State } from './store.ts';

/** Of a tile what its neighbours in time need: when each of its sites first spoke (epoch ms), and the last that it said. */
export interface Ending extends Pick<State, 'times' | 'values'>, Pick<Block, 'sites' | 'quality' | 'counts'> {
  firsts: Float64Array;
}

export interface Ends {
  /** The state at the last millisecond before the block, looking back `carryMs`. Yields while it reads. */
  before(line: Line, block: number, sites: number): Generator<void, State | null>;
  /** A block was put away for the first time, and ended so. */
  add(line: Line, block: number, endings: readonly Ending[]): void;
  /** Something came late or went. */
  forget(line: Line): void;
  clear(): void;
}

export function openEnds(history: History): Ends {
  const ends = new Map<number, { block: number; state: State }>();
  /** How often something was forgotten: what was begun before is not kept. */
  let forgotten = 0;

  return {
    *before(line, block, sites) {
      const { indicator, spanMs } = line;
      const time = block * spanMs - 1;
      const oldest = time - carryMs(spanMs);
      const last = history.blocks(line, oldest, time)[0];
      const known = ends.get(indicator);
      if (known && known.block === last && known.state.times.length === sites) {
        forgetBefore(known.state, oldest);
        return known.state;
      }
      const begun = forgotten;
      const state = yield* drafting(history, { line, sites, time, horizonMs: carryMs(spanMs), knownAt: null });
      if (begun === forgotten) ends.set(indicator, { block: last ?? -1, state });
      return state;
    },
    add({ indicator }, block, endings) {
      const known = ends.get(indicator);
      if (!known || known.block >= block) return void ends.delete(indicator);
      known.block = block;
      for (const each of endings) putWords(known.state, each);
    },
    forget({ indicator }) {
      forgotten++;
      ends.delete(indicator);
    },
    clear() {
      forgotten++;
      ends.clear();
    },
  };
}

export function endingOf({ t0, sites, starts, offsets, values, quality, counts }: Block): Ending {
  const m = sites.length;
  const ending: Ending = { sites, firsts: new Float64Array(m), times: new Float64Array(m), values: new Float64Array(m), quality: quality && new Uint8Array(m), counts: counts && new Uint32Array(m) };
  for (let s = 0; s < m; s++) {
    const at = starts[s + 1] - 1;
    ending.firsts[s] = t0 + offsets[starts[s]];
    ending.times[s] = t0 + offsets[at];
    ending.values[s] = values[at];
    if (quality !== null) ending.quality![s] = quality[at];
    if (counts !== null) ending.counts![s] = counts[at];
  }
  return ending;
}

const NOTHING: Block = { t0: 0, t1: 0, sites: new Uint32Array(0), starts: new Uint32Array(1), offsets: new Int32Array(0), values: new Float64Array(0), quality: null, counts: null };

/** Of those sites only whose last word in `before` (null: they had none) is another. */
export function changedEndings({ sites, firsts, times, values, quality, counts }: Ending, before: Block | null): Ending {
  const was = endingOf(before ?? NOTHING);
  const kept: number[] = [];
  let b = 0;
  for (let s = 0; s < sites.length; s++) {
    while (was.sites[b] < sites[s]) b++;
    const isSame = was.sites[b] === sites[s] && was.times[b] === times[s] && Object.is(was.values[b], values[s])
      && (was.quality?.[b] ?? 0) === (quality?.[s] ?? 0) && (was.counts?.[b] ?? NOT_STATED) === (counts?.[s] ?? NOT_STATED);
    if (!isSame) kept.push(s);
  }
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (s) => column[s]);
  return {
    sites: Uint32Array.from(kept, (s) => sites[s]), firsts: pick(firsts), times: pick(times), values: pick(values),
    quality: quality && Uint8Array.from(kept, (s) => quality[s]), counts: counts && Uint32Array.from(kept, (s) => counts[s]),
  };
}

/** Words of some sites, one each, into the state of all. */
export function putWords(state: State, { sites, times, values, quality, counts }: Omit<Ending, 'firsts'>): void {
  for (let s = 0; s < sites.length; s++) {
    const site = sites[s];
    state.times[site] = times[s];
    state.values[site] = values[s];
    state.quality[site] = quality?.[s] ?? 0;
    state.counts[site] = counts?.[s] ?? NOT_STATED;
  }
}

function forgetBefore(state: State, oldest: number): void {
  for (let i = 0; i < state.times.length; i++) if (state.times[i] < oldest) state.times[i] = NaN;
}
