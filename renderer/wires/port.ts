/** The wire in the desktop shell: MessagePorts that the preload hands over, a new one whenever the host was restarted. */
import { hostFailureSchema, type HostFailure } from '#contract/hostFailure.ts';
import { FAILURE_MESSAGE, PORT_MESSAGE, PORT_WANTED } from '#contract/windowMessages.ts';
import type { Wire, WireHandlers } from '#contract/wire.ts';

/** Calls `heard` whenever the shell says why it has no host to give a port to. */
export function hearFailures(page: Window, heard: (failure: HostFailure) => void): void {
  page.addEventListener('message', ({ source, data }) => {
    const message = data as { type?: unknown; failure?: unknown } | null;
    if (source !== page || message?.type !== FAILURE_MESSAGE) return;
    const { success, data: failure } = hostFailureSchema.safeParse(message.failure);
    if (success) heard(failure);
  });
}

export interface PortDesk {
  /** The newest port that nobody has used yet, or the next one to come. */
  next(): Promise<Wire>;
}

/** Listens from now on: call it before the preload can have posted anything. A new port closes the one before. */
export function collectPorts(page: Window): PortDesk {
  let unused: MessagePort | null = null;
  let current: Wire | null = null;
  let waiting: ((wire: Wire) => void) | null = null;
  let hasCome = false;
  const hand = (resolve: (wire: Wire) => void, port: MessagePort): void => {
    current = portWire(port);
    resolve(current);
  };
  page.addEventListener('message', (event) => {
    if (event.source !== page || (event.data as { type?: unknown } | null)?.type !== PORT_MESSAGE || !event.ports[0]) return;
    hasCome = true;
    const resolve = waiting;
    waiting = null;
    if (resolve) hand(resolve, event.ports[0]);
    else {
      unused = event.ports[0];
      current?.close();
    }
  });
  return {
    next: () =>
      new Promise((resolve) => {
        const port = unused;
        unused = null;
        if (port) return hand(resolve, port);
        waiting = resolve;
        // The preload fetches the first port by itself.
        if (hasCome) page.postMessage({ type: PORT_WANTED }, page.location.origin);
      }),
  };
}

export function portWire(port: MessagePort): Wire {
  let handlers: WireHandlers | null = null;
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    handlers?.closed();
  };
  return {
    sendText: (text) => open && port.postMessage(text),
    // Copied, never transferred: transfer lists lose messages between Electron's processes.
    sendBytes: (bytes) => open && port.postMessage(bytes),
    queuedBytes: () => 0,
    listen(given) {
      handlers = given;
      port.addEventListener('message', ({ data }: MessageEvent) => {
        if (typeof data === 'string') given.text(data);
        else given.bytes(data instanceof Uint8Array ? data : new Uint8Array(data as ArrayBuffer));
      });
      port.addEventListener('close', end);
      port.start();
    },
    close() {
      port.close();
      end();
    },
  };
}
