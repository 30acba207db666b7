/** Where a WebSocket feed stands, as docs/feed-protocol.md names it, in cursors that the store keeps. */
import type { FeedPorts } from '../feed.ts';

/** Past that is asked for at first start. */
export const HISTORY_MS = 24 * 3_600_000;

export interface HistoryRange {
  from: number;
  to: number;
}

export interface Standing {
  sitesVersion: string | null;
  live: string | null;
  /** Null: no past is lacking. */
  history: HistoryRange | null;
}

/** The range that is still lacking is kept as "from:to"; one that is complete has from = to. */
export function standingOf(ports: FeedPorts): Standing {
  const stored = ports.cursor('history');
  const [from, to] = stored === null ? [ports.now() - HISTORY_MS, ports.now()] : stored.split(':').map(Number);
  return { sitesVersion: ports.cursor('sitesVersion'), live: ports.cursor('live'), history: to > from ? { from, to } : null };
}

/** What the header of a message, once it is committed, changes in the standing; only what it says well is taken. */
export function cursorsAfter(header: Record<string, unknown>, asked: HistoryRange | null): Record<string, string> {
  const cursors: Record<string, string> = {};
  if (typeof header.live === 'string' || typeof header.live === 'number') cursors.live = String(header.live).slice(0, 200);
  if (typeof header.sitesVersion === 'string') cursors.sitesVersion = header.sitesVersion.slice(0, 200);
  const step = historyStep(header);
  if (step && asked) cursors.history = historyCursor({ from: asked.from, to: step.done >= step.total ? asked.from : Math.min(asked.to, Math.max(asked.from, step.to)) });
  return cursors;
}

export function historyCursor({ from, to }: HistoryRange): string {
  return `${from}:${to}`;
}

export interface HistoryStep {
  to: number;
  done: number;
  total: number;
}

export function historyStep({ history }: Record<string, unknown>): HistoryStep | null {
  if (typeof history !== 'object' || history === null) return null;
  const { to, done, total } = history as Record<string, unknown>;
  return Number.isFinite(to) && Number.isFinite(done) && Number.isFinite(total) ? { to: to as number, done: done as number, total: total as number } : null;
}
