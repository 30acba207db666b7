/** A screen for tests: the page's half of a wire, which keeps what it was sent and waits for what is to come. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import { connectClient, type HostClient } from '#contract/client.ts';
import type { EventFact, EventName } from '#contract/contract.ts';
import { frameOf, type SlotFrame } from '#contract/frameCodec.ts';
import type { Wire } from '#contract/wire.ts';
import type { Host } from '../host.ts';
import { portWire } from '../wires/port.ts';
import { socketWire } from '../wires/socket.ts';

export type WireKind = 'socket' | 'port';

export interface Screen extends Pick<HostClient, 'call' | 'tell' | 'close'> {
  wire: Wire;
  /** Everything so far. */
  frames: SlotFrame[];
  events: { name: EventName; fact: unknown }[];
  isClosed(): boolean;
  /** From now on every frame is acknowledged as it comes. */
  draw(): void;
  /** Resolves with the first, past or to come, that fits. */
  frame(fits: (frame: SlotFrame) => boolean): Promise<SlotFrame>;
  event<N extends EventName>(name: N, fits?: (fact: EventFact<N>) => boolean): Promise<EventFact<N>>;
  closed(): Promise<void>;
}

/** Two ends of one wire: the host's, the screen's. */
export async function wirePair(kind: WireKind): Promise<[Wire, Wire]> {
  if (kind === 'port') {
    const { port1, port2 } = new MessageChannel();
    return [portWire(port1), portWire(port2)];
  }
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[WebSocket]>;
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[end]] = await Promise.all([accepted, once(socket, 'open')]);
  end.once('close', () => server.close());
  return [socketWire(end), socketWire(socket)];
}

export async function connectScreen(host: Host, kind: WireKind, options: { readOnly?: boolean } = {}): Promise<Screen> {
  const [hosts, mine] = await wirePair(kind);
  const screen = watch(mine);
  host.accept(hosts, options);
  return screen;
}

/** The screen's end of `wire`. */
export function watch(wire: Wire): Screen {
  const frames: SlotFrame[] = [];
  const events: Screen['events'] = [];
  let isClosed = false;
  let isDrawing = false;
  let waiting: (() => boolean)[] = [];
  const changed = (): void => void (waiting = waiting.filter((isDone) => !isDone()));
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const attempt = (): boolean => {
        const found = find();
        if (found !== undefined) resolve(found);
        return found !== undefined;
      };
      if (!attempt()) waiting.push(attempt);
    });
  const client = connectClient(wire, {
    event(name, fact) {
      events.push({ name, fact });
      changed();
    },
    frame(message) {
      const frame = frameOf(message)!;
      frames.push(frame);
      if (isDrawing) client.tell('frame.drawn', { slot: frame.slot, sequence: frame.sequence });
      changed();
    },
    closed() {
      isClosed = true;
      changed();
    },
  });
  return {
    wire, frames, events,
    call: client.call,
    tell: client.tell,
    close: client.close,
    isClosed: () => isClosed,
    draw() {
      isDrawing = true;
      for (const { slot, sequence } of frames) client.tell('frame.drawn', { slot, sequence });
    },
    frame: (fits) => until(() => frames.find(fits)),
    event: (name, fits = () => true) => until(() => events.find((event) => event.name === name && fits(event.fact as never))?.fact as never),
    closed: () => until(() => isClosed || undefined).then(() => undefined),
  };
}
