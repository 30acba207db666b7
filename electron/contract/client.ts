/** The page's half of the wire: typed calls, typed events, bytes. */
import { calls, events, type CallArgs, type CallName, type CallReply, type EventFact, type EventName, type Problem } from './contract.ts';
import { decodeColumns, type ColumnMessage } from './columns.ts';
import type { Wire } from './wire.ts';

export class CallProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export interface HostClient {
  /** Resolves with the reply; rejects with `CallProblem`, also when the wire closes first. */
  call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallReply<N>>;
  /** A call whose reply nobody waits for. */
  tell<N extends CallName>(name: N, args: CallArgs<N>): void;
  close(): void;
}

export interface ClientHandlers {
  event<N extends EventName>(name: N, fact: EventFact<N>): void;
  frame(message: ColumnMessage): void;
  closed(): void;
}

const LOST: Problem = { code: 'unavailable', message: 'The connection to the host was lost.' };

export function connectClient(wire: Wire, handlers: ClientHandlers): HostClient {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let open = true;

  const settle = (id: unknown, run: (entry: { resolve(value: unknown): void; reject(error: Error): void }) => void): void => {
    const entry = waiting.get(id as number);
    if (!entry) return;
    waiting.delete(id as number);
    run(entry);
  };

  wire.listen({
    text(text) {
      const message = JSON.parse(text) as { id?: number; reply?: unknown; problem?: Problem; event?: EventName; fact?: unknown };
      if (message.event !== undefined && message.event in events) handlers.event(message.event, message.fact as never);
      else if (message.problem) settle(message.id, (entry) => entry.reject(new CallProblem(message.problem!)));
      else settle(message.id, (entry) => entry.resolve(message.reply));
    },
    bytes(bytes) {
      const message = decodeColumns(bytes);
      if (message.header.kind === 'reply') settle(message.header.id, (entry) => entry.resolve(message));
      else handlers.frame(message);
    },
    closed() {
      open = false;
      for (const entry of waiting.values()) entry.reject(new CallProblem(LOST));
      waiting.clear();
      handlers.closed();
    },
  });

  return {
    call(name, args) {
      if (!open) return Promise.reject(new CallProblem(LOST));
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        wire.sendText(JSON.stringify({ id, call: name, args }));
      });
    },
    tell(name, args) {
      if (open && name in calls) wire.sendText(JSON.stringify({ id: 0, call: name, args }));
    },
    close: () => wire.close(),
  };
}
