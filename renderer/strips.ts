/**
 * City-wide values over the last day, for the rail's lines: asked for when they come into
 * sight, two at a time, again when they are old or the past has changed.
 */
import { CallProblem } from '#contract/client.ts';
import { call } from './host.ts';
import { DAY_MS, liveEdge } from './state/clock.ts';
import { useScreen } from './state/store.ts';

export interface Strip { times: Float64Array; values: Float64Array; from: number; to: number }

export const STRIP_STEP_MS = 15 * 60_000;
const AT_ONCE = 2;
/** The past may change many times a second while it fills in: a line is asked for again at most so often. */
const NOT_AGAIN_WITHIN_MS = 8_000;

interface Entry { strip: Strip | null; stale: boolean; askedAt: number; wanted: number; listeners: Set<() => void> }
const entries = new Map<string, Entry>();
const waiting: string[] = [];
let asking = 0;

function entryOf(code: string): Entry {
  let entry = entries.get(code);
  if (!entry) entries.set(code, (entry = { strip: null, stale: true, askedAt: -Infinity, wanted: 0, listeners: new Set() }));
  return entry;
}

export const stripOf = (code: string): Strip | null => entries.get(code)?.strip ?? null;

export function listenToStrip(code: string, listener: () => void): () => void {
  const { listeners } = entryOf(code);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The line of `code` is in sight until the returned function is called. */
export function wantStrip(code: string): () => void {
  const entry = entryOf(code);
  entry.wanted++;
  refresh(code, entry);
  return () => {
    entry.wanted--;
  };
}

function refresh(code: string, entry: Entry): void {
  if (!entry.stale || entry.wanted === 0 || waiting.includes(code)) return;
  if (performance.now() - entry.askedAt < NOT_AGAIN_WITHIN_MS) return;
  waiting.push(code);
  void askNext();
}

async function askNext(): Promise<void> {
  if (asking >= AT_ONCE) return;
  const code = waiting.shift();
  if (code === undefined) return;
  const { run, clock, skew } = useScreen.getState();
  const entry = entryOf(code);
  if (!run || entry.wanted === 0 || liveEdge(run, clock, Date.now() + skew) === 0) return askNext();
  asking++;
  entry.askedAt = performance.now();
  entry.stale = false;
  const to = Math.ceil(liveEdge(run, clock, Date.now() + skew) / STRIP_STEP_MS) * STRIP_STEP_MS;
  const from = to - DAY_MS;
  try {
    const { columns } = await call('strip.get', { indicator: code, from, to, step: STRIP_STEP_MS });
    if (useScreen.getState().run?.id === run.id) {
      entry.strip = { times: columns.times as Float64Array, values: columns.values as Float64Array, from, to };
      for (const listener of entry.listeners) listener();
    }
  } catch (error) {
    entry.stale = true;
    if (!(error instanceof CallProblem)) throw error;
  } finally {
    asking--;
    void askNext();
  }
}

/** The past is known better now: what is in sight is asked for again, soon. */
export function stripsChanged(): void {
  for (const entry of entries.values()) entry.stale = true;
}

/** Another run: nothing kept is about it. */
export function forgetStrips(): void {
  for (const entry of entries.values()) {
    Object.assign(entry, { strip: null, stale: true, askedAt: -Infinity });
    for (const listener of entry.listeners) listener();
  }
}

/** Every few seconds: lines that are in sight and old are asked for again. */
export function tendStrips(): void {
  const { link, run, clock, skew } = useScreen.getState();
  if (link !== 'open' || !run || document.hidden) return;
  const edge = liveEdge(run, clock, Date.now() + skew);
  for (const [code, entry] of entries) {
    if (edge === 0) return;
    if (entry.strip && edge > entry.strip.to) entry.stale = true;
    refresh(code, entry);
  }
}
