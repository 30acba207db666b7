/** The newest state of every site, kept in the file as of an arrival, so that opening a run need not search for it. */
import { NOT_STATED } from '#contract/observation.ts';
import type { Block } from '#contract/blocks/block.ts';
import { LAST_TIME, type History, type Line, type Piece } from './history.ts';
import type { Journal } from './journal.ts';
import type { Database } from './openFile.ts';
import { isSealed, readOr, sealOf } from './salvage.ts';
import { hasThinnedSince } from './thinned.ts';
import type { Tiles } from './tiles.ts';
import type { State } from './store.ts';

export interface Newest {
  /** Null where none was kept yet, or what was kept is damaged. Includes what arrived after it was kept. */
  load(line: Line, sites: number): State | null;
  /** The state must include everything that was appended so far. */
  keep(line: Line, state: State): void;
}

export function openNewest(db: Database, { history, journal, tiles, damaged }: { history: History; journal: Journal; tiles: Tiles; damaged: (what: string) => void }): Newest {
  const get = db.prepare('SELECT arrival, sites, sum, body FROM head WHERE indicator = ?');
  const put = db.prepare('INSERT OR REPLACE INTO head (indicator, arrival, sites, body, sum) VALUES (?, ?, ?, ?, ?)');
  return {
    load(line, sites) {
      const row = readOr(() => get.get(line.indicator) as { arrival: number; sites: number; sum: number; body: Buffer } | undefined, undefined, () => damaged(`newest state of indicator ${line.indicator}`));
      if (!row) return null;
      // It is worked out again from history; also where what came since is thinned already.
      if (hasThinnedSince(tiles, line, row.arrival)) return null;
      if (!isSealed(row.body, row.sum, [line.indicator, row.arrival, row.sites])) {
        damaged(`newest state of indicator ${line.indicator}`);
        return null;
      }
      const state = unpackState(row.body, row.sites, sites);
      // What was put away since was in the journal before; within an instant what is put away came first.
      const since: Piece[] = tiles.facts(line.indicator).filter(({ seq }) => seq > row.arrival).flatMap(({ block }) => history.pieces(line, block)).filter(({ source }) => 'tile' in source);
      for (const piece of since) apply(state, history.load(piece, false)!);
      for (const later of journal.since(line.indicator, row.arrival)) apply(state, journal.load(later)!);
      for (const time of state.times) if (time > state.validFrom) state.validFrom = time;
      return state;
    },
    keep(line, state) {
      const body = packState(state);
      const beside = [line.indicator, journal.lastSeq(), state.values.length] as const;
      put.run(...beside, body, sealOf(body, beside));
    },
  };
}

function apply(state: State, block: Block): void {
  for (let s = 0; s < block.sites.length; s++) {
    const at = block.starts[s + 1] - 1;
    const site = block.sites[s];
    const time = block.t0 + block.offsets[at];
    if (time < state.times[site]) continue;
    state.times[site] = time;
    state.values[site] = block.values[at];
    state.quality[site] = block.quality === null ? 0 : block.quality[at];
    state.counts[site] = block.counts === null ? NOT_STATED : block.counts[at];
  }
}

/** Columns one after the other: read and written in a copy each. */
function packState({ times, values, quality, counts }: State): Buffer {
  return Buffer.concat([times, values, counts, quality].map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)));
}

/** `kept` sites were packed; those that came since have said nothing in it. */
function unpackState(body: Buffer, kept: number, sites: number): State {
  const room = Uint8Array.from(body).buffer;
  const times = new Float64Array(sites).fill(NaN);
  const values = new Float64Array(sites).fill(NaN);
  const quality = new Uint8Array(sites);
  const counts = new Uint32Array(sites).fill(NOT_STATED);
  times.set(new Float64Array(room, 0, kept));
  values.set(new Float64Array(room, 8 * kept, kept));
  counts.set(new Uint32Array(room, 16 * kept, kept));
  quality.set(new Uint8Array(room, 20 * kept, kept));
  return { times, values, quality, counts, validFrom: 0, validUntil: LAST_TIME };
}
