/** The host behind HTTP: the page, its cities, and `/wire`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Wire } from '#contract/wire.ts';
import { socketWire } from '../wires/socket.ts';
import { PAGE_HEADERS, resolveAsset, streamAsset, type AssetFolders } from './assets.ts';
import { cookieFor, refusalOf, type GuardOptions } from './guard.ts';

export interface HttpOptions extends AssetFolders {
  address: string;
  /** 0: any; where it is taken, any other. */
  port: number;
  token: string | null;
  accept(wire: Wire): void;
}

export interface HttpServer {
  /** Where it really listens. */
  port: number;
  close(): Promise<void>;
}

/** Largest message taken from a screen, bytes; the contract answers for what is smaller and still too large. */
const MOST_BYTES = 16_000_000;

/** Resolves when it listens. Rejects where the address cannot be listened on at all. */
export async function openHttp({ address, port, token, accept, ...folders }: HttpOptions): Promise<HttpServer> {
  const guard: GuardOptions = { address, port, token };
  const server = createServer((request, response) => answer(request, response, guard, folders));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES, perMessageDeflate: false });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = refusalOf(request, guard);
    if (refusal !== null) return refuseUpgrade(socket, '403 Forbidden', refusal);
    if (pathOf(request) !== '/wire') return refuseUpgrade(socket, '404 Not Found', 'There is no such wire.');
    sockets.handleUpgrade(request, socket, head, (webSocket) => accept(socketWire(webSocket)));
  });
  await listen(server, address, port);
  guard.port = (server.address() as AddressInfo).port;

  return {
    port: guard.port,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: ReturnType<typeof createServer>, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE' && port !== 0) listen(server, address, 0).then(resolve, reject);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, address, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

const pathOf = ({ url }: IncomingMessage): string => (url ?? '/').split(/[?#]/, 1)[0];

function answer(request: IncomingMessage, response: ServerResponse, guard: GuardOptions, folders: AssetFolders): void {
  const say = (status: number, sentence: string): void => {
    response.writeHead(status, { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : `${sentence}\n`);
  };
  const refusal = refusalOf(request, guard);
  if (refusal !== null) return say(403, refusal);
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'Only GET and HEAD are answered.');
  const asset = resolveAsset(pathOf(request), folders);
  if (asset === null) return say(404, 'There is nothing here.');
  const headers = { ...asset.headers, ...cookieFor(request, guard.token) };
  if (request.headers['if-none-match'] === asset.headers.etag) {
    const { 'content-length': _, ...unchanged } = headers;
    response.writeHead(304, unchanged).end();
    return;
  }
  response.writeHead(200, headers);
  if (request.method === 'HEAD') response.end();
  else pipeline(streamAsset(asset), response, () => undefined);
}

function refuseUpgrade(socket: Duplex, status: string, sentence: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n\r\n${sentence}`);
}
