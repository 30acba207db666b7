/**
 * A two-way, ordered pipe between one screen and the host. Nothing else crosses.
 * Implementations: MessagePort inside Electron, WebSocket behind `serve.ts`.
 */
export interface Wire {
  sendText(text: string): void;
  sendBytes(bytes: Uint8Array): void;
  /** Bytes queued and not yet taken by the other side; 0 where the transport cannot say. */
  queuedBytes(): number;
  /** Called once, before any message is delivered. */
  listen(handlers: WireHandlers): void;
  close(): void;
}

export interface WireHandlers {
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
  closed(): void;
}
