/**
 * Opens a connection whose sockets can all be closed at any moment. The client itself leaves the socket of an attempt that
 * failed, or that nobody wants any more, open until the other side closes it: a cut network must not keep it.
 */
import { createConnection, type Socket } from 'node:net';
import { NatsConnectionImpl, setTransportFactory, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { nodeResolveHost, NodeTransport } from '@nats-io/transport-node/lib/node_transport.js';

/** Travels with the client's options, which reach every transport of the attempt. */
interface Attempt {
  sockets: Socket[];
  over: boolean;
}

class OwnedTransport extends NodeTransport {
  attempt: Attempt | null = null;

  override async connect(server: { hostname: string; port: number; tlsName: string }, options: NodeConnectionOptions & { attempt?: Attempt }): Promise<void> {
    this.attempt = options.attempt ?? null;
    await super.connect(server, options);
  }

  /** As the client's own, but the socket is known from the moment it is made. */
  override dial({ hostname, port }: { hostname: string; port: number }): Promise<Socket> {
    if (this.attempt?.over) return Promise.reject(new Error('the connection is not wanted any more'));
    const socket = createConnection(port, hostname);
    this.attempt?.sockets.push(socket);
    socket.setNoDelay(true);
    return new Promise((resolve, reject) => {
      socket.once('connect', () => {
        socket.removeAllListeners();
        resolve(socket);
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the connection was closed')));
    });
  }
}

export interface Dialled {
  connection: Promise<NatsConnection>;
  /** Closes every socket, also one that is still connecting. */
  discard(): void;
}

export function dial(options: NodeConnectionOptions): Dialled {
  const attempt: Attempt = { sockets: [], over: false };
  setTransportFactory({ factory: () => new OwnedTransport(), dnsResolveFn: nodeResolveHost });
  return {
    connection: NatsConnectionImpl.connect({ ...options, attempt } as NodeConnectionOptions),
    discard() {
      attempt.over = true;
      for (const socket of attempt.sockets) socket.destroy();
    },
  };
}
