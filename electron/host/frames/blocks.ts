/**
 * A stretch of history for a screen that scrubs in its own memory. Sites that nobody stands behind go as they are stored;
 * areas and people go as pictures, which are made as everything that leaves the host is.
 */
import type { ColumnMessage } from '#contract/columns.ts';
import { Refusal } from '#contract/server.ts';
import type { State, StoredBlock } from '../store/store.ts';
import { unwanted, type Past } from './past.ts';
import { silentAfterMs } from './picture.ts';
import { PEOPLE_STEP_MS } from './privacy.ts';
import type { PlaceSet, Subjects } from './subjects.ts';
import { sweepPictures } from './sweepPictures.ts';
import type { Turns } from './turns.ts';

/** Live observations arrive late by less than this: older instants no longer change by themselves. */
const SETTLED_AFTER_MS = 120_000;
/** Pictures a block of areas has at most. */
const MOST_PICTURES = 60;
/** In `beforeTimes` and `newest`: nothing was said. */
const NOT_SAID = -0x80000000;

interface Tools { run: Past; subjects: Subjects; turns: Turns }

/** The block that `time` (epoch ms) lies in, `led`: with what leads into it; header and columns as `block.get` says. Throws `Refusal`. */
export async function blockFor(tools: Tools, set: PlaceSet, { time, led }: { time: number; led: boolean }, isWanted: () => boolean): Promise<ColumnMessage> {
  const { run, subjects } = tools;
  const { indicator, minCount } = set.subject;
  const stored = run.store.block(indicator.code, time);
  if (!stored) throw new Refusal('not-found', `Nothing is stored of ${indicator.code}.`);
  const { from, until } = stored;
  const silentAfter = subjects.silentAfter(indicator, { live: false, time: (from + until) / 2, asKnown: false });
  const complete = Math.min(until, run.config.clock === 'wall' ? run.now() - SETTLED_AFTER_MS : run.now());
  const header = { places: set.id, from, until, complete, silentAfter: Math.max(silentAfter, silentAfterMs(indicator)) };
  if (set.unit === 'sites' && minCount === null) {
    const horizon = subjects.horizon(silentAfter);
    const { pieces, columns } = observed(stored, led ? run.store.stateAt(indicator.code, from - 1, horizon) : null);
    return { header: { ...header, form: 'observed', horizon, pieces }, columns };
  }
  return { header: { ...header, form: 'pictured' }, columns: await pictures(tools, set, header, isWanted) };
}

/** A stretch as it is stored, and what led into it (null: left out). */
export function observed({ from, pieces }: StoredBlock, before: Pick<State, 'values' | 'times'> | null): { pieces: [number, number, number][]; columns: ColumnMessage['columns'] } {
  const bytes = new Uint8Array(pieces.reduce((sum, { body }) => sum + body.length, 0));
  let at = 0;
  for (const { body } of pieces) {
    bytes.set(body, at);
    at += body.length;
  }
  return {
    pieces: pieces.map(({ t0, t1, body }) => [t0, t1, body.length]),
    columns: before === null ? { bytes } : { bytes, beforeValues: new Float32Array(before.values), beforeTimes: allSecondsFrom(before.times, from) },
  };
}

/** In a loop: a function for each of 100,000 sites would take longer than what is sent beside it. */
function allSecondsFrom(said: Float64Array, from: number): Int32Array {
  const seconds = new Int32Array(said.length);
  for (let i = 0; i < said.length; i++) seconds[i] = secondsFrom(said[i], from);
  return seconds;
}

function secondsFrom(said: number, from: number): number {
  return Number.isNaN(said) ? NOT_SAID : Math.ceil((said - from) / 1000);
}

async function pictures(tools: Tools, set: PlaceSet, { from, until, complete }: { from: number; until: number; complete: number }, isWanted: () => boolean): Promise<ColumnMessage['columns']> {
  const { indicator, minCount } = set.subject;
  const step = Math.max(indicator.update_period_s * 1000, minCount === null ? 1000 : PEOPLE_STEP_MS, Math.ceil((until - from) / MOST_PICTURES / PEOPLE_STEP_MS) * PEOPLE_STEP_MS);
  const instants: number[] = [];
  // The picture of a step is made at its end: what was said in it is in it.
  for (let instant = from; instant < complete; instant += step) instants.push(Math.min(instant + step, until, complete) - 1);
  const values: Float64Array[] = [];
  const newest: Float64Array[] = [];
  const status: Uint8Array[] = [];
  const isDone = await sweepPictures({ store: tools.run.store, subjects: tools.subjects, turns: tools.turns }, set, instants, {
    when: 'soon',
    isWanted,
    visit: (_instant, sight) => {
      values.push(sight.values.slice());
      newest.push(sight.newest.slice());
      status.push(sight.status.slice());
    },
  });
  if (!isDone) throw unwanted();
  const n = values[0]?.length ?? 0;
  const columns = {
    times: Float64Array.from({ length: values.length }, (_, k) => from + k * step),
    values: new Float32Array(values.length * n),
    newest: new Int32Array(values.length * n),
    status: new Uint8Array(values.length * n),
  };
  for (let k = 0; k < values.length; k++) {
    columns.values.set(values[k], k * n);
    columns.newest.set(Int32Array.from(newest[k], (said) => secondsFrom(said, from)), k * n);
    columns.status.set(status[k], k * n);
  }
  return columns;
}

