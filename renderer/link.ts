/**
 * Keeps one client of the host alive over wires that may break: opens, greets, notices silence, tries again with
 * back-off, and says at every moment which of these it is doing.
 */
import { connectClient, CallProblem, type ClientHandlers, type HostClient } from '#contract/client.ts';
import type { Wire } from '#contract/wire.ts';

export type LinkState = 'connecting' | 'open' | 'lost';

export interface LinkPorts {
  open(): Promise<Wire>;
  /** A new client is there: greet the host and restore what was shown. Rejecting counts as a broken wire. */
  greet(client: HostClient): Promise<void>;
  event: ClientHandlers['event'];
  frame: ClientHandlers['frame'];
  /** `attempt`: how often it was tried since the wire was last open. */
  changed(state: LinkState, attempt: number): void;
  /** Returns the function that takes the wish back. Milliseconds. */
  after(delay: number, run: () => void): () => void;
  now(): number;
}

export interface Link {
  /** Null while there is no greeted host. */
  client(): HostClient | null;
  /** Tries now instead of when the back-off ends. */
  retry(): void;
  close(): void;
}

const FIRST_DELAY = 250;
const LONGEST_DELAY = 8_000;
/** A host that has said nothing for so long is asked something; without an answer the wire counts as broken. */
export const SILENCE_MS = 15_000;
export const ANSWER_MS = 10_000;

/** Milliseconds to wait before attempt `attempt` (1 = first retry). */
export function backOff(attempt: number): number {
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt - 1));
}

const nothing = (): void => {};

export function keepLinked(ports: LinkPorts): Link {
  let greeted: HostClient | null = null;
  let current: HostClient | null = null;
  let attempt = 0;
  let ended = false;
  let opening = false;
  let heard = 0;
  let cancelRetry = nothing;
  let cancelProbe = nothing;

  const fail = (client: HostClient | null): void => {
    if (ended || client !== current) return;
    current = null;
    greeted = null;
    cancelProbe();
    attempt++;
    ports.changed('lost', attempt);
    cancelRetry = ports.after(backOff(attempt), () => void connect());
  };

  const probe = (client: HostClient): void => {
    cancelProbe = ports.after(SILENCE_MS, () => {
      if (client !== current) return;
      if (ports.now() - heard < SILENCE_MS) return probe(client);
      const cancelWait = ports.after(ANSWER_MS, () => {
        // A hung peer does not answer the closing of a socket either: the link is lost now, not when it does.
        fail(client);
        client.close();
      });
      const answered = (): void => {
        cancelWait();
        if (client === current) probe(client);
      };
      // A refusal is an answer too; only silence is not.
      client.call('rejects.get', {}).then(answered, answered);
    });
  };

  const connect = async (): Promise<void> => {
    if (ended || current || opening) return;
    let client: HostClient | null = null;
    opening = true;
    try {
      const wire = await ports.open().finally(() => (opening = false));
      if (ended) return wire.close();
      heard = ports.now();
      client = connectClient(wire, {
        event(name, fact) {
          heard = ports.now();
          ports.event(name, fact);
        },
        frame(message) {
          heard = ports.now();
          ports.frame(message);
        },
        closed: () => fail(client),
      });
      current = client;
      await ports.greet(client);
      if (client !== current) return;
      greeted = client;
      attempt = 0;
      ports.changed('open', 0);
      probe(client);
    } catch (error) {
      // A greeting that went wrong on a wire that still stands: nothing to show, so the wire is given up.
      if (client !== null && !(error instanceof CallProblem)) console.error(error);
      const broken = client;
      fail(broken);
      broken?.close();
    }
  };

  ports.changed('connecting', 0);
  void connect();
  return {
    client: () => greeted,
    retry() {
      cancelRetry();
      void connect();
    },
    close() {
      ended = true;
      cancelRetry();
      cancelProbe();
      current?.close();
      current = null;
      greeted = null;
    },
  };
}
