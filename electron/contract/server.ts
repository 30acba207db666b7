/** The host's half of the wire: parses every argument, answers every call with a reply or a problem, never throws at a peer. */
import { calls, MAX_TEXT, type CallName, type EventFact, type EventName, type Problem } from './contract.ts';
import { encodeColumns, type ColumnMessage } from './columns.ts';
import type { z } from './zod.ts';
import type { Wire } from './wire.ts';

type Parsed<N extends CallName> = z.output<(typeof calls)[N]['args']>;
type Answer<N extends CallName> = (typeof calls)[N]['reply'] extends z.ZodType<infer R> ? R : ColumnMessage;
export type Handlers = { [N in CallName]: (args: Parsed<N>) => Answer<N> | Promise<Answer<N>> };

/** An expected failure: its problem is told to the page as it is. Anything else thrown is a bug and told as `internal`. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(code: Problem['code'], message: string, hint?: string) {
    super(message);
    this.problem = hint === undefined ? { code, message } : { code, message, hint };
  }
}

export interface ServerEnd {
  emit<N extends EventName>(name: N, fact: EventFact<N>): void;
  sendBytes(bytes: Uint8Array): void;
  queuedBytes(): number;
  close(): void;
}

export interface ServeOptions {
  handlers: Handlers;
  closed(): void;
  /** Told of every bug and of every message that was no call; for the log. */
  fault(error: unknown): void;
}

export function serveWire(wire: Wire, { handlers, closed, fault }: ServeOptions): ServerEnd {
  const answer = async (text: string): Promise<void> => {
    const request = parseRequest(text);
    if ('problem' in request) {
      fault(new Error(request.problem.message));
      if (request.id) wire.sendText(JSON.stringify({ id: request.id, problem: request.problem }));
      return;
    }
    const { id, call, args } = request;
    try {
      const reply = await (handlers[call] as (a: unknown) => unknown)(args);
      if (calls[call].reply === 'bytes') {
        const { header, columns } = reply as ColumnMessage;
        wire.sendBytes(encodeColumns({ ...header, kind: 'reply', id }, columns));
      } else if (id !== 0) wire.sendText(JSON.stringify({ id, reply }));
    } catch (error) {
      if (!(error instanceof Refusal)) fault(error);
      const problem: Problem = error instanceof Refusal ? error.problem : { code: 'internal', message: `The host failed at ${call}.` };
      if (id !== 0) wire.sendText(JSON.stringify({ id, problem }));
    }
  };

  wire.listen({
    text: (text) => void answer(text).catch(fault),
    bytes: () => fault(new Error('a page sends no bytes')),
    closed,
  });
  return {
    emit: (name, fact) => wire.sendText(JSON.stringify({ event: name, fact })),
    sendBytes: (bytes) => wire.sendBytes(bytes),
    queuedBytes: () => wire.queuedBytes(),
    close: () => wire.close(),
  };
}

type Request = { id: number; call: CallName; args: unknown } | { id?: number; problem: Problem };

function parseRequest(text: string): Request {
  if (text.length > MAX_TEXT) {
    // Not parsed; clients write the id first, and its caller waits.
    const id = Number(/^\{"id":(\d{1,15}),/.exec(text.slice(0, 32))?.[1] ?? 0);
    return { id, problem: { code: 'too-large', message: 'A message was too large.' } };
  }
  let message: { id?: unknown; call?: unknown; args?: unknown } | null;
  try {
    message = JSON.parse(text);
  } catch {
    return { problem: { code: 'bad-request', message: 'A message was not JSON.' } };
  }
  const id = message?.id;
  if (typeof message !== 'object' || typeof id !== 'number' || !Number.isSafeInteger(id)) {
    return { problem: { code: 'bad-request', message: 'A message was no call.' } };
  }
  if (typeof message?.call !== 'string' || !Object.hasOwn(calls, message.call)) {
    return { id, problem: { code: 'bad-request', message: 'There is no such call.' } };
  }
  const call = message.call as CallName;
  const parsed = calls[call].args.safeParse(message.args);
  if (!parsed.success) {
    const where = parsed.error.issues[0];
    return { id, problem: { code: 'bad-request', message: `${call}: ${where?.path.join('.') ?? ''} ${where?.message ?? ''}`.trim() } };
  }
  return { id, call, args: parsed.data };
}
