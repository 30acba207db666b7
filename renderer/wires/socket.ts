/** The wire in a browser: one WebSocket to the host that served the page. */
import type { Wire, WireHandlers } from '#contract/wire.ts';

/** Address of the host's wire beside the page at `pageUrl`; keeps the query, in which a token may stand. */
export function wireAddress(pageUrl: string): string {
  const page = new URL(pageUrl);
  const wire = new URL('/wire', page);
  wire.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  wire.search = page.search;
  return wire.href;
}

/** Resolves when the socket is open; rejects where it closes first. */
export function openSocket(address: string, Socket: typeof WebSocket = WebSocket): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const socket = new Socket(address);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => resolve(socketWire(socket)), { once: true });
    socket.addEventListener('close', () => reject(new Error('the host did not answer')), { once: true });
  });
}

function socketWire(socket: WebSocket): Wire {
  // What arrives before `listen` is kept: a host may speak first.
  const early: MessageEvent[] = [];
  let handlers: WireHandlers | null = null;
  let closed = false;
  const deliver = ({ data }: MessageEvent): void => {
    if (typeof data === 'string') handlers?.text(data);
    else handlers?.bytes(new Uint8Array(data as ArrayBuffer));
  };
  socket.addEventListener('message', (event) => (handlers ? deliver(event) : void early.push(event)));
  socket.addEventListener('close', () => {
    closed = true;
    handlers?.closed();
  });
  return {
    sendText: (text) => socket.readyState === socket.OPEN && socket.send(text),
    sendBytes: (bytes) => socket.readyState === socket.OPEN && socket.send(bytes as Uint8Array<ArrayBuffer>),
    queuedBytes: () => socket.bufferedAmount,
    listen(given) {
      handlers = given;
      for (const event of early.splice(0)) deliver(event);
      if (closed) handlers.closed();
    },
    close: () => socket.close(),
  };
}
