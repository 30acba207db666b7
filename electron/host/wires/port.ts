/** A wire over a MessagePort: Electron's MessagePortMain, node:worker_threads' MessagePort, a page's MessagePort. */
import type { Wire, WireHandlers } from '#contract/wire.ts';

/** What the three have in common. Node's hands over the message, Electron's and a page's an event with `data`. */
export interface PortLike {
  postMessage(message: unknown): void;
  on?(event: 'message' | 'close', listener: (message: any) => void): unknown;
  addEventListener?(event: 'message' | 'close', listener: (event: any) => void): unknown;
  start?(): void;
  close(): void;
}

/** Strings are text, bytes are bytes. Nothing is ever transferred: transfer lists lose messages between Electron's processes. */
export function portWire(port: PortLike): Wire {
  let handlers: WireHandlers | null = null;
  let isOpen = true;
  const ended = (): void => {
    if (!isOpen) return;
    isOpen = false;
    handlers?.closed();
  };
  const arrived = (message: unknown): void => {
    if (!isOpen) return;
    const data = isPayload(message) ? message : (message as { data?: unknown } | null)?.data;
    if (typeof data === 'string') handlers?.text(data);
    else if (data instanceof ArrayBuffer) handlers?.bytes(new Uint8Array(data));
    else if (ArrayBuffer.isView(data)) handlers?.bytes(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength));
  };
  return {
    sendText: (text) => {
      if (isOpen) port.postMessage(text);
    },
    sendBytes: (bytes) => {
      // A view is cloned with all of its buffer: cut it out first.
      if (isOpen) port.postMessage(bytes.byteLength === bytes.buffer.byteLength && bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes));
    },
    queuedBytes: () => 0,
    listen(listening) {
      handlers = listening;
      const attach = (port.on ?? port.addEventListener)?.bind(port);
      attach?.('message', arrived);
      attach?.('close', ended);
      port.start?.();
    },
    close() {
      port.close();
      queueMicrotask(ended);
    },
  };
}

function isPayload(message: unknown): boolean {
  return typeof message === 'string' || message instanceof ArrayBuffer || ArrayBuffer.isView(message);
}
