/** The host's end of a wire over a WebSocket. */
import type { WebSocket } from 'ws';
import type { Wire } from '#contract/wire.ts';

/** `socket` is open or opening; its owner limits the size of messages (`maxPayload`). Text is UTF-8 frames, bytes binary ones. */
export function socketWire(socket: WebSocket): Wire {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  return {
    sendText: (text) => {
      if (isOpen()) socket.send(text, { binary: false }, ignore);
    },
    sendBytes: (bytes) => {
      if (isOpen()) socket.send(bytes, { binary: true }, ignore);
    },
    queuedBytes: () => socket.bufferedAmount,
    listen({ text, bytes, closed }) {
      socket.binaryType = 'nodebuffer';
      socket.on('message', (data, isBinary) => {
        const buffer = data as Buffer;
        if (isBinary) bytes(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length));
        else text(buffer.toString('utf8'));
      });
      // What went wrong with a socket is said by its closing, which always follows.
      socket.on('error', ignore);
      if (socket.readyState === socket.CLOSED) queueMicrotask(closed);
      else socket.once('close', closed);
    },
    close: () => socket.close(1000),
  };
}

function ignore(): void {}
