/** The page's one way to the host, and the only file that knows which wire carries it. */
import { CallProblem, type HostClient } from '#contract/client.ts';
import type { CallArgs, CallName, CallReply } from '#contract/contract.ts';
import type { HostFailure } from '#contract/hostFailure.ts';
import type { Wire } from '#contract/wire.ts';
import { keepLinked, type Link, type LinkPorts } from './link.ts';
import { collectPorts, hearFailures } from './wires/port.ts';
import { openSocket, wireAddress } from './wires/socket.ts';

declare global {
  interface Window {
    /** Set by the desktop shell's preload. */
    chengmai?: { desktop?: boolean };
  }
}

const ports = collectPorts(window);
const openWire = (): Promise<Wire> => (window.chengmai?.desktop ? ports.next() : openSocket(wireAddress(location.href)));

let link: Link | null = null;

/** `hostless`: there is no host, and why; until the link is open. */
export function startHost({ hostless, ...handlers }: Pick<LinkPorts, 'greet' | 'event' | 'frame' | 'changed'> & { hostless(failure: HostFailure): void }): void {
  hearFailures(window, hostless);
  link = keepLinked({
    ...handlers,
    open: openWire,
    now: () => Date.now(),
    after(delay, run) {
      const timer = setTimeout(run, delay);
      return () => clearTimeout(timer);
    },
  });
}

const NOT_LINKED = { code: 'unavailable', message: 'There is no connection to the host.' } as const;

/** Rejects with `CallProblem`, also while there is no host. */
export function call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallReply<N>> {
  const client: HostClient | null = link?.client() ?? null;
  return client ? client.call(name, args) : Promise.reject(new CallProblem(NOT_LINKED));
}

export function tell<N extends CallName>(name: N, args: CallArgs<N>): void {
  link?.client()?.tell(name, args);
}

export function retryNow(): void {
  link?.retry();
}
