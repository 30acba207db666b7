/**
 * The worker's side of the page's own memory of history: unfolds replies of `block.get`, one after the other. How a stretch ended is
 * remembered, so that the next one need not be told what leads into it; and replies themselves, a sixth of what they unfold to, so that
 * a hand that comes back need not ask the host again.
 */
import { lastRow, NOT_SAID, type Before } from '#contract/blocks/dense.ts';
import type { ColumnMessage } from '#contract/columns.ts';
import { unfoldReply, type Unfolded } from './unfolded.ts';

export interface UnfoldRequest {
  ticket: number;
  /** Stretches of a line lead into each other: of one place set, as it was known at one time. */
  line: string;
  /** What the host said; or where a stretch begins (epoch ms) that was unfolded before and is over. */
  of: ColumnMessage | { from: number };
  /** Memory of stretches that nobody draws from any more, to be written over. */
  spare: ArrayBuffer[];
}
/** `block` null: the reply could not be read, what leads into it is not remembered, or the stretch is not. */
export interface UnfoldAnswer { ticket: number; block: Unfolded | null }

/** Ends that are remembered: those of the stretches that were unfolded last. */
const MOST_ENDS = 12;
const REPLY_BYTES = 192 * 1024 * 1024;
/** Pieces of memory kept for the next stretches. */
const MOST_SPARES = 8;

interface End extends Before { from: number; until: number }
interface Kept { reply: ColumnMessage; lead: Before | null; bytes: number }

export function createUnfolding(budget = REPLY_BYTES): (request: UnfoldRequest) => UnfoldAnswer {
  const ends = new Map<string, End>();
  /** In order of use. */
  const replies = new Map<string, Kept>();
  /** Fresh memory costs as much as what is written to it, and what is handed over is taken back late. */
  const spares: ArrayBuffer[] = [];
  let bytes = 0;

  const allocate = (size: number): ArrayBuffer => {
    const at = spares.findIndex(({ byteLength }) => byteLength === size);
    return at < 0 ? new ArrayBuffer(size) : spares.splice(at, 1)[0]!;
  };
  const leadInto = (line: string, { header, columns }: ColumnMessage): Before | null => {
    const { from, horizon } = header as { from?: number; horizon?: number };
    if (columns['beforeTimes'] !== undefined || horizon === undefined) return null;
    const end = ends.get(`${line}@${from}`);
    return end ? carried(end, horizon) : null;
  };
  const keep = (name: string, reply: ColumnMessage, lead: Before | null): void => {
    bytes -= replies.get(name)?.bytes ?? 0;
    replies.delete(name);
    const size = [...Object.values(reply.columns), ...(lead ? [lead.values, lead.times] : [])].reduce((sum, { byteLength }) => sum + byteLength, 0);
    replies.set(name, { reply, lead, bytes: size });
    bytes += size;
    for (const [oldest, kept] of replies) {
      if (bytes <= budget) break;
      replies.delete(oldest);
      bytes -= kept.bytes;
    }
  };
  const unfold = (line: string, reply: ColumnMessage, lead: Before | null): Unfolded => {
    const block = unfoldReply(reply, lead, allocate);
    if (block.kind === 'pictured' || block.complete < block.until) return block;
    keep(`${line}@${block.from}`, reply, lead);
    const end = `${line}@${block.until}`;
    ends.delete(end);
    ends.set(end, { ...lastRow(block.dense), from: block.from, until: block.until });
    if (ends.size > MOST_ENDS) ends.delete(ends.keys().next().value!);
    return block;
  };

  return ({ ticket, line, of, spare }) => {
    spares.push(...spare);
    spares.splice(0, Math.max(0, spares.length - MOST_SPARES));
    try {
      if ('header' in of) return { ticket, block: unfold(line, of, leadInto(line, of)) };
      const kept = replies.get(`${line}@${of.from}`);
      return { ticket, block: kept ? unfold(line, kept.reply, kept.lead) : null };
    } catch {
      return { ticket, block: null };
    }
  };
}

/** The columns that a stretch is handed over with. */
export const columnsOf = (block: Unfolded | null): ArrayBufferLike[] =>
  (block?.kind === 'observed' ? [block.dense.values.buffer, block.dense.times.buffer] : []);

/** How a stretch ended, as what leads into the next: no word older than `horizon` ms before that begins. */
function carried({ values, times, from, until }: End, horizon: number): Before {
  const spanS = (until - from) / 1000;
  const oldest = Math.ceil((-1 - horizon) / 1000);
  const seconds = new Int32Array(times.length);
  for (let i = 0; i < times.length; i++) {
    const said = times[i]!;
    seconds[i] = said === NOT_SAID || said - spanS < oldest ? NOT_SAID : said - spanS;
  }
  return { values, times: seconds, quality: null };
}
