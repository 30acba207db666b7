/** A backend for tests: speaks docs/feed-protocol.md over a real WebSocket, says what it is told to. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

export interface PublishedSite {
  id: string;
  lon: number;
  lat: number;
  district?: number;
  town?: number;
}
export interface PublishedObservation {
  site: string;
  time: number;
  value: number;
  count?: number;
}

export interface Publisher {
  url: string;
  /** Said to everybody who connects from now on, before anything is live. */
  announce(indicator: string, sites: PublishedSite[]): void;
  /** To everybody connected. */
  observe(indicator: string, observations: PublishedObservation[]): void;
  /** As it is, e.g. something that is no message. */
  send(raw: string | Uint8Array): void;
  /** How often somebody has connected so far. */
  connections(): number;
  /** Resolves when nobody is connected. */
  deserted(): Promise<void>;
  close(): Promise<void>;
}

export async function openPublisher(): Promise<Publisher> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const announced: string[] = [];
  let cursor = 0;
  let connections = 0;
  await once(server, 'listening');
  server.on('connection', (socket) => {
    connections++;
    socket.once('message', () => {
      for (const message of announced) socket.send(message);
      socket.send(JSON.stringify({ sitesVersion: String(announced.length) }));
      socket.send(JSON.stringify({ caughtUp: Date.now() }));
    });
  });
  const send = (raw: string | Uint8Array): void => {
    for (const socket of server.clients) socket.send(raw);
  };
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    announce(indicator, sites) {
      announced.push(JSON.stringify({
        kind: 'sites', indicator, source: 'test', crs: 'EPSG:4326', sites: sites.map((site) => ({ zh: `点${site.id}`, en: `Site ${site.id}`, ...site })),
      }));
    },
    observe: (indicator, observations) => send(JSON.stringify({ kind: 'observations', indicator, observations, live: String(++cursor) })),
    send,
    connections: () => connections,
    async deserted() {
      for (const socket of server.clients) await once(socket, 'close');
    },
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
