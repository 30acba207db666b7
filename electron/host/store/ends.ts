/** How each indicator's last block that was put away ended: the next one's carry is then at hand without reading back. */
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { carryMs } from './grid.ts';
import type { History, Line } from './history.ts';
import { drafting } from './states.ts';
import type { State } from './store.ts';

export interface Ends {
  /** The state at the last millisecond before the block, looking back `carryMs`. Yields while it reads. */
  before(line: Line, block: number, sites: number): Generator<void, State | null>;
  /** A block was put away for the first time, with this content. */
  add(line: Line, block: number, content: readonly Block[]): void;
  /** Something came late or went. */
  forget(line: Line): void;
  clear(): void;
}

export function openEnds(history: History): Ends {
  const ends = new Map<number, { block: number; state: State }>();

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
      const state = yield* drafting(history, { line, sites, time, horizonMs: carryMs(spanMs), knownAt: null });
      ends.set(indicator, { block: last ?? -1, state });
      return state;
    },
    add({ indicator }, block, content) {
      const known = ends.get(indicator);
      if (!known || known.block >= block) return void ends.delete(indicator);
      known.block = block;
      for (const each of content) takeLast(known.state, each);
    },
    forget: ({ indicator }) => void ends.delete(indicator),
    clear: () => ends.clear(),
  };
}

function takeLast(state: State, { t0, sites, starts, offsets, values, quality, counts }: Block): void {
  for (let s = 0; s < sites.length; s++) {
    const site = sites[s];
    const at = starts[s + 1] - 1;
    state.times[site] = t0 + offsets[at];
    state.values[site] = values[at];
    state.quality[site] = quality?.[at] ?? 0;
    state.counts[site] = counts?.[at] ?? NOT_STATED;
  }
}

function forgetBefore(state: State, oldest: number): void {
  for (let i = 0; i < state.times.length; i++) if (state.times[i] < oldest) state.times[i] = NaN;
}
