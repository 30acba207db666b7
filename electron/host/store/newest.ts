/** The newest state of every site, kept in the file as of an arrival, so that opening a run need not search for it. */
import { NOT_STATED } from '#contract/observation.ts';
import { putIntegers, putRaw, takeIntegers, takeRaw } from './columns.ts';
import { LAST_TIME, type BlockRow, type Journal } from './journal.ts';
import type { Database } from './openFile.ts';
import { planeReader, planeWriter } from './planes.ts';
import type { State } from './store.ts';

export interface Newest {
  /** Null where none was kept yet. Includes what arrived after it was kept. */
  load(indicator: number, sites: number): State | null;
  /** The state must include everything that was appended so far. */
  keep(indicator: number, state: State): void;
}

export function openNewest(db: Database, journal: Journal): Newest {
  const get = db.prepare('SELECT arrival, sites, body FROM head WHERE indicator = ?');
  const put = db.prepare('INSERT OR REPLACE INTO head VALUES (?, ?, ?, ?)');
  const since = db.prepare('SELECT arrival, t0, t1 FROM block WHERE arrival > ? AND indicator = ? ORDER BY arrival');
  return {
    load(indicator, sites) {
      const row = get.get(indicator) as { arrival: number; sites: number; body: Buffer } | undefined;
      if (!row) return null;
      const state = unpackState(row.body, row.sites, sites);
      for (const later of since.all(row.arrival, indicator) as BlockRow[]) apply(state, later, journal);
      for (const time of state.times) if (time > state.validFrom) state.validFrom = time;
      return state;
    },
    keep: (indicator, state) => void put.run(indicator, journal.lastArrival(), state.values.length, packState(state)),
  };
}

function apply(state: State, row: BlockRow, journal: Journal): void {
  const block = journal.peek(row)!;
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

function packState({ times, values, quality, counts }: State): Buffer {
  const out = planeWriter();
  putRaw(out, times);
  putRaw(out, values);
  putIntegers(out, new Int32Array(quality));
  putIntegers(out, new Int32Array(counts));
  return out.done();
}

/** `kept` sites were packed; those that came since have said nothing in it. */
function unpackState(body: Buffer, kept: number, sites: number): State {
  const input = planeReader(body);
  const times = new Float64Array(sites).fill(NaN);
  const values = new Float64Array(sites).fill(NaN);
  const quality = new Uint8Array(sites);
  const counts = new Uint32Array(sites).fill(NOT_STATED);
  takeRaw(input, kept, times.subarray(0, kept));
  takeRaw(input, kept, values.subarray(0, kept));
  quality.set(takeIntegers(input, kept));
  counts.set(takeIntegers(input, kept));
  return { times, values, quality, counts, validFrom: 0, validUntil: LAST_TIME };
}
